/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-unbridge - take the interface out of a bridge, which goes */
#include "command/command.h"
#include "command/iface_program.h"

static const char *bridge;
static bool no_start;
static int64_t rollback_after = -1;

static const struct option_row options[] = {
	OPT_FLAG(0, "no-start", &no_start, "leave the interface down"),
	OPT_ROLLBACK_AFTER(&rollback_after),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("BRIDGE", "bridge", VALUE_INTERFACE, ARG_ONE, &bridge, "name of the bridge"),
	ROWS_END
};

static int
run(void)
{
	if (rollback_after >= 0 && iface_keep_copy(rollback_after) < 0)
		return -1;
	if (interface_unbridge(bridge, no_start) < 0)
		return -1;
	say("unbridged");
	return 0;
}

const struct command command = {
	.name      = "iface-unbridge",
	.summary   = "take the only interface out of a bridge, with the addresses, and drop the bridge",
	.virsh     = "iface-unbridge",
	.example   = "iface-unbridge br0",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.run       = run,
};
