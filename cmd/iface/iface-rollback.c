/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-rollback - undo changes of the host's network configuration */
#include "command/command.h"
#include "driver/interface.h"

static int
run(void)
{
	if (interface_rollback() < 0)
		return -1;
	say("undone");
	return 0;
}

const struct command command = {
	.name      = "iface-rollback",
	.summary   = "undo the changes since iface-begin",
	.virsh     = "iface-rollback",
	.example   = "iface-rollback",
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.run       = run,
};
