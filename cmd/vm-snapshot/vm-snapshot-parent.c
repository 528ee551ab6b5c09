/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-parent - name of a snapshot's parent */
#include "command/command.h"
#include "command/moment_program.h"

static const char *chosen;
static bool current;

static const struct option_row options[] = {
	OPT_FLAG(0, "current", &current, "the parent of the current one"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",       "domain",       VALUE_VM,       ARG_ONE,      NULL,    "name, UUID or number of the virtual machine"),
	ARG("SNAPSHOT", "snapshotname", VALUE_SNAPSHOT, ARG_OPTIONAL, &chosen, "name of the snapshot"),
	ROWS_END
};

static int
show(const char *name)
{
	return moment_show_parent(&snapshot_moments, name, chosen, current);
}

const struct command command = {
	.name      = "vm-snapshot-parent",
	.summary   = "name of the snapshot that another one was taken after",
	.virsh     = "snapshot-parent",
	.example   = "vm-snapshot-parent web1 --current",
	.options   = options,
	.arguments = arguments,
	.faults    = CAN(NO_VM) | CAN(NO_SNAPSHOT),
	.each      = show,
};
