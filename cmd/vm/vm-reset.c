/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-reset - press the reset button of a virtual machine */
#include "command/command.h"
#include "driver/vm.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static int
reset(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	return vm ? vm_reset(vm) : -1;
}

const struct command command = {
	.name      = "vm-reset",
	.summary   = "press the reset button of a virtual machine",
	.virsh     = "reset",
	.example   = "vm-reset web1",
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = reset,
};
