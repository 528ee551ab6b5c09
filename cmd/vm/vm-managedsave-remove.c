/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-managedsave-remove - throw the managed save image of a virtual machine away */
#include "command/command.h"
#include "driver/vm_save.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_INACTIVE, ARG_MANY, NULL, "name or UUID of the virtual machine"),
	ROWS_END
};

static int
drop(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return -1;
	if (!vm_is_saved(vm))
		return already("there is no managed save image");
	if (vm_save_remove(vm) < 0)
		return -1;
	say("its managed save image is removed");
	return 0;
}

const struct command command = {
	.name      = "vm-managedsave-remove",
	.summary   = "throw the managed save image of a virtual machine away",
	.virsh     = "managedsave-remove",
	.example   = "vm-list --all --with-managed-save --name | vm-managedsave-remove -",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(BUSY) | CAN(DENIED),
	.each      = drop,
};
