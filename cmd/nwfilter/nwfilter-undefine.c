/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter-undefine - drop a network filter */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/nwfilter.h"

static const struct argument_row arguments[] = {
	ARG("FILTER", "nwfilter", VALUE_NWFILTER, ARG_MANY, NULL, "name or UUID of the filter"),
	ROWS_END
};

static int
undefine(const char *name)
{
	if (nwfilter_undefine(name) < 0)
		return absent_is_fine();
	say("undefined");
	return 0;
}

const struct command command = {
	.name      = "nwfilter-undefine",
	.summary   = "drop a network filter that is not in use",
	.virsh     = "nwfilter-undefine",
	.example   = "nwfilter-undefine our-traffic",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = undefine,
};
