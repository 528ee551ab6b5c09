/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-info - summary of a device of the host */
#include "command/command.h"
#include "command/nodedev_item.h"

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV, ARG_MANY, NULL, "name of the device"),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",        CELL_TEXT,   "name",                                false, nodedev_cell_name },
	{ "PARENT",      CELL_TEXT,   "device it is part of",                false, nodedev_cell_parent },
	{ "ACTIVE",      CELL_YES_NO, "is there",                            false, nodedev_cell_active },
	{ "PERSISTENT",  CELL_YES_NO, "has a stored definition",             false, nodedev_cell_persistent },
	{ "AUTOSTART",   CELL_YES_NO, "made again when the host starts",     false, nodedev_cell_autostart },
	{ "CAP",         CELL_TEXT,   "what it is",                          true,  nodedev_cell_capability },
	{ "DRIVER",      CELL_TEXT,   "driver of the host",                  true,  nodedev_cell_driver },
	{ "IOMMU-GROUP", CELL_NUMBER, "group of devices that go together",   true,  nodedev_cell_group },
	{ "DESCRIPTION", CELL_TEXT,   "who made it, and what it is",         true,  nodedev_cell_description },
	{ "IN-USE-BY",   CELL_TEXT,   "running virtual machine that has it", true,  nodedev_cell_user },
	COLUMNS_END
};

static int
show(const char *name)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open(name, OBJECT_TO_READ);

	return nodedev ? info_print(columns, nodedev) : -1;
}

const struct command command = {
	.name      = "nodedev-info",
	.summary   = "summary of a device of the host",
	.virsh     = "nodedev-info",
	.example   = "nodedev-info pci_0000_00_02_0 -o PARENT",
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED),
	.each      = show,
	.finish    = info_finish,
};
