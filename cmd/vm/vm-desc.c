/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-desc - show or set the title or description of a virtual machine */
#include "command/notes_program.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	NOTES_DESC_TEXT,
	ROWS_END
};

static int
desc(const char *name)
{
	return notes_desc(&vm_notes, name);
}

const struct command command = {
	.name      = "vm-desc",
	.summary   = "show or set the description or title of a virtual machine",
	.virsh     = "desc",
	.example   = "vm-desc web1 --title 'shop front end'",
	.options   = notes_desc_options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(XML) | CAN(BUSY),
	.each      = desc,
};
