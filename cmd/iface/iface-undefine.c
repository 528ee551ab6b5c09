/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-undefine - drop an interface from the host's network configuration */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/interface.h"

static const struct argument_row arguments[] = {
	ARG("IFACE", "interface", VALUE_INTERFACE, ARG_MANY, NULL, "name of the interface"),
	ROWS_END
};

static int
undefine(const char *name)
{
	auto_interface struct interface *interface = interface_open(name, OBJECT_TO_CHANGE);

	if (!interface)
		return absent_is_fine();
	if (!interface->stored)
		return already("is not in the host's network configuration");
	if (interface_undefine(interface) < 0)
		return -1;
	say("undefined");
	return 0;
}

const struct command command = {
	.name      = "iface-undefine",
	.summary   = "drop an interface from the host's network configuration; one that is up stays up",
	.virsh     = "iface-undefine",
	.example   = "iface-undefine br0",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = undefine,
};
