/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-commit - accept changes of the host's network configuration */
#include "command/command.h"
#include "driver/interface.h"

static int
run(void)
{
	if (interface_commit() < 0)
		return -1;
	say("accepted");
	return 0;
}

const struct command command = {
	.name      = "iface-commit",
	.summary   = "accept the changes since iface-begin",
	.virsh     = "iface-commit",
	.example   = "iface-commit",
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.run       = run,
};
