/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-define - store an interface in the host's network configuration */
#include "command/command.h"
#include "command/iface_program.h"

static const struct argument_row arguments[] = {
	ARG_DOCUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
define(const char *file)
{
	auto_free char *xml = input_read(file, NULL);
	auto_free char *name = NULL;

	if (!xml || interface_define(xml, input_name(file), iface_define_asked(), NULL, &name) < 0)
		return -1;
	say("%s defined", name);
	return 0;
}

const struct command command = {
	.name      = "iface-define",
	.summary   = "store an interface in the host's network configuration",
	.virsh     = "iface-define",
	.example   = "iface-define br0.xml",
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = define,
};
