/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter-binding-list - list the ports that have a network filter */
#include "command/command.h"
#include "command/listing.h"
#include "driver/nwfilter.h"

static const struct argument_row arguments[] = {
	ARG("PORT", "binding", VALUE_NWFILTER_BINDING, ARG_ALL, NULL, "only these: names, patterns"),
	ROWS_END
};

static int
cell_port(void *item, struct cell *cell)
{
	cell_text(cell, ((struct nwfilter_binding_def *)item)->portdev);
	return 0;
}

static int
cell_filter(void *item, struct cell *cell)
{
	cell_text(cell, ((struct nwfilter_binding_def *)item)->filter->filter);
	return 0;
}

static int
cell_owner(void *item, struct cell *cell)
{
	cell_text(cell, ((struct nwfilter_binding_def *)item)->owner.name);
	return 0;
}

static int
cell_mac(void *item, struct cell *cell)
{
	cell_text(cell, ((struct nwfilter_binding_def *)item)->mac);
	return 0;
}

static const struct column columns[] = {
	{ "PORT",   CELL_TEXT, "the guest's interface on the host", false, cell_port },
	{ "FILTER", CELL_TEXT, "filter",                            false, cell_filter },
	{ "OWNER",  CELL_TEXT, "virtual machine",                   true,  cell_owner },
	{ "MAC",    CELL_TEXT, "MAC address of the guest",          true,  cell_mac },
	COLUMNS_END
};

static int
add(const char *port)
{
	auto_document(nwfilter_binding_def) struct nwfilter_binding_def *def = nwfilter_binding(port);

	return def ? listing_add(def) : -1;
}

static int
run(void)
{
	return listing_begin(columns, NULL, NULL);
}

const struct command command = {
	.name      = "nwfilter-binding-list",
	.summary   = "list the ports that have a network filter",
	.virsh     = "nwfilter-binding-list",
	.example   = "nwfilter-binding-list -o PORT,FILTER,OWNER",
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.run       = run,
	.each      = add,
	.finish    = listing_end,
};
