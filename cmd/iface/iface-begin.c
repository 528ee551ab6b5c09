/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-begin - keep a copy of the host's network configuration */
#include "command/command.h"
#include "command/iface_program.h"

static int64_t rollback_after = -1;

static const struct option_row options[] = {
	OPT_ROLLBACK_AFTER(&rollback_after),
	ROWS_END
};

static int
run(void)
{
	return iface_keep_copy(rollback_after);
}

const struct command command = {
	.name      = "iface-begin",
	.summary   = "keep a copy of the host's network configuration, for iface-rollback",
	.virsh     = "iface-begin",
	.example   = "iface-begin --rollback-after=5m",
	.options   = options,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.run       = run,
};
