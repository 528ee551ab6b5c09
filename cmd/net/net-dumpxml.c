/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-dumpxml - print the definition of a network */
#include "command/command.h"
#include "driver/network.h"

static bool inactive;

static const struct option_row options[] = {
	OPT_FLAG(0, "inactive", &inactive, "the stored definition, also of an active one"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_MANY, NULL, "name or UUID of the network"),
	ROWS_END
};

static int
dump(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);
	auto_free char *xml = network ? network_xml(network, inactive) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "net-dumpxml",
	.summary   = "print the XML definition of a network",
	.virsh     = "net-dumpxml",
	.example   = "net-dumpxml default --xpath='//ip/@address'",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.each      = dump,
};
