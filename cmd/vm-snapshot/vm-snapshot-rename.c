/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-rename - give a snapshot another name */
#include "command/command.h"
#include "driver/snapshot_edit.h"

static const char *old_name, *new_name;
static bool force;

static const struct option_row options[] = {
	OPT_FLAG(0, "force", &force, "an internal one too, though its images keep the old name and it cannot be reverted to"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",       "domain",       VALUE_VM,       ARG_ONE, NULL,      "name, UUID or number of the virtual machine"),
	ARG("SNAPSHOT", "snapshotname", VALUE_SNAPSHOT, ARG_ONE, &old_name, "name of the snapshot"),
	ARG("NEW-NAME", "new-name",     VALUE_TEXT,     ARG_ONE, &new_name, "what it is called from now on"),
	ROWS_END
};

static int
rename_it(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	return vm ? snapshot_rename(vm, old_name, new_name, force) : -1;
}

const struct command command = {
	.name      = "vm-snapshot-rename",
	.summary   = "give a snapshot another name; it keeps its place in the tree and its children",
	.example   = "vm-snapshot-rename web1 1795221865 before-upgrade",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_SNAPSHOT) | CAN(UNSUPPORTED) | CAN(XML) | CAN(BUSY),
	.each      = rename_it,
};
