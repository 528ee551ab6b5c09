/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-info - summary of a network */
#include "command/command.h"
#include "command/net_item.h"

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_MANY, NULL, "name or UUID of the network"),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",       CELL_TEXT,   "name",                         false, net_cell_name },
	{ "UUID",       CELL_TEXT,   "UUID",                         false, net_cell_uuid },
	{ "ACTIVE",     CELL_YES_NO, "is up",                        false, net_cell_active },
	{ "PERSISTENT", CELL_YES_NO, "has a stored definition",      false, net_cell_persistent },
	{ "AUTOSTART",  CELL_YES_NO, "starts with the host",         false, net_cell_autostart },
	{ "BRIDGE",     CELL_TEXT,   "its bridge",                   false, net_cell_bridge },
	{ "FORWARD",    CELL_TEXT,   "how guests reach other networks", true, net_cell_forward },
	{ "SUBNET",     CELL_TEXT,   "addresses of the host in it",  true,  net_cell_subnet },
	{ "TITLE",      CELL_TEXT,   "title",                        true,  net_cell_title },
	COLUMNS_END
};

static int
show(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);

	return network ? info_print(columns, network) : -1;
}

const struct command command = {
	.name      = "net-info",
	.summary   = "summary of a network",
	.virsh     = "net-info",
	.example   = "net-info default -o BRIDGE",
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED),
	.each      = show,
	.finish    = info_finish,
};
