/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-jobinfo - what a virtual machine is busy with */
#include <inttypes.h>

#include "command/command.h"
#include "command/job.h"
#include "command/table.h"
#include "driver/vm_job_info.h"

static bool completed, keep_completed, any_stats, raw_stats;

static const struct option_row options[] = {
	OPT_FLAG(0, "completed",      &completed,      "how the last one ended; it is forgotten then"),
	OPT_FLAG(0, "keep-completed", &keep_completed, "the same, and it is kept"),
	OPT_FLAG(0, "anystats",       &any_stats,      "all figures, also of one that failed"),
	OPT_FLAG(0, "rawstats",       &raw_stats,      "all figures by libvirt's names"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static const char *
type_of(const struct vm_job_info *info)
{
	static const char *const ended[] = {
		[VM_WORK_DONE] = "completed", [VM_WORK_FAILED] = "failed", [VM_WORK_CANCELLED] = "cancelled",
	};

	if (info->kind == VM_JOB_NONE)
		return "none";
	return info->over ? ended[info->work.phase] : "unbounded";
}

static int
fill_type(void *item, struct cell *cell)
{
	cell_text(cell, type_of(item));
	return 0;
}

static int
fill_operation(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&vm_job_kind_words, ((struct vm_job_info *)item)->kind));
	return 0;
}

static int
fill_error(void *item, struct cell *cell)
{
	const struct vm_job_info *info = item;

	if (info->work.phase == VM_WORK_FAILED)
		cell_text(cell, info->work.error);
	return 0;
}

/* A figure of a job, when there is one. */
#define FILL(name, show, value)                                          \
	static int                                                       \
	fill_##name(void *item, struct cell *cell)                       \
	{                                                                \
		const struct vm_job_info *info = item;                   \
		const struct vm_work *work = &info->work;                \
	                                                                 \
		if (info->kind != VM_JOB_NONE)                           \
			show(cell, value);                               \
		return 0;                                                \
	}
#define FIGURE_NUMBER(cell, value) cell_number(cell, (int64_t)(value))
FILL(elapsed,    FIGURE_NUMBER, work->elapsed_ms)
FILL(processed,  cell_bytes, work->memory_done + work->disk_done)
FILL(remaining,  cell_bytes, work->memory_left + work->disk_left)
FILL(total,      cell_bytes, work->memory_total + work->disk_total)
FILL(mem_done,   cell_bytes, work->memory_done)
FILL(mem_left,   cell_bytes, work->memory_left)
FILL(mem_total,  cell_bytes, work->memory_total)
FILL(disk_done,  cell_bytes, work->disk_done)
FILL(disk_left,  cell_bytes, work->disk_left)
FILL(disk_total, cell_bytes, work->disk_total)
FILL(temp_used,  cell_bytes, work->temp_used)
FILL(temp_total, cell_bytes, work->temp_total)
FILL(bandwidth,  cell_bytes, work->speed)
FILL(dirty_rate, FIGURE_NUMBER, work->dirty_rate)
FILL(page_size,  cell_bytes, work->page_size)
FILL(iteration,  FIGURE_NUMBER, work->iteration)
FILL(constant,   FIGURE_NUMBER, work->constant)
FILL(normal,     FIGURE_NUMBER, work->normal)
FILL(downtime,   FIGURE_NUMBER, work->downtime_ms)
FILL(expected,   FIGURE_NUMBER, work->expected_downtime_ms)
FILL(setup,      FIGURE_NUMBER, work->setup_ms)

static const struct column columns[] = {
	{ "TYPE",              CELL_TEXT,   "none, unbounded; completed, failed, cancelled", .fill = fill_type },
	{ "OPERATION",         CELL_TEXT,   "save, dump, backup ...",               .fill = fill_operation },
	{ "ELAPSED",           CELL_NUMBER, "milliseconds since it began",          .fill = fill_elapsed },
	{ "DATA-PROCESSED",    CELL_BYTES,  "what has been moved",                  .fill = fill_processed },
	{ "DATA-REMAINING",    CELL_BYTES,  "what is left to be moved",             .fill = fill_remaining },
	{ "DATA-TOTAL",        CELL_BYTES,  "all there is to move",                 .fill = fill_total },
	{ "MEMORY-PROCESSED",  CELL_BYTES,  "the same of memory",            true,  fill_mem_done },
	{ "MEMORY-REMAINING",  CELL_BYTES,  "the same of memory",            true,  fill_mem_left },
	{ "MEMORY-TOTAL",      CELL_BYTES,  "the same of memory",            true,  fill_mem_total },
	{ "MEMORY-BANDWIDTH",  CELL_BYTES,  "bytes of it a second",          true,  fill_bandwidth },
	{ "DIRTY-RATE",        CELL_NUMBER, "pages the guest writes a second", true, fill_dirty_rate },
	{ "PAGE-SIZE",         CELL_BYTES,  "size of a page",                true,  fill_page_size },
	{ "ITERATION",         CELL_NUMBER, "how often it was gone through", true,  fill_iteration },
	{ "CONSTANT-PAGES",    CELL_NUMBER, "pages of one byte",             true,  fill_constant },
	{ "NORMAL-PAGES",      CELL_NUMBER, "pages that were moved whole",   true,  fill_normal },
	{ "DISK-PROCESSED",    CELL_BYTES,  "the same of disks",             true,  fill_disk_done },
	{ "DISK-REMAINING",    CELL_BYTES,  "the same of disks",             true,  fill_disk_left },
	{ "DISK-TOTAL",        CELL_BYTES,  "the same of disks",             true,  fill_disk_total },
	{ "TEMP-USED",         CELL_BYTES,  "of a pull backup: what is kept of what the guest overwrote", true, fill_temp_used },
	{ "TEMP-TOTAL",        CELL_BYTES,  "and the most that can become",  true,  fill_temp_total },
	{ "DOWNTIME",          CELL_NUMBER, "milliseconds it stood still",   true,  fill_downtime },
	{ "EXPECTED-DOWNTIME", CELL_NUMBER, "milliseconds it would",         true,  fill_expected },
	{ "SETUP-TIME",        CELL_NUMBER, "milliseconds before it began",  true,  fill_setup },
	{ "ERROR",             CELL_TEXT,   "why it failed",                 true,  fill_error },
	COLUMNS_END
};

static int
run(void)
{
	completed |= keep_completed;
	asked.output_all |= any_stats;
	return !completed && job_wanted(false) ? job_begin() : 0;
}

/* Hypervisors serve one at a time, so looking takes the lock too. */
static int
get(const char *name, struct vm_job_info *ret_info)
{
	auto_vm struct vm *vm = vm_open(name, completed ? VM_TO_READ : VM_TO_CHANGE);

	if (!vm)
		return -1;
	return completed ? vm_job_last(vm, keep_completed, ret_info) : vm_job_info(vm, ret_info);
}

static void
print_raw_stats(struct vm_job_info *info)
{
	answer("type: %s\n", type_of(info));
	if (info->kind == VM_JOB_NONE)
		return;
	answer("operation: %s\n", words_name(&vm_job_kind_words, info->kind));
	for (const struct vm_work_figure *figure = vm_work_figures; figure->name; figure++)
		answer("%s: %" PRIu64 "\n", figure->name, *vm_work_figure(&info->work, figure));
}

static enum job_news
look(void *context, uint64_t *ret_done, uint64_t *ret_total)
{
	struct vm_job_info info;

	if (get(context, &info) < 0)
		return JOB_FAILED;
	*ret_total = info.work.memory_total + info.work.disk_total;
	*ret_done = *ret_total - (info.work.memory_left + info.work.disk_left);
	if (info.kind != VM_JOB_NONE)
		return JOB_GOES_ON;
	*ret_done = *ret_total = 1;
	return JOB_OVER;
}

/* It is not ours to end. */
static int
leave(void *context, bool late)
{
	(void)context, (void)late;
	return 0;
}

static int
show(const char *name)
{
	struct vm_job_info info;

	if (!completed && job_wanted(false))
		return job_wait(&(struct job){ .what = "Job", .target = name, .look = look, .stop = leave,
					       .context = (void *)name });
	if (get(name, &info) < 0)
		return -1;
	if (!raw_stats)
		return info_print(columns, &info);
	print_raw_stats(&info);
	return 0;
}

static int
finish(void)
{
	return raw_stats ? 0 : info_finish();
}

const struct command command = {
	.name      = "vm-jobinfo",
	.summary   = "what a virtual machine is busy with, and how far it has come",
	.virsh     = "domjobinfo",
	.example   = "vm-jobinfo web1 -o DATA-REMAINING --bytes",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(TIMEOUT) | CAN(XML),
	.run       = run,
	.each      = show,
	.finish    = finish,
};
