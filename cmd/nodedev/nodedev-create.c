/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-create - make a device of the host that is gone with its next start */
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

	if (!xml || nodedev_create(xml, input_name(file), nodedev_define_asked(), &name) < 0)
		return -1;
	if (name && !asked.dry_run)
		answer("%s\n", name);
	return 0;
}

const struct command command = {
	.name      = "nodedev-create",
	.summary   = "make a mediated device or a virtual port, until the host starts again",
	.virsh     = "nodedev-create",
	.example   = "nodedev-create mdev.xml",
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(TIMEOUT) | CAN(BUSY),
	.run       = run,
};
