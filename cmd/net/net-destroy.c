/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-destroy - take a network down */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/network.h"

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK_ACTIVE, ARG_MANY, NULL, "name or UUID of the network"),
	ROWS_END
};

static int
destroy(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_STOP);

	if (!network)
		return absent_is_fine();
	if (!network->active)
		return already("not active");
	if (network_stop(network) < 0)
		return -1;
	say("taken down");
	return 0;
}

const struct command command = {
	.name      = "net-destroy",
	.summary   = "take a network down; guests on it run on without it",
	.virsh     = "net-destroy",
	.example   = "net-destroy lab",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = destroy,
};
