/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-create - start a network that is not stored */
#include "command/command.h"
#include "command/net_item.h"

static const struct argument_row arguments[] = {
	ARG_DOCUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
create(const char *file)
{
	auto_free char *xml = input_read(file, NULL);

	if (!xml || network_create(xml, input_name(file), net_define_asked()) < 0)
		return -1;
	say("created");
	return 0;
}

const struct command command = {
	.name      = "net-create",
	.summary   = "start a network straight from a document; nothing is stored",
	.virsh     = "net-create",
	.example   = "net-create lab.xml",
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(STATE) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = create,
};
