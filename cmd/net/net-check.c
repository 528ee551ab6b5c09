/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-check - what may keep networks from working */
#include "command/command.h"
#include "command/listing.h"
#include "driver/network.h"

static bool conflict;

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_ALL, NULL, "only these: names, UUIDs, patterns"),
	ROWS_END
};

struct item {
	const struct network *network;
	const struct network_finding *finding;
};
#define FINDING(item) (((const struct item *)(item))->finding)

static int
cell_net(void *item, struct cell *cell)
{
	cell_text(cell, ((const struct item *)item)->network->name);
	return 0;
}

static int
cell_check(void *item, struct cell *cell)
{
	cell_text(cell, FINDING(item)->check);
	return 0;
}

static int
cell_result(void *item, struct cell *cell)
{
	cell_text(cell, FINDING(item)->fine ? "ok" : "conflict");
	return 0;
}

static int
cell_detail(void *item, struct cell *cell)
{
	cell_text(cell, FINDING(item)->detail);
	return 0;
}

static const struct column columns[] = {
	{ "NET",    CELL_TEXT, "network",           false, cell_net },
	{ "CHECK",  CELL_TEXT, "what was looked at", false, cell_check },
	{ "RESULT", CELL_TEXT, "ok or conflict",    false, cell_result },
	{ "DETAIL", CELL_TEXT, "what is in the way", false, cell_detail },
	COLUMNS_END
};

static int
add(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);
	auto_network_findings struct network_finding_list findings = { 0 };

	if (!network || network_check(network, &findings) < 0)
		return -1;
	list_each(finding, &findings) {
		struct item item = { network, finding };

		conflict |= !finding->fine;
		if (listing_add(&item) < 0)
			return -1;
	}
	return 0;
}

static int
run(void)
{
	return listing_begin(columns, NULL, NULL);
}

static int
finish(void)
{
	int result = listing_end();

	if (result == 0 && conflict)
		return fail(FAULT_NO, "there are conflicts");
	return result;
}

const struct command command = {
	.name      = "net-check",
	.summary   = "what may keep networks from working: addresses, forwarding, firewalls, ports",
	.example   = "net-check default",
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(NO) | CAN(XML) | CAN(UNSUPPORTED),
	.run       = run,
	.each      = add,
	.finish    = finish,
};
