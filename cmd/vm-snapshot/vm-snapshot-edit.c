/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-edit - change the document of a snapshot in an editor */
#include "command/command.h"
#include "command/moment_program.h"
#include "driver/snapshot_edit.h"

static const char *chosen;
static bool current, rename_it, clone_it;

static const struct option_row options[] = {
	OPT_FLAG(0, "current", &current,   "the current one"),
	OPT_FLAG(0, "rename",  &rename_it, "a new name replaces the old one"),
	OPT_FLAG(0, "clone",   &clone_it,  "a new name is one more snapshot of the same contents"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",       "domain",       VALUE_VM,       ARG_ONE,      NULL,    "name, UUID or number of the virtual machine"),
	ARG("SNAPSHOT", "snapshotname", VALUE_SNAPSHOT, ARG_OPTIONAL, &chosen, "name of the snapshot"),
	ROWS_END
};

struct edited {
	const char *vm;
	char *snapshot;
};

static int
accept(const char *text, const void *what)
{
	const struct edited *edited = what;
	auto_vm struct vm *vm = vm_open(edited->vm, VM_TO_CHANGE);
	enum snapshot_edit how = rename_it ? SNAPSHOT_EDIT_RENAME : clone_it ? SNAPSHOT_EDIT_CLONE : SNAPSHOT_EDIT_SAME_NAME;

	return vm ? snapshot_edit(vm, edited->snapshot, text, how, !asked.skip_validate) : -1;
}

/* No lock is held while the user thinks. */
static char *
take(const char *vm, char **ret_name)
{
	auto_moments struct moments s = { 0 };
	struct moment *it = moments_open(&snapshot_moments, vm, VM_TO_READ, &s) < 0 ? NULL : moment_chosen(&s, chosen, current);

	*ret_name = it ? xstrdup(it->facts.name) : NULL;
	return it ? moment_xml(&s, it, true) : NULL;
}

static int
edit(const char *name)
{
	auto_free char *xml = NULL;
	auto_free char *snapshot = NULL;

	if (rename_it && clone_it)
		return fail(FAULT_USAGE, "--rename and --clone exclude each other");
	xml = take(name, &snapshot);
	return xml ? edit_xml(xml, ".xml", accept, &(struct edited){ name, snapshot }) : -1;
}

const struct command command = {
	.name      = "vm-snapshot-edit",
	.summary   = "change the document of a snapshot",
	.virsh     = "snapshot-edit",
	.example   = "vm-snapshot-edit web1 --current --set=/domainsnapshot/description='before the upgrade'",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | EDIT,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_SNAPSHOT) | CAN(XML) | CAN(SCHEMA) | CAN(ARGUMENT) |
		     CAN(CONFIG) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = edit,
};
