/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-edit - change the stored definition of a virtual machine in an editor */
#include "command/command.h"
#include "driver/vm.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

/* hash: of the definition that the editor got; nobody may have changed it meanwhile. */
static int
accept(const char *edited, const void *hash)
{
	return vm_define(edited, "edited", asked.skip_validate ? 0 : DEFINE_VALIDATE, hash, NULL, NULL);
}

/* No lock is held while the user thinks. */
static int
edit(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	auto_free char *hash = vm ? vm_hash(vm) : NULL;
	auto_free char *xml = hash ? vm_xml(vm, true, VIEW_CONFIG | VIEW_SECRET) : NULL;

	return xml ? edit_xml(xml, ".xml", accept, hash) : -1;
}

const struct command command = {
	.name      = "vm-edit",
	.summary   = "change the stored definition of a virtual machine",
	.virsh     = "edit",
	.example   = "vm-edit web1 --set=/domain/vcpu=4",
	.arguments = arguments,
	.bundles   = CHANGES | EDIT,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(SCHEMA) | CAN(BUSY),
	.each      = edit,
};
