/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-port-list - ports in use */
#include "command/command.h"
#include "command/listing.h"
#include "driver/network.h"

static bool by_uuid, as_table;

static const struct option_row options[] = {
	OPT_FLAG(0, "uuid",  &by_uuid,  "UUIDs only"),
	OPT_FLAG(0, "table", &as_table, "a table, which is what happens anyway"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_ONE, NULL, "name or UUID of the network"),
	ROWS_END
};

static int
cell_uuid(void *item, struct cell *cell)
{
	cell_text(cell, ((struct network_port_def *)item)->uuid);
	return 0;
}

static int
cell_owner(void *item, struct cell *cell)
{
	cell_text(cell, ((struct network_port_def *)item)->owner.name);
	return 0;
}

static int
cell_mac(void *item, struct cell *cell)
{
	cell_text(cell, ((struct network_port_def *)item)->mac);
	return 0;
}

static int
cell_type(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&plug_kind_words, ((struct network_port_def *)item)->plug.type));
	return 0;
}

static const struct column columns[] = {
	{ "UUID",  CELL_TEXT, "UUID",                           false, cell_uuid },
	{ "OWNER", CELL_TEXT, "virtual machine",                true,  cell_owner },
	{ "MAC",   CELL_TEXT, "MAC address of the guest",       true,  cell_mac },
	{ "TYPE",  CELL_TEXT, "how it is connected to the host", true, cell_type },
	COLUMNS_END
};

static const struct bare bare[] = { { &by_uuid, "UUID" }, BARE_END };

static int
run(void)
{
	if (as_table && by_uuid)
		return fail(FAULT_USAGE, "--table and --uuid exclude each other");
	return listing_begin(columns, bare, NULL);
}

static int
add(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);
	auto_strings struct strings uuids = { 0 };

	if (!network || network_ports(network, &uuids) < 0)
		return -1;
	for (unsigned i = 0; i < uuids.n; i++) {
		auto_document(network_port_def) struct network_port_def *port = network_port(network, uuids.item[i]);

		if (!port || listing_add(port) < 0)
			return -1;
	}
	return 0;
}

const struct command command = {
	.name      = "net-port-list",
	.summary   = "list the ports of a network that are in use",
	.virsh     = "net-port-list",
	.example   = "net-port-list default -o UUID,OWNER,MAC",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.run       = run,
	.each      = add,
	.finish    = listing_end,
};
