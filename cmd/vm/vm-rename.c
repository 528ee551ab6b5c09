/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-rename - give a stopped virtual machine another name */
#include "command/command.h"
#include "driver/vm.h"

static const char *new_name;

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_INACTIVE, ARG_ONE, NULL, "name or UUID of the virtual machine"),
	ARG("NEW-NAME", "new-name", VALUE_TEXT, ARG_ONE, &new_name, "what it is called from now on"),
	ROWS_END
};

static int
rename_vm(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	return vm ? vm_rename(vm, new_name) : -1;
}

const struct command command = {
	.name      = "vm-rename",
	.summary   = "give a stopped virtual machine another name; snapshots and firmware variables follow",
	.virsh     = "domrename",
	.example   = "vm-rename web1 web1-old",
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(XML) | CAN(BUSY) | CAN(DENIED),
	.each      = rename_vm,
};
