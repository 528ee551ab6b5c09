/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter-list - list network filters */
#include "command/command.h"
#include "command/listing.h"
#include "driver/nwfilter.h"

static const struct argument_row arguments[] = {
	ARG("FILTER", "nwfilter", VALUE_NWFILTER, ARG_ALL, NULL, "only these: names, UUIDs, patterns"),
	ROWS_END
};

static int
cell_uuid(void *item, struct cell *cell)
{
	cell_text(cell, ((struct nwfilter_def *)item)->uuid);
	return 0;
}

static int
cell_name(void *item, struct cell *cell)
{
	cell_text(cell, ((struct nwfilter_def *)item)->name);
	return 0;
}

static int
cell_chain(void *item, struct cell *cell)
{
	cell_text(cell, ((struct nwfilter_def *)item)->chain);
	return 0;
}

static int
cell_used_by(void *item, struct cell *cell)
{
	auto_strings struct strings ports = { 0 };
	auto_text struct text list = { 0 };

	if (nwfilter_users(((struct nwfilter_def *)item)->name, &ports) < 0)
		return -1;
	for (unsigned i = 0; i < ports.n; i++)
		text_addf(&list, "%s%s", i ? "," : "", ports.item[i]);
	if (ports.n)
		cell_text(cell, text_get(&list));
	return 0;
}

static const struct column columns[] = {
	{ "UUID",    CELL_TEXT, "UUID",                                  false, cell_uuid },
	{ "NAME",    CELL_TEXT, "name",                                  false, cell_name },
	{ "CHAIN",   CELL_TEXT, "the chain its rules are in",            true,  cell_chain },
	{ "USED-BY", CELL_TEXT, "ports that it filters, with others or alone", true, cell_used_by },
	COLUMNS_END
};

static int
add(const char *name)
{
	auto_document(nwfilter_def) struct nwfilter_def *def = nwfilter_def(name);

	return def ? listing_add(def) : -1;
}

static int
run(void)
{
	return listing_begin(columns, NULL, NULL);
}

const struct command command = {
	.name      = "nwfilter-list",
	.summary   = "list network filters",
	.virsh     = "nwfilter-list",
	.example   = "nwfilter-list -o NAME,USED-BY",
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.run       = run,
	.each      = add,
	.finish    = listing_end,
};
