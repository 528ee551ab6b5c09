/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-start - bring a network up */
#include "command/command.h"
#include "driver/network.h"

static bool repair;

static const struct option_row options[] = {
	OPT_FLAG(0, "repair", &repair, "put back what is missing of an active one"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK_INACTIVE, ARG_MANY, NULL, "name or UUID of the network"),
	ROWS_END
};

static int
start(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_CHANGE);

	if (!network)
		return -1;
	if (network->active && repair)
		return network_repair(network);
	if (network->active)
		return already("already active");
	if (network_start(network) < 0)
		return -1;
	say("started");
	return 0;
}

const struct command command = {
	.name      = "net-start",
	.summary   = "bring a network up: its bridge, addresses, rules and dnsmasq",
	.virsh     = "net-start",
	.example   = "net-start --if-needed default",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = start,
};
