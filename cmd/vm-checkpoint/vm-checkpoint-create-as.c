/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-checkpoint-create-as - start tracking changes of a virtual machine's disks as the command line asks for it */
#include "command/command.h"
#include "driver/checkpoint.h"
#include "driver/moment_spec.h"

static const char *name, *description;
static struct strings diskspecs;
static bool print_xml_only, quiesce;

static const struct option_row options[] = {
	OPT_FLAG(0, "print-xml", &print_xml_only, "print the document instead, and do nothing"),
	OPT_FLAG(0, "quiesce",   &quiesce,        "freeze the guest's filesystems meanwhile"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",          "domain",      VALUE_VM,   ARG_ONE,      NULL,         "name, UUID or number of the virtual machine"),
	ARG("NAME",        "name",        VALUE_TEXT, ARG_OPTIONAL, &name,        "what the checkpoint is called; none: the time in seconds"),
	ARG("DESCRIPTION", "description", VALUE_TEXT, ARG_OPTIONAL, &description, "what it is for"),
	ARG("DISKSPEC",    "diskspec",    VALUE_TEXT, ARG_ANY,      &diskspecs,   "DISK[,checkpoint=no|bitmap][,bitmap=NAME]"),
	ROWS_END
};

static int
create(const char *vm_name)
{
	auto_free char *xml = checkpoint_spec(name, description, &diskspecs);
	auto_vm struct vm *vm = xml ? vm_open(vm_name, print_xml_only ? VM_TO_READ : VM_TO_CHANGE) : NULL;
	auto_free char *made = NULL;

	if (!vm)
		return -1;
	if (print_xml_only) {
		answer("%s", xml);
		return 0;
	}
	if (checkpoint_create(vm, xml, NULL, quiesce ? CHECKPOINT_QUIESCE : 0, &made) < 0)
		return -1;
	if (!name && !asked.dry_run)
		answer("%s\n", made);
	say("checkpoint %s created", made);
	return 0;
}

const struct command command = {
	.name      = "vm-checkpoint-create-as",
	.summary   = "start tracking changes of a virtual machine's disks, as the command line asks for it",
	.virsh     = "checkpoint-create-as",
	.example   = "vm-checkpoint-create-as web1 monday --diskspec vda",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) | CAN(CONFIG) |
		     CAN(SCHEMA) | CAN(AGENT),
	.each      = create,
};
