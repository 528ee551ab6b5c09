/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-resume - let the processors of a paused virtual machine run again */
#include "command/command.h"
#include "driver/vm.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static int
resume(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return -1;
	if (vm->state == VM_RUNNING)
		return already("already running");
	return vm_resume(vm);
}

const struct command command = {
	.name      = "vm-resume",
	.summary   = "let the processors of a paused virtual machine run again",
	.virsh     = "resume",
	.example   = "vm-list --state-paused --name | vm-resume -",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = resume,
};
