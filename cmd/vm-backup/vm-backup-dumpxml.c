/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-backup-dumpxml - print the document of the backup that goes on */
#include "command/command.h"
#include "driver/backup.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

/* Whether it still goes on is looked at under the lock: hypervisors serve one at a time. */
static int
dump(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_free char *xml = vm ? backup_xml(vm) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "vm-backup-dumpxml",
	.summary   = "print the XML document of the backup that goes on",
	.virsh     = "backup-dumpxml",
	.example   = "vm-backup-dumpxml web1 --xpath=//disk/target/@file",
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(NO_VM) | CAN(NO_BACKUP) | CAN(MISSING) | CAN(BUSY),
	.each      = dump,
};
