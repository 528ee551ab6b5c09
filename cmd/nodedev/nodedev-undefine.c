/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-undefine - drop the definition of a device */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/nodedev.h"

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV, ARG_MANY, NULL, "name or UUID of the device"),
	ROWS_END
};

static int
undefine_device(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, OBJECT_TO_CHANGE);

	if (!nodedev)
		return absent_is_fine();
	if (!nodedev->object.stored)
		return already("has no stored definition");
	if (nodedev_undefine(nodedev) < 0)
		return -1;
	say("undefined");
	return 0;
}

const struct command command = {
	.name      = "nodedev-undefine",
	.summary   = "drop the definition of a mediated device; one that is there stays",
	.virsh     = "nodedev-undefine",
	.example   = "nodedev-undefine mdev_c60cc60c_c60c_c60c_c60c_c60cc60cc60c_0000_00_02_0",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = undefine_device,
};
