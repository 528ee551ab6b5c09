/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-bridge - put an interface into a new bridge */
#include "command/command.h"
#include "command/iface_program.h"

static const char *name;
static struct interface_bridging how;
static int64_t rollback_after = -1;
static const char *delay_option, *delay_argument;

static const struct option_row options[] = {
	OPT_FLAG (0, "no-stp",   &how.no_stp,   "without the spanning tree protocol"),
	OPT_FLAG (0, "no-start", &how.no_start, "store it only"),
	OPT_VALUE(0, "delay", VALUE_TEXT, &delay_option, "SEC", "before a port forwards"),
	OPT_ROLLBACK_AFTER(&rollback_after),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("IFACE",  "interface", VALUE_INTERFACE, ARG_ONE, &name, "name of the interface"),
	ARG("BRIDGE", "bridge", VALUE_TEXT, ARG_ONE, &how.bridge, "name of the bridge that is made"),
	ARG("DELAY",  NULL, VALUE_TEXT, ARG_OPTIONAL, &delay_argument, "seconds before a port forwards"),
	ROWS_END
};

static int
run(void)
{
	how.delay = delay_option ? delay_option : delay_argument;
	if (rollback_after >= 0 && iface_keep_copy(rollback_after) < 0)
		return -1;
	if (interface_bridge(name, &how) < 0)
		return -1;
	say("in bridge %s", how.bridge);
	return 0;
}

const struct command command = {
	.name      = "iface-bridge",
	.summary   = "put an interface into a new bridge, which gets its addresses",
	.virsh     = "iface-bridge",
	.example   = "iface-bridge eth0 br0 --rollback-after=60",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.run       = run,
};
