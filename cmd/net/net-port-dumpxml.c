/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-port-dumpxml - print the definition of a port */
#include "command/command.h"
#include "driver/network.h"

static const char *uuid;

static const struct argument_row arguments[] = {
	ARG("NET",  "network", VALUE_NETWORK, ARG_ONE, NULL, "name or UUID of the network"),
	ARG("PORT", "port",    VALUE_TEXT, ARG_ONE, &uuid, "UUID of the port"),
	ROWS_END
};

static int
dump(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);
	auto_document(network_port_def) struct network_port_def *port = network ? network_port(network, uuid) : NULL;
	auto_free char *xml = port ? network_port_def_text(port, VIEW_STATUS) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "net-port-dumpxml",
	.summary   = "print the XML of a port",
	.virsh     = "net-port-dumpxml",
	.example   = "net-port-dumpxml default 5d744f21-ba4a-4d6e-bdb2-30a35ff3207d",
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED),
	.each      = dump,
};
