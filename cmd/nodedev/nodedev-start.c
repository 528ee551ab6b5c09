/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-start - make a device that is stored */
#include "command/command.h"
#include "driver/nodedev.h"

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV_INACTIVE, ARG_MANY, NULL, "name or UUID of the device"),
	ROWS_END
};

static int
start_device(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, OBJECT_TO_CHANGE);

	if (!nodedev)
		return -1;
	if (nodedev->active)
		return already("already there");
	if (nodedev_start(nodedev) < 0)
		return -1;
	say("started");
	return 0;
}

const struct command command = {
	.name      = "nodedev-start",
	.summary   = "make a mediated device that is stored",
	.virsh     = "nodedev-start",
	.example   = "nodedev-start --if-needed mdev_c60cc60c_c60c_c60c_c60c_c60cc60cc60c_0000_00_02_0",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = start_device,
};
