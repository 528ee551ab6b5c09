/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-checkpoint-parent - name of a checkpoint's parent */
#include "command/command.h"
#include "command/moment_program.h"

static const char *chosen;

static const struct argument_row arguments[] = {
	ARG("VM",         "domain",         VALUE_VM,         ARG_ONE, NULL,    "name, UUID or number of the virtual machine"),
	ARG("CHECKPOINT", "checkpointname", VALUE_CHECKPOINT, ARG_ONE, &chosen, "name of the checkpoint"),
	ROWS_END
};

static int
show(const char *name)
{
	return moment_show_parent(&checkpoint_moments, name, chosen, false);
}

const struct command command = {
	.name      = "vm-checkpoint-parent",
	.summary   = "name of the checkpoint that another one was created after",
	.virsh     = "checkpoint-parent",
	.example   = "vm-checkpoint-parent web1 monday",
	.arguments = arguments,
	.faults    = CAN(NO_VM) | CAN(NO_CHECKPOINT),
	.each      = show,
};
