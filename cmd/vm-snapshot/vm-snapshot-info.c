/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-info - summary of a snapshot */
#include "command/command.h"
#include "command/moment_item.h"
#include "command/moment_program.h"

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
	{ "NAME",        CELL_TEXT,   "name",                                false, moment_cell_name },
	{ "DOMAIN",      CELL_TEXT,   "virtual machine it is of",            false, moment_cell_vm },
	{ "CURRENT",     CELL_YES_NO, "the next one is taken after it",      false, moment_cell_current },
	{ "STATE",       CELL_TEXT,   "run state when it was taken",         false, moment_cell_state },
	{ "LOCATION",    CELL_TEXT,   "internal or external to the images",  false, moment_cell_location },
	{ "PARENT",      CELL_TEXT,   "the one it was taken after",          false, moment_cell_parent },
	{ "CHILDREN",    CELL_NUMBER, "how many were taken right after it",  false, moment_cell_children },
	{ "DESCENDANTS", CELL_NUMBER, "how many descend from it in all",     false, moment_cell_descendants },
	{ "METADATA",    CELL_YES_NO, "it is known beyond the images",       false, moment_cell_metadata },
	COLUMNS_END
};

static int
show(const char *name)
{
	auto_moments struct moments s = { 0 };
	struct moment *it = moments_open(&snapshot_moments, name, VM_TO_READ, &s) < 0 ? NULL : moment_chosen(&s, chosen, current);

	return it ? info_print(columns, &(struct moment_item){ .of = &s, .moment = it }) : -1;
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
