/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-suspend - pause the processors of a running virtual machine */
#include "command/command.h"
#include "driver/vm.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static int
suspend(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return -1;
	if (vm->state == VM_PAUSED)
		return already("already paused");
	return vm_suspend(vm);
}

const struct command command = {
	.name      = "vm-suspend",
	.summary   = "pause the processors of a running virtual machine",
	.virsh     = "suspend",
	.example   = "vm-list --name 'web-*' | vm-suspend -",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = suspend,
};
