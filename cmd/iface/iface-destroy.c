/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-destroy - bring an interface down */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/interface.h"

static const struct argument_row arguments[] = {
	ARG("IFACE", "interface", VALUE_INTERFACE_ACTIVE, ARG_MANY, NULL, "name of the interface"),
	ROWS_END
};

static int
destroy(const char *name)
{
	auto_interface struct interface *interface = interface_open(name, OBJECT_TO_CHANGE);

	if (!interface)
		return absent_is_fine();
	if (!interface->active)
		return already("not active");
	if (interface_stop(interface) < 0)
		return -1;
	say("down");
	return 0;
}

const struct command command = {
	.name      = "iface-destroy",
	.summary   = "bring an interface down; a bridge, bond or VLAN is gone then",
	.virsh     = "iface-destroy",
	.example   = "iface-destroy br0",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = destroy,
};
