/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter-binding-delete - filter a port no more */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/nwfilter.h"

static const struct argument_row arguments[] = {
	ARG("PORT", "binding", VALUE_NWFILTER_BINDING, ARG_MANY, NULL, "the guest's interface on the host"),
	ROWS_END
};

static int
delete(const char *port)
{
	if (nwfilter_unbind(port) < 0)
		return absent_is_fine();
	say("filtered no more");
	return 0;
}

const struct command command = {
	.name      = "nwfilter-binding-delete",
	.summary   = "filter ports no more",
	.virsh     = "nwfilter-binding-delete",
	.example   = "nwfilter-binding-delete vnet0",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = delete,
};
