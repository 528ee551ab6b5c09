/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-start - bring an interface up */
#include "command/command.h"
#include "driver/interface.h"

static const struct argument_row arguments[] = {
	ARG("IFACE", "interface", VALUE_INTERFACE_INACTIVE, ARG_MANY, NULL, "name of the interface"),
	ROWS_END
};

static int
start(const char *name)
{
	auto_interface struct interface *interface = interface_open(name, OBJECT_TO_CHANGE);

	if (!interface)
		return -1;
	if (interface->active)
		return already("already active");
	if (interface_start(interface) < 0)
		return -1;
	say("up");
	return 0;
}

const struct command command = {
	.name      = "iface-start",
	.summary   = "bring an interface up, as it is stored",
	.virsh     = "iface-start",
	.example   = "iface-start --if-needed br0",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = start,
};
