/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-metadata - XML that applications keep with a virtual machine */
#include "command/notes_program.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	NOTES_METADATA_URI,
	ROWS_END
};

static int
metadata(const char *name)
{
	return notes_metadata(&vm_notes, name);
}

const struct command command = {
	.name      = "vm-metadata",
	.summary   = "show, set or remove the XML that an application keeps with a virtual machine",
	.virsh     = "metadata",
	.example   = "vm-metadata web1 http://example.org/owner --key=own --set='<owner team=\"shop\"/>'",
	.options   = notes_metadata_options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES | XML_OUT,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(BUSY),
	.each      = metadata,
};
