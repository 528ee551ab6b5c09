/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-name - name of the network with a UUID */
#include "command/command.h"
#include "driver/network.h"

static const struct argument_row arguments[] = {
	ARG("UUID", "network", VALUE_NETWORK, ARG_MANY, NULL, "UUID of the network"),
	ROWS_END
};

static int
show(const char *uuid)
{
	auto_network struct network *network = network_open(uuid, NETWORK_TO_READ);

	if (!network)
		return -1;
	answer("%s\n", network->name);
	return 0;
}

const struct command command = {
	.name      = "net-name",
	.summary   = "name of the network with this UUID",
	.virsh     = "net-name",
	.example   = "net-list --uuid | net-name -",
	.arguments = arguments,
	.faults    = CAN(MISSING) | CAN(UNSUPPORTED),
	.each      = show,
};
