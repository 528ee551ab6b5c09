/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-autostart - make a device again when the host starts, or not */
#include "command/command.h"
#include "driver/nodedev.h"

static bool disable;

static const struct option_row options[] = {
	OPT_FLAG(0, "disable", &disable, "no longer"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV, ARG_MANY, NULL, "name or UUID of the device"),
	ROWS_END
};

static int
autostart_device(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, OBJECT_TO_CHANGE);

	return nodedev ? nodedev_set_autostart(nodedev, !disable) : -1;
}

const struct command command = {
	.name      = "nodedev-autostart",
	.summary   = "make a mediated device again when the host starts, or no longer",
	.virsh     = "nodedev-autostart",
	.example   = "nodedev-autostart mdev_c60cc60c_c60c_c60c_c60c_c60cc60cc60c_0000_00_02_0",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = autostart_device,
};
