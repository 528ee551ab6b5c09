/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-uuid - UUID of a network */
#include "command/command.h"
#include "driver/network.h"

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_MANY, NULL, "name or UUID of the network"),
	ROWS_END
};

static int
show(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);
	const struct network_def *def = network ? network_def(network) : NULL;

	if (!def)
		return -1;
	answer("%s\n", def->uuid);
	return 0;
}

const struct command command = {
	.name      = "net-uuid",
	.summary   = "UUID of a network",
	.virsh     = "net-uuid",
	.example   = "net-uuid default",
	.arguments = arguments,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED),
	.each      = show,
};
