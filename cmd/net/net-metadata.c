/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-metadata - XML that applications keep with a network */
#include "command/notes_program.h"

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_ONE, NULL, "name or UUID of the network"),
	NOTES_METADATA_URI,
	ROWS_END
};

static int
metadata(const char *name)
{
	return notes_metadata(&net_notes, name);
}

const struct command command = {
	.name      = "net-metadata",
	.summary   = "show, set or remove the XML that an application keeps with a network",
	.virsh     = "net-metadata",
	.example   = "net-metadata lab http://example.org/owner --key=own --set='<owner team=\"shop\"/>'",
	.options   = notes_metadata_options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES | XML_OUT,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(BUSY),
	.each      = metadata,
};
