/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-checkpoint-delete - drop checkpoints, and their bitmaps */
#include "command/command.h"
#include "command/moment_program.h"

static struct strings names;
static bool children, children_only, metadata;

static const struct option_row options[] = {
	OPT_FLAG(0, "children",      &children,      "and all that descend from it"),
	OPT_FLAG(0, "children-only", &children_only, "those that descend from it, not itself"),
	OPT_FLAG(0, "metadata",      &metadata,      "only what is known of it; images keep their bitmaps"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",         "domain",         VALUE_VM,         ARG_ONE,  NULL,   "name, UUID or number of the virtual machine"),
	ARG("CHECKPOINT", "checkpointname", VALUE_CHECKPOINT, ARG_MANY, &names, "names of checkpoints"),
	ROWS_END
};

static int
delete(const char *vm)
{
	return moments_delete(&checkpoint_moments, vm, &names, (children ? DELETE_CHILDREN : 0) |
			      (children_only ? DELETE_CHILDREN_ONLY : 0) | (metadata ? DELETE_METADATA : 0));
}

const struct command command = {
	.name      = "vm-checkpoint-delete",
	.summary   = "drop checkpoints: their bitmaps go, the others go on to record",
	.virsh     = "checkpoint-delete",
	.example   = "vm-checkpoint-delete web1 monday",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(NO_VM) | CAN(NO_CHECKPOINT) | CAN(USAGE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = delete,
};
