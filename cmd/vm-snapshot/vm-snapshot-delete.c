/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-delete - delete snapshots, keeping what depends on them */
#include "command/command.h"
#include "command/moment_program.h"
#include "command/vm_program.h"

static struct strings names;
static bool current, children, children_only, metadata;

static const struct option_row options[] = {
	OPT_FLAG(0, "current",       &current,       "the current one"),
	OPT_FLAG(0, "children",      &children,      "and all that descend from it"),
	OPT_FLAG(0, "children-only", &children_only, "those that descend from it, not itself"),
	OPT_FLAG(0, "metadata",      &metadata,      "only what is known of it; images keep theirs"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",       "domain",       VALUE_VM,       ARG_ONE, NULL,   "name, UUID or number of the virtual machine"),
	ARG("SNAPSHOT", "snapshotname", VALUE_SNAPSHOT, ARG_ANY, &names, "names of snapshots"),
	ROWS_END
};

static unsigned
how(void)
{
	return (children ? DELETE_CHILDREN : 0) | (children_only ? DELETE_CHILDREN_ONLY : 0) |
	       (metadata ? DELETE_METADATA : 0);
}

static int
delete_current(const char *vm)
{
	auto_moments struct moments s = { 0 };
	const struct moment *it = moments_open(&snapshot_moments, vm, VM_TO_CHANGE, &s) < 0 ? NULL : moment_chosen(&s, NULL, true);

	return it ? moment_delete(&snapshot_moments, s.vm, it->facts.name, how()) : absent_is_fine();
}

static int
delete(const char *vm)
{
	return current ? delete_current(vm) : moments_delete(&snapshot_moments, vm, &names, how());
}

static int
run(void)
{
	if (children && children_only)
		return fail(FAULT_USAGE, "--children and --children-only exclude each other");
	if (current == (names.n > 0))
		return fail(FAULT_USAGE, "either snapshots or --current");
	return snapshot_job_asked();
}

const struct command command = {
	.name      = "vm-snapshot-delete",
	.summary   = "delete snapshots, keeping or merging what depends on them",
	.virsh     = "snapshot-delete",
	.example   = "vm-snapshot-delete web1 before-upgrade",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_SNAPSHOT) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) |
		     CAN(CONFIG) | CAN(BUSY),
	.run       = run,
	.each      = delete,
};
