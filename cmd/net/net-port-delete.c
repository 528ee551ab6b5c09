/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-port-delete - release a port */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/network.h"

static struct strings uuids;

static const struct argument_row arguments[] = {
	ARG("NET",  "network", VALUE_NETWORK, ARG_ONE, NULL, "name or UUID of the network"),
	ARG("PORT", "port",    VALUE_TEXT, ARG_MANY, &uuids, "UUID of a port"),
	ROWS_END
};

static int
delete(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_CHANGE);

	if (!network)
		return absent_is_fine();
	for (unsigned i = 0; i < uuids.n; i++)
		if (network_port_remove(network, uuids.item[i]) < 0 && absent_is_fine() < 0)
			return -1;
	return 0;
}

const struct command command = {
	.name      = "net-port-delete",
	.summary   = "release ports of a network",
	.virsh     = "net-port-delete",
	.example   = "net-port-delete default 5d744f21-ba4a-4d6e-bdb2-30a35ff3207d",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = delete,
};
