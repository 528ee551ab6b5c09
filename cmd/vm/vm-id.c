/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-id - running number of a virtual machine */
#include "command/command.h"
#include "driver/vm.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name or UUID of the virtual machine"),
	ROWS_END
};

static int
show(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);

	if (!vm)
		return -1;
	if (vm->active)
		answer("%d\n", vm->id);
	else
		answer("-\n");
	return 0;
}

const struct command command = {
	.name      = "vm-id",
	.summary   = "running number of a virtual machine, - for one that is off",
	.virsh     = "domid",
	.example   = "vm-id web1",
	.arguments = arguments,
	.faults    = CAN(NO_VM),
	.each      = show,
};
