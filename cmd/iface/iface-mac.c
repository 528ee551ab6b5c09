/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-mac - MAC address of an interface */
#include "command/command.h"
#include "driver/interface.h"

static const struct argument_row arguments[] = {
	ARG("IFACE", "interface", VALUE_INTERFACE, ARG_MANY, NULL, "name of the interface"),
	ROWS_END
};

static int
show(const char *name)
{
	auto_interface struct interface *interface = interface_open(name, OBJECT_TO_READ);
	const struct interface_def *def = interface ? interface_def(interface, false) : NULL;

	if (!def)
		return -1;
	if (!def->mac)
		return fail(FAULT_STATE, "it has no MAC address yet");
	answer("%s\n", def->mac);
	return 0;
}

const struct command command = {
	.name      = "iface-mac",
	.summary   = "MAC address of an interface",
	.virsh     = "iface-mac",
	.example   = "iface-mac eth0",
	.arguments = arguments,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED),
	.each      = show,
};
