/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-list - list networks */
#include "command/command.h"
#include "command/listing.h"
#include "command/net_item.h"
#include "state/store.h"

static bool all, inactive, persistent, transient, autostart, no_autostart, by_name, by_uuid, as_table, title;

static const struct option_row options[] = {
	OPT_FLAG(0, "all",          &all,          "active and inactive ones"),
	OPT_FLAG(0, "inactive",     &inactive,     "inactive ones only"),
	OPT_FLAG(0, "persistent",   &persistent,   "those with a stored definition"),
	OPT_FLAG(0, "transient",    &transient,    "those without"),
	OPT_FLAG(0, "autostart",    &autostart,    "those that start with the host"),
	OPT_FLAG(0, "no-autostart", &no_autostart, "those that do not"),
	OPT_FLAG(0, "name",         &by_name,      "names only"),
	OPT_FLAG(0, "uuid",         &by_uuid,      "UUIDs only"),
	OPT_FLAG(0, "table",        &as_table,     "a table, which is what happens anyway"),
	OPT_FLAG(0, "title",        &title,        "show titles too"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_ALL, NULL, "only these: names, UUIDs, patterns"),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",       CELL_TEXT,   "name",                            false, net_cell_name },
	{ "STATE",      CELL_TEXT,   "active or inactive",              false, net_cell_state },
	{ "AUTOSTART",  CELL_YES_NO, "starts with the host",            false, net_cell_autostart },
	{ "PERSISTENT", CELL_YES_NO, "has a stored definition",         false, net_cell_persistent },
	{ "UUID",       CELL_TEXT,   "UUID",                            true,  net_cell_uuid },
	{ "BRIDGE",     CELL_TEXT,   "its bridge",                      true,  net_cell_bridge },
	{ "FORWARD",    CELL_TEXT,   "how guests reach other networks", true,  net_cell_forward },
	{ "SUBNET",     CELL_TEXT,   "addresses of the host in it",     true,  net_cell_subnet },
	{ "TITLE",      CELL_TEXT,   "title",                           true,  net_cell_title },
	COLUMNS_END
};

static const struct bare bare[] = {
	{ &by_uuid, "UUID" }, { &by_name, "NAME" }, BARE_END
};

/* Neither or both of a pair filter nothing. */
static bool
agrees(bool yes, bool no, bool is)
{
	return yes == no || is == yes;
}

static bool
wanted(const struct network *network)
{
	return (all || network->active != inactive) &&
	       agrees(persistent, transient, network->stored) &&
	       agrees(autostart, no_autostart, store_autostart(network->folder, network->name));
}

/* With names, those: whatever their state. */
static int
add(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);

	if (!network || (!asked.named && !wanted(network)))
		return network ? 0 : -1;
	return listing_add(network);
}

static int
run(void)
{
	if (as_table && bare_asked(bare))
		return fail(FAULT_USAGE, "--table and --name or --uuid exclude each other");
	return listing_begin(columns, bare, title ? "+TITLE" : NULL);
}

const struct command command = {
	.name      = "net-list",
	.summary   = "list networks: the active ones, unless asked otherwise",
	.virsh     = "net-list",
	.example   = "net-list --all -o NAME,BRIDGE,SUBNET",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.run       = run,
	.each      = add,
	.finish    = listing_end,
};
