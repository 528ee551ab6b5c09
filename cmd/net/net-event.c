/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-event - wait for what happens to networks */
#include "command/command.h"
#include "command/event_program.h"
#include "driver/network.h"

static struct strings networks;

static const char *const kinds[] = { "lifecycle", "metadata-change", NULL };

static const struct argument_row arguments[] = {
	ARG("NET", "network", VALUE_NETWORK, ARG_ANY, NULL, "only these; none: every network"),
	ROWS_END
};

static const struct event_source source = {
	.kinds = kinds, .key = "network", .title = "network %s", .next = event_of_log,
};

static int
run(void)
{
	return event_check(&source) < 0 ? -1 : 0;
}

/* By its name, whatever it was asked for by. */
static int
remember(const char *name)
{
	auto_network struct network *network = network_open(name, NETWORK_TO_READ);

	if (!network)
		return -1;
	strings_add(&networks, network->name);
	return 0;
}

static int
finish(void)
{
	return event_print_objects(&source, NOUN_NETWORK, &networks);
}

const struct command command = {
	.name      = "net-event",
	.summary   = "wait for what happens to networks",
	.virsh     = "net-event",
	.example   = "net-event --event=lifecycle --loop --json | jq --unbuffered -r 'select(.detail == \"stopped\").network'",
	.arguments = arguments,
	.bundles   = EVENTS,
	.faults    = CAN(MISSING) | CAN(TIMEOUT) | CAN(UNSUPPORTED),
	.run       = run,
	.each      = remember,
	.finish    = finish,
};
