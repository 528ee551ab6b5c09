/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-destroy - remove a device that was made */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/nodedev.h"

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV_ACTIVE, ARG_MANY, NULL, "name or UUID of the device"),
	ROWS_END
};

static int
destroy_device(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, OBJECT_TO_CHANGE);

	if (!nodedev)
		return absent_is_fine();
	if (!nodedev->active)
		return already("not there");
	if (nodedev_stop(nodedev) < 0)
		return -1;
	say("removed");
	return 0;
}

const struct command command = {
	.name      = "nodedev-destroy",
	.summary   = "remove a mediated device or a virtual port from the host",
	.virsh     = "nodedev-destroy",
	.example   = "nodedev-destroy scsi_host5",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = destroy_device,
};
