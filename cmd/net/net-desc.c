/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-desc - show or set the title or description of a network */
#include "command/notes_program.h"

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_ONE, NULL, "name or UUID of the network"),
	NOTES_DESC_TEXT,
	ROWS_END
};

static int
desc(const char *name)
{
	return notes_desc(&net_notes, name);
}

const struct command command = {
	.name      = "net-desc",
	.summary   = "show or set the description or title of a network",
	.virsh     = "net-desc",
	.example   = "net-desc lab --title 'machines under test'",
	.options   = notes_desc_options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(BUSY),
	.each      = desc,
};
