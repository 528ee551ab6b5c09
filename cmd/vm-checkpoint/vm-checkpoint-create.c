/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-checkpoint-create - start tracking changes of a virtual machine's disks as a document asks for it */
#include "command/command.h"
#include "command/moment_program.h"
#include "driver/checkpoint.h"

static const char *file;
static bool redefine, validate, quiesce;

static const struct option_row options[] = {
	OPT_FLAG(0, "redefine",          &redefine, "only take over a complete document of an existing checkpoint"),
	OPT_FLAG(0, "redefine-validate", &validate, "with --redefine: its bitmaps must be there, and good"),
	OPT_FLAG(0, "quiesce",           &quiesce,  "freeze the guest's filesystems meanwhile"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",      "domain",  VALUE_VM,   ARG_ONE,      NULL,  "name, UUID or number of the virtual machine"),
	ARG("XMLFILE", "xmlfile", VALUE_FILE, ARG_OPTIONAL, &file, "document to read, - for standard input; none: all disks"),
	ROWS_END
};

static int
create(const char *vm_name)
{
	auto_free char *xml = file ? input_read(file, NULL) : xstrdup("<domaincheckpoint/>\n");
	auto_vm struct vm *vm = xml ? vm_open(vm_name, VM_TO_CHANGE) : NULL;
	auto_free char *name = NULL;
	unsigned how = (redefine ? CHECKPOINT_REDEFINE : 0) | (validate ? CHECKPOINT_VALIDATE : 0) |
		       (quiesce ? CHECKPOINT_QUIESCE : 0);

	if (!vm || checkpoint_create(vm, xml, file ? input_name(file) : NULL, how, &name) < 0)
		return -1;
	if (!moment_has_name(xml) && !asked.dry_run)
		answer("%s\n", name);
	say("checkpoint %s %s", name, redefine ? "redefined" : "created");
	return 0;
}

const struct command command = {
	.name      = "vm-checkpoint-create",
	.summary   = "start tracking changes of a virtual machine's disks, as a document asks for it",
	.virsh     = "checkpoint-create",
	.example   = "vm-checkpoint-create web1 nightly.xml",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) | CAN(ARGUMENT) |
		     CAN(INCONSISTENT) | CAN(XML) | CAN(CONFIG) | CAN(SCHEMA) | CAN(AGENT),
	.each      = create,
};
