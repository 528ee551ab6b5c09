/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-autostart - start a network with the host, or not */
#include "command/command.h"
#include "driver/network.h"

static bool disable;

static const struct option_row options[] = {
	OPT_FLAG(0, "disable", &disable, "no longer"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_MANY, NULL, "name or UUID of the network"),
	ROWS_END
};

static int
mark(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_CHANGE);

	return network ? network_set_autostart(network, !disable) : -1;
}

const struct command command = {
	.name      = "net-autostart",
	.summary   = "start a network with the host, or no longer",
	.virsh     = "net-autostart",
	.example   = "net-autostart default",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = mark,
};
