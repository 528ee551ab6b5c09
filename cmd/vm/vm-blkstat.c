/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blkstat - I/O counters of a disk of a running virtual machine, or of all */
#include "command/command.h"
#include "command/table.h"
#include "driver/block.h"

static const char *device;
static bool human;

static const struct option_row options[] = {
	OPT_FLAG(0, "human", &human, "accepted: the keys are the same"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",     "domain", VALUE_VM_ACTIVE, ARG_ONE, NULL,    "name, UUID or number of the virtual machine"),
	ARG("DEVICE", "device", VALUE_TEXT, ARG_OPTIONAL, &device, "disk: its target or source; none: the sum of all"),
	ROWS_END
};

#define FILL(name_, member_, put_)                                              \
	static int                                                              \
	fill_##name_(void *item, struct cell *cell)                             \
	{                                                                       \
		put_(cell, ((const struct block_stats *)item)->member_);        \
		return 0;                                                       \
	}
FILL(reads,       reads,       cell_number)
FILL(read_bytes,  read_bytes,  cell_bytes)
FILL(writes,      writes,      cell_number)
FILL(write_bytes, write_bytes, cell_bytes)
FILL(flushes,     flushes,     cell_number)
FILL(read_ns,     read_ns,     cell_nanoseconds)
FILL(write_ns,    write_ns,    cell_nanoseconds)
FILL(flush_ns,    flush_ns,    cell_nanoseconds)
#undef FILL

/* No hypervisor of today counts them. */
static int
fill_errors(void *item, struct cell *cell)
{
	(void)item, (void)cell;
	return 0;
}

static const struct column columns[] = {
	{ "RD_REQ",            CELL_NUMBER,      "reads",                      false, fill_reads },
	{ "RD_BYTES",          CELL_BYTES,       "bytes read",                 false, fill_read_bytes },
	{ "WR_REQ",            CELL_NUMBER,      "writes",                     false, fill_writes },
	{ "WR_BYTES",          CELL_BYTES,       "bytes written",              false, fill_write_bytes },
	{ "ERRS",              CELL_NUMBER,      "errors, where they are counted", false, fill_errors },
	{ "FLUSH_OPERATIONS",  CELL_NUMBER,      "flushes",                    false, fill_flushes },
	{ "RD_TOTAL_TIMES",    CELL_NANOSECONDS, "time spent reading",         false, fill_read_ns },
	{ "WR_TOTAL_TIMES",    CELL_NANOSECONDS, "time spent writing",         false, fill_write_ns },
	{ "FLUSH_TOTAL_TIMES", CELL_NANOSECONDS, "time spent flushing",        false, fill_flush_ns },
	COLUMNS_END
};

static void
add(struct block_stats *sum, const struct block_stats *one)
{
	sum->reads += one->reads;
	sum->read_bytes += one->read_bytes;
	sum->read_ns += one->read_ns;
	sum->writes += one->writes;
	sum->write_bytes += one->write_bytes;
	sum->write_ns += one->write_ns;
	sum->flushes += one->flushes;
	sum->flush_ns += one->flush_ns;
}

static int
show(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	auto_block_stats struct block_stats_list stats = { 0 };
	const struct disk *disk = vm && device && vm->active ? block_disk_of(vm, device) : NULL;
	struct block_stats sum = { 0 };

	if (!vm || (device && vm->active && !disk) || block_stats(vm, &stats) < 0)
		return -1;
	list_each(one, &stats)
		if (!disk || text_same(one->target, disk->target.dev))
			add(&sum, one);
	return info_print(columns, &sum);
}

const struct command command = {
	.name      = "vm-blkstat",
	.summary   = "I/O counters of a disk of a running virtual machine, or of all",
	.virsh     = "domblkstat",
	.example   = "vm-blkstat web vda -o WR_BYTES",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = show,
	.finish    = info_finish,
};
