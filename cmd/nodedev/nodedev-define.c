/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-define - store a device that can be made */
#include "command/command.h"
#include "command/nodedev_item.h"

static const char *file;

static const struct argument_row arguments[] = {
	ARG_DOCUMENT(ARG_ONE, &file),
	ROWS_END
};

static int
run(void)
{
	auto_free char *xml = input_read(file, NULL);
	auto_free char *name = NULL;

	if (!xml || nodedev_define(xml, input_name(file), nodedev_define_asked(), &name) < 0)
		return -1;
	if (name && !asked.dry_run)
		answer("%s\n", name);
	return 0;
}

const struct command command = {
	.name      = "nodedev-define",
	.summary   = "store a mediated device, for nodedev-start",
	.virsh     = "nodedev-define",
	.example   = "nodedev-define mdev.xml",
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(TIMEOUT) | CAN(BUSY),
	.run       = run,
};
