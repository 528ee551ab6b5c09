/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-port-create - reserve a port */
#include "command/command.h"
#include "driver/network.h"

static const char *file;

static const struct argument_row arguments[] = {
	ARG("NET",  "network", VALUE_NETWORK_ACTIVE, ARG_ONE, NULL, "name or UUID of the network"),
	ARG_DOCUMENT(ARG_ONE, &file),
	ROWS_END
};

static int
create(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_CHANGE);
	auto_free char *xml = network ? input_read(file, NULL) : NULL;
	auto_document(network_port_def) struct network_port_def *port = NULL;
	enum model_how how = (asked.strict ? READ_STRICT : 0) | (asked.validate ? READ_VALIDATE : 0);

	if (!xml)
		return -1;
	port = network_port_def_parse(xml, strlen(xml), input_name(file), VIEW_CONFIG, how);
	if (!port || network_port_make(network, port) < 0)
		return -1;
	answer("%s\n", port->uuid);
	return 0;
}

const struct command command = {
	.name      = "net-port-create",
	.summary   = "reserve a port of an active network; prints its UUID",
	.virsh     = "net-port-create",
	.example   = "net-port-create default port.xml",
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = create,
};
