/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-undefine - drop the definition of a network */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/network.h"

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_MANY, NULL, "name or UUID of the network"),
	ROWS_END
};

static int
undefine(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_CHANGE);

	if (!network)
		return absent_is_fine();
	if (!network->stored)
		return already("has no stored definition");
	if (network_undefine(network) < 0)
		return -1;
	say(network->active ? "undefined, stays active as a transient network" : "undefined");
	return 0;
}

const struct command command = {
	.name      = "net-undefine",
	.summary   = "drop the definition of a network; an active one becomes transient",
	.virsh     = "net-undefine",
	.example   = "net-undefine lab",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = undefine,
};
