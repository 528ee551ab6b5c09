/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blkthreshold - have an event when what is written to a disk passes an offset */
#include "command/command.h"
#include "driver/block.h"

static const char *device;
static uint64_t threshold;

static const struct argument_row arguments[] = {
	ARG("VM",        "domain",    VALUE_VM_ACTIVE, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("DEV",       "dev",       VALUE_TEXT,  ARG_ONE, &device,    "disk, or TARGET[INDEX] of an image below"),
	ARG("THRESHOLD", "threshold", VALUE_BYTES, ARG_ONE, &threshold, "offset in the image, in bytes or with a unit; 0: no event"),
	ROWS_END
};

static int
set(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	return vm ? block_threshold(vm, device, threshold) : -1;
}

const struct command command = {
	.name      = "vm-blkthreshold",
	.summary   = "have an event when what is written to a disk passes an offset",
	.virsh     = "domblkthreshold",
	.example   = "vm-blkthreshold web vda 9G && vm-event web --event=block-threshold",
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(ARGUMENT),
	.each      = set,
};
