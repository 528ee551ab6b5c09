/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-update - change the attributes of a mediated device */
#include "command/command.h"
#include "command/nodedev_item.h"

static const char *name, *file;

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV, ARG_ONE, &name, "name or UUID of the device"),
	ARG_DOCUMENT(ARG_ONE, &file),
	ROWS_END
};

static int
run(void)
{
	auto_free char *xml = input_read(file, NULL);
	auto_nodedev struct nodedev *nodedev = xml ? nodedev_open(name, OBJECT_TO_CHANGE) : NULL;
	bool live, config;

	if (!nodedev || asked_states(nodedev->active, nodedev->object.stored, true, &live, &config) < 0)
		return -1;
	return nodedev_update(nodedev, xml, input_name(file), nodedev_define_asked(), live, config);
}

const struct command command = {
	.name      = "nodedev-update",
	.summary   = "change the attributes of a mediated device",
	.virsh     = "nodedev-update",
	.example   = "nodedev-update mdev_c60cc60c_c60c_c60c_c60c_c60cc60cc60c_matrix new.xml --live --config",
	.arguments = arguments,
	.bundles   = CHANGES | STATES | XML_IN,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(TIMEOUT) | CAN(BUSY),
	.run       = run,
};
