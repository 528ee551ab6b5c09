/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-name - name of the virtual machine with a number, UUID or process */
#include "command/command.h"
#include "driver/vm.h"

static const struct argument_row arguments[] = {
	ARG("ID", "domain", VALUE_VM, ARG_MANY, NULL, "number, UUID or process of the virtual machine"),
	ROWS_END
};

/* The name of the running guest whose emulator is that process, NULL when there is none: then the
 * story is still that of the name that was not found. */
static char *
name_of_process(uint64_t pid)
{
	auto_vms struct vms vms = { 0 };

	if (vms_open(VM_ACTIVE, NULL, &vms) < 0)
		return NULL;
	for (unsigned i = 0; i < vms.n; i++)
		if (vms.item[i]->pid > 0 && (uint64_t)vms.item[i]->pid == pid)
			return xstrdup(vms.item[i]->name);
	return NULL;
}

static int
show(const char *id)
{
	auto_vm struct vm *vm = vm_open(id, VM_TO_READ);
	auto_free char *name = NULL;
	uint64_t pid;

	if (!vm && fail_fault() == FAULT_NO_VM && text_to_u64(id, 10, &pid) == 0)
		name = name_of_process(pid);
	if (!vm && !name)
		return fail(FAULT_NO_VM, "no virtual machine has this number, UUID or process");
	answer("%s\n", vm ? vm->name : name);
	fail_forget();           /* it was no name, but a process */
	return 0;
}

const struct command command = {
	.name      = "vm-name",
	.summary   = "name of the virtual machine with this number, UUID or process",
	.virsh     = "domname",
	.example   = "pgrep qemu-system | vm-name -",
	.arguments = arguments,
	.faults    = CAN(NO_VM),
	.each      = show,
};
