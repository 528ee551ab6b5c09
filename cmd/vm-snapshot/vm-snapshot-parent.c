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
	auto_moments struct moments s = { 0 };
	const struct moment *child = moments_open(&snapshot_moments, name, VM_TO_READ, &s) < 0 ? NULL : moment_chosen(&s, chosen, current);

	if (!child)
		return -1;
	if (!child->parent)
		return fail(FAULT_NO_SNAPSHOT, "snapshot %s has no parent", quote(child->facts.name));
	answer("%s\n", child->parent->facts.name);
	return 0;
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
