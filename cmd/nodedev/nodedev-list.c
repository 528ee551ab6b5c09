/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-list - list devices of the host */
#include "command/command.h"
#include "command/listing.h"
#include "command/nodedev_item.h"

static bool as_tree, all, inactive, persistent, transient, by_name;
static const char *capabilities;

static const struct option_row options[] = {
	{ .long_name = "cap", .kind = VALUE_WORDS, .into = &capabilities, .metavar = "LIST",
	  .words = nodedev_capabilities, .help = "those with one of these capabilities" },
	OPT_FLAG(0, "tree",       &as_tree,    "draw what is part of what"),
	OPT_FLAG(0, "all",        &all,        "active and inactive ones"),
	OPT_FLAG(0, "inactive",   &inactive,   "inactive ones only"),
	OPT_FLAG(0, "persistent", &persistent, "those with a stored definition"),
	OPT_FLAG(0, "transient",  &transient,  "those without"),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",        CELL_TEXT,   "name",                                 false, nodedev_cell_name },
	{ "CAP",         CELL_TEXT,   "what it is",                           false, nodedev_cell_capability },
	{ "DRIVER",      CELL_TEXT,   "driver of the host",                   false, nodedev_cell_driver },
	{ "PARENT",      CELL_TEXT,   "device it is part of",                 false, nodedev_cell_parent },
	{ "IOMMU-GROUP", CELL_NUMBER, "group of devices that go together",    true,  nodedev_cell_group },
	{ "PCI-ID",      CELL_TEXT,   "vendor and product of a PCI device",   true,  nodedev_cell_pci_id },
	{ "DESCRIPTION", CELL_TEXT,   "who made it, and what it is",          true,  nodedev_cell_description },
	{ "IN-USE-BY",   CELL_TEXT,   "running virtual machine that has it",  true,  nodedev_cell_user },
	{ "ACTIVE",      CELL_YES_NO, "is there",                             true,  nodedev_cell_active },
	{ "PERSISTENT",  CELL_YES_NO, "has a stored definition",              true,  nodedev_cell_persistent },
	{ "AUTOSTART",   CELL_YES_NO, "made again when the host starts",      true,  nodedev_cell_autostart },
	COLUMNS_END
};

static const struct bare bare[] = { { &by_name, "NAME" }, BARE_END };

static unsigned
filter(void)
{
	return all ? OBJECT_ALL : inactive ? OBJECT_INACTIVE : OBJECT_ACTIVE;
}

static int
wanted(struct nodedev *nodedev)
{
	if (persistent != transient && nodedev_is_persistent(nodedev) != persistent)
		return 0;
	return capabilities ? nodedev_can(nodedev, capabilities) : 1;
}

/* One that goes while the list is made is not in it. */
static int
add(struct nodedev *nodedev)
{
	int is_wanted = wanted(nodedev);

	if (is_wanted == 0 || (is_wanted > 0 && listing_add(nodedev) == 0))
		return 0;
	if (fail_fault() != FAULT_MISSING)
		return -1;
	fail_forget();
	return 0;
}

static int
run(void)
{
	auto_nodedevs struct nodedevs devices = { 0 };

	if (as_tree && (capabilities || persistent || transient || all || inactive))
		return fail(FAULT_USAGE, "a tree has all that is there; it goes with no filter");
	if (nodedevs_open(filter(), &devices) < 0)
		return -1;
	if (as_tree)
		return nodedev_draw(&devices);
	/* As virsh: names, unless a table is asked for. */
	by_name = !asked.output && !asked.output_all && !asked.list_columns && !asked.json && !asked.raw && !asked.sort;
	if (listing_begin(columns, bare, NULL) < 0)
		return -1;
	for (unsigned i = 0; i < devices.n; i++)
		if (add(devices.item[i]) < 0)
			return -1;
	return listing_end();
}

const struct command command = {
	.name      = "nodedev-list",
	.summary   = "list devices of the host, by name",
	.virsh     = "nodedev-list",
	.example   = "nodedev-list --cap=pci -o NAME,DRIVER,PCI-ID,IN-USE-BY",
	.options   = options,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(XML) | CAN(UNSUPPORTED),
	.run       = run,
};
