/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blkinfo - capacity, allocation and size on the host of disks */
#include "command/command.h"
#include "command/table.h"
#include "driver/block.h"

static const char *device;
static bool all, human;

static const struct option_row options[] = {
	OPT_FLAG(0, "all",   &all,   "every disk"),
	OPT_FLAG(0, "human", &human, "sizes for people, which a terminal gets anyhow"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",     "domain", VALUE_VM,   ARG_ONE,      NULL,    "name, UUID or number of the virtual machine"),
	ARG("DEVICE", "device", VALUE_TEXT, ARG_OPTIONAL, &device, "disk: its target or source"),
	ROWS_END
};

struct item {
	const struct disk *disk;
	struct block_info info;
};

static int
fill_target(void *item, struct cell *cell)
{
	cell_text(cell, ((struct item *)item)->disk->target.dev);
	return 0;
}

static void
fill_bytes(struct cell *cell, uint64_t bytes)
{
	auto_text struct text scaled = { 0 };

	if (!human || asked.json || asked.bytes) {
		cell_bytes(cell, bytes);
		return;
	}
	cell_add_scaled(&scaled, bytes);
	cell_text(cell, text_get(&scaled));
}

static int
fill_capacity(void *item, struct cell *cell)
{
	fill_bytes(cell, ((struct item *)item)->info.capacity);
	return 0;
}

static int
fill_allocation(void *item, struct cell *cell)
{
	fill_bytes(cell, ((struct item *)item)->info.allocation);
	return 0;
}

static int
fill_physical(void *item, struct cell *cell)
{
	fill_bytes(cell, ((struct item *)item)->info.physical);
	return 0;
}

static const struct column columns[] = {
	{ "TARGET",     CELL_TEXT,  "name of the disk",                 true,  fill_target },
	{ "CAPACITY",   CELL_BYTES, "size that the guest sees",         false, fill_capacity },
	{ "ALLOCATION", CELL_BYTES, "what of it is allocated on the host", false, fill_allocation },
	{ "PHYSICAL",   CELL_BYTES, "size of the file or device",       false, fill_physical },
	COLUMNS_END
};

static int
run(void)
{
	if (all == (device != NULL) && !asked.list_columns)
		return fail(FAULT_USAGE, "either DEVICE or --all");
	if (all && !asked.output)
		asked.output = "TARGET,CAPACITY,ALLOCATION,PHYSICAL";
	return 0;
}

static int
show(struct vm *vm, const struct disk *disk)
{
	struct item item = { .disk = disk };

	if (block_info(vm, disk, &item.info) < 0)
		return fail_within("disk %s", quote(disk->target.dev));
	return info_print(columns, &item);
}

static int
show_all(struct vm *vm)
{
	struct vm_def *def = vm_def(vm);

	if (!def)
		return -1;
	list_each(disk, &def->devices.disks)
		if (show(vm, disk) < 0)
			return -1;
	return 0;
}

static int
info(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	const struct disk *disk;

	if (!vm)
		return -1;
	if (all || asked.list_columns)
		return all ? show_all(vm) : info_print(columns, NULL);
	disk = block_disk_of(vm, device);
	return disk ? show(vm, disk) : -1;
}

const struct command command = {
	.name      = "vm-blkinfo",
	.summary   = "capacity, allocation and size on the host of disks",
	.virsh     = "domblkinfo",
	.example   = "vm-blkinfo web --all --json",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(SYSTEM) | CAN(DENIED),
	.run       = run,
	.each      = info,
	.finish    = info_finish,
};
