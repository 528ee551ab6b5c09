/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blockjob - show, retune, finish or cancel the job of a disk */
#include <inttypes.h>

#include "command/block_program.h"
#include "command/command.h"
#include "command/job.h"
#include "command/progress.h"
#include "command/table.h"

static const char *disk, *bandwidth;
static bool show, abort_it, pivot, async, bytes;

static const struct option_row options[] = {
	OPT_FLAG (0, "info",  &show,     "show it, which is what is done anyway"),
	OPT_FLAG (0, "abort", &abort_it, "end it; the disk stays as it is"),
	OPT_FLAG (0, "pivot", &pivot,    "end it; the copy, or the base, is the disk from now on"),
	OPT_FLAG (0, "async", &async,    "end it, and do not wait for the end"),
	OPT_VALUE(0, "bandwidth", VALUE_TEXT, &bandwidth, "RATE", "new limit in MiB a second; 0 is none"),
	OPT_FLAG (0, "bytes", &bytes,    "rates are sizes a second, a bare number is bytes"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",   "domain", VALUE_VM_ACTIVE, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("PATH", "path",   VALUE_TEXT, ARG_ONE, &disk,     "disk: its target or source"),
	ROWS_END
};

static bool
is_end(void)
{
	return abort_it || pivot || async;
}

static int
run(void)
{
	if (is_end() && (show || asked.raw || asked.json || asked.output || bandwidth))
		return fail(FAULT_USAGE, "--abort, --pivot and --async neither show the job nor retune it");
	if (bandwidth && (show || asked.raw || asked.json || asked.output))
		return fail(FAULT_USAGE, "either show the job or retune it");
	return is_end() || job_wanted(false) ? job_begin() : 0;
}

/* --- show --- */

static int
fill_type(void *item, struct cell *cell)
{
	const struct block_progress *progress = item;

	cell_text(cell, block_job_words(progress->kind));
	return 0;
}

static int
fill_bandwidth(void *item, struct cell *cell)
{
	const struct block_progress *progress = item;

	cell_bytes(cell, progress->bandwidth);
	return 0;
}

static int
fill_done(void *item, struct cell *cell)
{
	const struct block_progress *progress = item;

	cell_number(cell, (int64_t)progress->done);
	return 0;
}

static int
fill_total(void *item, struct cell *cell)
{
	const struct block_progress *progress = item;

	cell_number(cell, (int64_t)progress->total);
	return 0;
}

static int
fill_percent(void *item, struct cell *cell)
{
	const struct block_progress *progress = item;

	cell_number(cell, progress->total ? (int64_t)((double)progress->done * 100 / (double)progress->total) : 0);
	return 0;
}

static int
fill_ready(void *item, struct cell *cell)
{
	const struct block_progress *progress = item;

	cell_yes_no(cell, progress->state == BLOCK_JOB_READY);
	return 0;
}

static const struct column columns[] = {
	{ "TYPE",      CELL_TEXT,   "what is done", .fill = fill_type },
	{ "BANDWIDTH", CELL_BYTES,  "limit in bytes a second; 0 is none", .fill = fill_bandwidth },
	{ "CUR",       CELL_NUMBER, "bytes done", .fill = fill_done },
	{ "END",       CELL_NUMBER, "bytes there are to do", .fill = fill_total },
	{ "PERCENT",   CELL_NUMBER, "how much of them is done", .fill = fill_percent },
	{ "READY",     CELL_YES_NO, "it may be ended by a pivot", .fill = fill_ready },
	COLUMNS_END
};

/* The four lines that virsh prints, with its blanks. */
static void
print_raw(const struct block_progress *progress)
{
	answer(" type=%s\n bandwidth=%" PRIu64 "\n cur=%" PRIu64 "\n end=%" PRIu64 "\n",
	       block_job_words(progress->kind), bytes ? progress->bandwidth : progress->bandwidth >> 20,
	       progress->done, progress->total);
}

static void
print_line(const struct block_progress *progress)
{
	auto_free char *line = progress_percent(block_job_words(progress->kind), progress->done, progress->total);

	answer("%s", line);
	if (progress->bandwidth)
		answer("    Bandwidth limit: %" PRIu64 " bytes/s (%.3f MiB/s)", progress->bandwidth,
		       (double)progress->bandwidth / (1 << 20));
	answer("\n");
}

/* The emulator serves one at a time, so looking takes the lock too. */
static int
show_job(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	struct block_progress progress;
	int found = vm ? block_job_look(vm, disk, &progress) : -1;

	if (found < 0)
		return -1;
	if (!found && !asked.json && !asked.quiet)
		answer("No current block job for %s\n", disk);
	if (!found)
		return 0;
	if (asked.json || asked.output || asked.list_columns)
		return info_print(columns, &progress);
	if (asked.raw)
		print_raw(&progress);
	else
		print_line(&progress);
	return 0;
}

/* --- change --- */

static int
retune(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	uint64_t rate;

	if (!vm || block_bandwidth(bandwidth, bytes, &rate) < 0)
		return -1;
	return block_job_speed(vm, disk, rate);
}

static int
end(const char *name, uint64_t *ret_started)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return -1;
	*ret_started = vm_is_dry_run() ? 0 : block_job_begun(vm, disk);
	return pivot ? block_job_pivot(vm, disk) : block_job_abort(vm, disk);
}

/* The end was asked for: that it was cancelled is no failure then. */
static int
end_and_wait(const char *name)
{
	struct block_wait wait = { .vm = name, .disk = disk, .until = pivot ? BLOCK_THEN_PIVOT : BLOCK_THEN_FINISH };

	if (end(name, &wait.started) < 0)
		return -1;
	return wait.started && !async && !asked.no_wait ? block_wait(&wait) : 0;
}

static int
follow(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	struct block_wait wait = { .vm = name, .disk = disk };

	if (!vm)
		return -1;
	wait.started = block_job_begun(vm, disk);
	vm_close(steal(vm));
	return wait.started ? block_wait(&wait) : show_job(name);
}

static int
job_of(const char *name)
{
	if (is_end())
		return end_and_wait(name);
	if (bandwidth)
		return retune(name);
	return job_wanted(false) ? follow(name) : show_job(name);
}

const struct command command = {
	.name      = "vm-blockjob",
	.summary   = "show, retune, finish or cancel the job of a disk",
	.virsh     = "blockjob",
	.example   = "vm-blockjob web vda --pivot",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = CHANGES | INFO | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(NO_JOB) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) |
		     CAN(BLOCK_JOB) | CAN(TIMEOUT) | CAN(ARGUMENT),
	.run       = run,
	.each      = job_of,
	.finish    = info_finish,
};
