/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blockpull - fill a disk of a running virtual machine from its backing chain */
#include "command/block_program.h"
#include "command/command.h"
#include "command/job.h"

static const char *disk, *base, *bandwidth;
static bool keep_relative, bytes, async;

static const struct option_row options[] = {
	OPT_VALUE(0, "base", VALUE_TEXT, &base, "IMAGE",  "image that stays below: path, or TARGET[INDEX]; else none does"),
	OPT_FLAG (0, "keep-relative", &keep_relative, "name the backing file relative to its overlay"),
	OPT_VALUE(0, "bandwidth", VALUE_TEXT, &bandwidth, "RATE", "limit in MiB a second"),
	OPT_FLAG (0, "bytes",         &bytes,         "the limit is a size a second, a bare number is bytes"),
	OPT_FLAG (0, "async",         &async,         "an end that was asked for is not waited for"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",   "domain", VALUE_VM_ACTIVE, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("PATH", "path",   VALUE_TEXT, ARG_ONE, &disk,     "disk: its target or source"),
	ROWS_END
};

static int
begin(const char *name, const struct block_pull *pull, uint64_t *ret_started)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm || block_pull(vm, disk, pull) < 0)
		return -1;
	*ret_started = vm_is_dry_run() ? 0 : block_job_begun(vm, disk);
	return 0;
}

static int
pull_one(const char *name)
{
	struct block_pull pull = { .base = base, .how = keep_relative ? BLOCK_RELATIVE : 0 };
	struct block_wait wait = { .vm = name, .disk = disk, .async = async };

	if (block_bandwidth(bandwidth, bytes, &pull.bandwidth) < 0 || begin(name, &pull, &wait.started) < 0)
		return -1;
	if (!wait.started)
		return 0;
	say("pull of %s started", disk);
	return job_wanted(false) ? block_wait(&wait) : 0;
}

const struct command command = {
	.name      = "vm-blockpull",
	.summary   = "fill a disk of a running virtual machine from its backing chain",
	.virsh     = "blockpull",
	.example   = "vm-blockpull web vda --wait --timeout 10m",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(BLOCK_JOB) |
		     CAN(TIMEOUT) | CAN(ARGUMENT) | CAN(SYSTEM) | CAN(CONFIG),
	.run       = job_begin,
	.each      = pull_one,
};
