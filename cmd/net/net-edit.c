/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-edit - change the stored definition of a network in an editor */
#include "command/command.h"
#include "driver/network.h"

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_ONE, NULL, "name or UUID of the network"),
	ROWS_END
};

/* Nobody may have changed what the editor got meanwhile. */
static int
accept(const char *edited, const void *before)
{
	return network_define(edited, "edited", asked.skip_validate ? 0 : NETWORK_VALIDATE, before, NULL, NULL);
}

/* No lock is held while the user thinks. */
static int
edit(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);
	auto_free char *before = network ? network_xml(network, true) : NULL;

	return before ? edit_xml(before, ".xml", accept, before) : -1;
}

const struct command command = {
	.name      = "net-edit",
	.summary   = "change the stored definition of a network",
	.virsh     = "net-edit",
	.example   = "net-edit default --set=/network/domain/@name=lab.example",
	.arguments = arguments,
	.bundles   = CHANGES | EDIT,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = edit,
};
