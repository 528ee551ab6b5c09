/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blockresize - grow or shrink a disk of a running virtual machine */
#include "command/command.h"
#include "driver/block.h"

static const char *disk;
static uint64_t size;
static bool capacity, extend, shrink, delta;

static const struct option_row options[] = {
	OPT_FLAG (0, "capacity", &capacity, "to the size of the block device that it is on"),
	OPT_FLAG (0, "extend",   &extend,   "refuse to make it smaller, which is done anyway"),
	OPT_FLAG (0, "shrink",   &shrink,   "it may become smaller; what is beyond is lost"),
	OPT_FLAG (0, "delta",    &delta,    "SIZE is what is added"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",   "domain", VALUE_VM_ACTIVE, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("PATH", "path",   VALUE_TEXT, ARG_ONE,      &disk, "disk: its target or source"),
	ARG("SIZE", "size",   VALUE_SIZE, ARG_OPTIONAL, &size, "new size; a bare number is KiB"),
	ROWS_END
};

static int
run(void)
{
	if (extend && shrink)
		return fail(FAULT_USAGE, "either --extend or --shrink");
	if (capacity && (delta || shrink))
		return fail(FAULT_USAGE, "--capacity says the size: no --delta or --shrink with it");
	return size || capacity ? 0 : fail(FAULT_USAGE, "say SIZE or --capacity");
}

static int
resize(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	uint64_t now = 0, wanted;

	if (!vm || (delta && block_capacity(vm, disk, &now) < 0))
		return -1;
	if (__builtin_add_overflow(now, size, &wanted) || wanted > INT64_MAX)
		return fail(FAULT_OVERFLOW, "size is too large");
	return block_resize(vm, disk, wanted, (capacity ? BLOCK_CAPACITY : 0) | (shrink ? BLOCK_SHRINK : 0));
}

const struct command command = {
	.name      = "vm-blockresize",
	.summary   = "grow or shrink a disk of a running virtual machine",
	.virsh     = "blockresize",
	.example   = "vm-blockresize web vda --delta 10G",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(ARGUMENT) |
		     CAN(CONFIG) | CAN(OVERFLOW),
	.run       = run,
	.each      = resize,
};
