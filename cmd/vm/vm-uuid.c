/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-uuid - UUID of a virtual machine */
#include "command/command.h"
#include "driver/vm.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name or number of the virtual machine"),
	ROWS_END
};

static int
show(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	struct vm_facts facts;

	if (!vm || vm_facts(vm, &facts) < 0)
		return -1;
	answer("%s\n", facts.uuid);
	vm_facts_done(&facts);
	return 0;
}

const struct command command = {
	.name      = "vm-uuid",
	.summary   = "UUID of a virtual machine",
	.virsh     = "domuuid",
	.example   = "vm-list --all --name | vm-uuid -",
	.arguments = arguments,
	.faults    = CAN(NO_VM) | CAN(XML),
	.each      = show,
};
