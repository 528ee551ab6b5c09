/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-checkpoint-edit - change the document of a checkpoint in an editor */
#include "command/command.h"
#include "command/moment_program.h"
#include "driver/checkpoint.h"

static const char *chosen;

static const struct argument_row arguments[] = {
	ARG("VM",         "domain",         VALUE_VM,         ARG_ONE, NULL,    "name, UUID or number of the virtual machine"),
	ARG("CHECKPOINT", "checkpointname", VALUE_CHECKPOINT, ARG_ONE, &chosen, "name of the checkpoint"),
	ROWS_END
};

static int
accept(const char *edited, const void *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	return vm ? checkpoint_edit(vm, chosen, edited) : -1;
}

/* No lock is held while the user thinks. */
static char *
take(const char *name)
{
	auto_moments struct moments m = { 0 };
	struct moment *it = moments_open(&checkpoint_moments, name, VM_TO_READ, &m) < 0 ? NULL :
			    moment_chosen(&m, chosen, false);

	return it ? moment_xml(&m, it, true) : NULL;
}

static int
edit(const char *name)
{
	auto_free char *xml = take(name);

	return xml ? edit_xml(xml, ".xml", accept, name) : -1;
}

const struct command command = {
	.name      = "vm-checkpoint-edit",
	.summary   = "change the document of a checkpoint",
	.virsh     = "checkpoint-edit",
	.example   = "vm-checkpoint-edit web1 monday --set=/domaincheckpoint/description='full backup'",
	.arguments = arguments,
	.bundles   = CHANGES | EDIT,
	.faults    = CAN(NO_VM) | CAN(NO_CHECKPOINT) | CAN(XML) | CAN(SCHEMA) | CAN(ARGUMENT) | CAN(CONFIG) | CAN(BUSY),
	.each      = edit,
};
