/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-info - summary of a snapshot */
#include "command/command.h"
#include "command/snapshot_item.h"
#include "command/snapshot_program.h"

static const char *chosen;
static bool current;

static const struct option_row options[] = {
	OPT_FLAG(0, "current", &current, "of the current one"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",       "domain",       VALUE_VM,       ARG_ONE,      NULL,    "name, UUID or number of the virtual machine"),
	ARG("SNAPSHOT", "snapshotname", VALUE_SNAPSHOT, ARG_OPTIONAL, &chosen, "name of the snapshot"),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",        CELL_TEXT,   "name",                                false, snapshot_cell_name },
	{ "DOMAIN",      CELL_TEXT,   "virtual machine it is of",            false, snapshot_cell_vm },
	{ "CURRENT",     CELL_YES_NO, "the next one is taken after it",      false, snapshot_cell_current },
	{ "STATE",       CELL_TEXT,   "run state when it was taken",         false, snapshot_cell_state },
	{ "LOCATION",    CELL_TEXT,   "internal or external to the images",  false, snapshot_cell_location },
	{ "PARENT",      CELL_TEXT,   "the one it was taken after",          false, snapshot_cell_parent },
	{ "CHILDREN",    CELL_NUMBER, "how many were taken right after it",  false, snapshot_cell_children },
	{ "DESCENDANTS", CELL_NUMBER, "how many descend from it in all",     false, snapshot_cell_descendants },
	{ "METADATA",    CELL_YES_NO, "it is known beyond the images",       false, snapshot_cell_metadata },
	COLUMNS_END
};

static int
show(const char *name)
{
	auto_snapshots struct snapshots s = { 0 };
	struct snapshot *it = snapshots_open(name, VM_TO_READ, &s) < 0 ? NULL : snapshot_chosen(&s, chosen, current);

	return it ? info_print(columns, &(struct snapshot_item){ .of = &s, .snapshot = it }) : -1;
}

const struct command command = {
	.name      = "vm-snapshot-info",
	.summary   = "summary of a snapshot",
	.virsh     = "snapshot-info",
	.example   = "vm-snapshot-info web1 --current -o NAME",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO,
	.faults    = CAN(NO_VM) | CAN(NO_SNAPSHOT),
	.each      = show,
	.finish    = info_finish,
};
