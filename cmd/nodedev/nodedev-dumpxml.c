/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-dumpxml - print the document of a device of the host */
#include "command/command.h"
#include "driver/nodedev.h"

static bool inactive;

static const struct option_row options[] = {
	OPT_FLAG(0, "inactive", &inactive, "the stored definition, also of one that is there"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV, ARG_MANY, NULL, "name of the device"),
	ROWS_END
};

static int
dump(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, OBJECT_TO_READ);
	const struct nodedev_def *def = nodedev ? nodedev_def(nodedev, inactive) : NULL;
	auto_free char *xml = def ? nodedev_def_text(def, inactive || !nodedev->active ? VIEW_CONFIG : VIEW_STATUS) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "nodedev-dumpxml",
	.summary   = "print the XML document of a device of the host",
	.virsh     = "nodedev-dumpxml",
	.example   = "nodedev-dumpxml pci_0000_00_02_0 --xpath='//iommuGroup/@number'",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED),
	.each      = dump,
};
