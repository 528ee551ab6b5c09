/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blockcommit - merge overlays of a disk of a running virtual machine down into a backing file */
#include "command/block_program.h"
#include "command/command.h"
#include "command/job.h"

static const char *disk, *base, *top, *bandwidth, *then;
static bool shallow, active, pivot, keep_overlay, delete_images, keep_relative, bytes, async;

static const struct option_row options[] = {
	OPT_VALUE(0, "base", VALUE_TEXT, &base, "IMAGE",  "where it ends: path, or TARGET[INDEX]; else the bottom of the chain"),
	OPT_VALUE(0, "top", VALUE_TEXT, &top, "IMAGE",    "first image that is merged; else what the guest writes to"),
	OPT_FLAG (0, "shallow",       &shallow,       "only into the image right below"),
	OPT_FLAG (0, "active",        &active,        "merge what the guest writes to: a job of two phases"),
	OPT_FLAG (0, "pivot",         &pivot,         "--active, and the base is the disk afterwards"),
	OPT_FLAG (0, "keep-overlay",  &keep_overlay,  "--active, and the disk stays as it is afterwards"),
	OPT_FLAG (0, "delete",        &delete_images, "remove the files that were merged"),
	OPT_FLAG (0, "keep-relative", &keep_relative, "name the backing file relative to its overlay"),
	OPT_VALUE(0, "bandwidth", VALUE_TEXT, &bandwidth, "RATE", "limit in MiB a second"),
	OPT_FLAG (0, "bytes",         &bytes,         "the limit is a size a second, a bare number is bytes"),
	OPT_FLAG (0, "async",         &async,         "an end that was asked for is not waited for"),
	OPT_WORD (0, "then", &then, "WHAT", block_late_words, "when time is up: abort, leave or throttle"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",   "domain", VALUE_VM_ACTIVE, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("PATH", "path",   VALUE_TEXT, ARG_ONE, &disk,     "disk: its target or source"),
	ROWS_END
};

static int
run(void)
{
	if (pivot && keep_overlay)
		return fail(FAULT_USAGE, "either --pivot or --keep-overlay");
	return job_begin();
}

static int
begin(const char *name, const struct block_commit *commit, uint64_t *ret_started)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm || block_commit(vm, disk, commit) < 0)
		return -1;
	*ret_started = vm_is_dry_run() ? 0 : block_job_begun(vm, disk);
	return 0;
}

static int
commit_one(const char *name)
{
	bool two_phases = active || pivot || keep_overlay;
	struct block_commit commit = {
		.base = base, .top = top,
		.how = (shallow ? BLOCK_SHALLOW : 0) | (two_phases ? BLOCK_ACTIVE : 0) |
		       (delete_images ? BLOCK_DELETE : 0) | (keep_relative ? BLOCK_RELATIVE : 0),
	};
	struct block_wait wait = {
		.vm = name, .disk = disk, .async = async, .late = block_late_asked(then),
		.until = pivot ? BLOCK_THEN_PIVOT : keep_overlay ? BLOCK_THEN_FINISH : BLOCK_UNTIL_READY,
	};

	if (block_bandwidth(bandwidth, bytes, &commit.bandwidth) < 0 || begin(name, &commit, &wait.started) < 0)
		return -1;
	if (!wait.started)
		return 0;
	say("commit of %s started", disk);
	return job_wanted(pivot || keep_overlay) ? block_wait(&wait) : 0;
}

const struct command command = {
	.name      = "vm-blockcommit",
	.summary   = "merge overlays of a disk of a running virtual machine down into a backing file",
	.virsh     = "blockcommit",
	.example   = "vm-blockcommit web vda --active --pivot --delete",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(BLOCK_JOB) |
		     CAN(TIMEOUT) | CAN(ARGUMENT) | CAN(SYSTEM) | CAN(DENIED) | CAN(CONFIG),
	.run       = run,
	.each      = commit_one,
};
