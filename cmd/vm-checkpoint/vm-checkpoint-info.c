/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-checkpoint-info - summary of a checkpoint */
#include "command/command.h"
#include "command/moment_item.h"
#include "command/moment_program.h"

static const char *chosen;

static const struct argument_row arguments[] = {
	ARG("VM",         "domain",         VALUE_VM,         ARG_ONE, NULL,    "name, UUID or number of the virtual machine"),
	ARG("CHECKPOINT", "checkpointname", VALUE_CHECKPOINT, ARG_ONE, &chosen, "name of the checkpoint"),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",        CELL_TEXT,   "name",                              false, moment_cell_name },
	{ "DOMAIN",      CELL_TEXT,   "virtual machine it is of",          false, moment_cell_vm },
	{ "PARENT",      CELL_TEXT,   "the one it was created after",      false, moment_cell_parent },
	{ "CHILDREN",    CELL_NUMBER, "how many were created right after it", false, moment_cell_children },
	{ "DESCENDANTS", CELL_NUMBER, "how many descend from it in all",   false, moment_cell_descendants },
	COLUMNS_END
};

static int
show(const char *name)
{
	auto_moments struct moments m = { 0 };
	struct moment *it = moments_open(&checkpoint_moments, name, VM_TO_READ, &m) < 0 ? NULL :
			    moment_chosen(&m, chosen, false);

	return it ? info_print(columns, &(struct moment_item){ .of = &m, .moment = it }) : -1;
}

const struct command command = {
	.name      = "vm-checkpoint-info",
	.summary   = "summary of a checkpoint",
	.virsh     = "checkpoint-info",
	.example   = "vm-checkpoint-info web1 monday -o PARENT",
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO,
	.faults    = CAN(NO_VM) | CAN(NO_CHECKPOINT),
	.each      = show,
	.finish    = info_finish,
};
