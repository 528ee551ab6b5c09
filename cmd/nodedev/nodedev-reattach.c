/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-reattach - give a PCI device back to the host */
#include "command/command.h"
#include "driver/nodedev.h"

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV_ACTIVE, ARG_MANY, NULL, "name of the device"),
	ROWS_END
};

/* With a driver for passthrough, or with none, it is not the host's. */
static bool
is_detached(struct nodedev *nodedev)
{
	const char *driver = nodedev_driver(nodedev);

	return !driver || strstr(driver, "vfio") || strcmp(driver, "pciback") == 0;
}

static int
reattach_device(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, OBJECT_TO_CHANGE);

	if (!nodedev)
		return -1;
	if (nodedev->brief.kind == NODEDEV_PCI && asked.if_needed && !is_detached(nodedev))
		return 0;
	if (nodedev_reattach(nodedev) < 0)
		return -1;
	say("given back");
	return 0;
}

const struct command command = {
	.name      = "nodedev-reattach",
	.summary   = "give a PCI device back to the driver of the host",
	.virsh     = "nodedev-reattach",
	.example   = "nodedev-reattach pci_0000_02_10_0",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = reattach_device,
};
