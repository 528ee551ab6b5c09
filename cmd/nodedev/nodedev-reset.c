/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-reset - reset a PCI device */
#include "command/command.h"
#include "driver/nodedev.h"

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV_ACTIVE, ARG_MANY, NULL, "name of the device"),
	ROWS_END
};

static int
reset_device(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, OBJECT_TO_CHANGE);

	if (!nodedev)
		return -1;
	if (nodedev_reset(nodedev) < 0)
		return -1;
	say("reset");
	return 0;
}

const struct command command = {
	.name      = "nodedev-reset",
	.summary   = "reset a PCI device that no guest has",
	.virsh     = "nodedev-reset",
	.example   = "nodedev-reset pci_0000_02_00_0",
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = reset_device,
};
