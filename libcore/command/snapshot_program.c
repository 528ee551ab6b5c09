/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_program - what the vm-snapshot- programs do alike */
#include "command/snapshot_program.h"

#include "command/command.h"

int
snapshots_open(const char *vm, enum vm_how how, struct snapshots *ret_snapshots)
{
	struct vm *open = vm_open(vm, how);

	if (!open)
		return -1;
	if (snapshot_tree_brief(host_here()->folder, open->name, &ret_snapshots->tree) < 0) {
		vm_close(open);
		return -1;
	}
	ret_snapshots->vm = open;
	return 0;
}

void
snapshots_close(struct snapshots *snapshots)
{
	snapshot_tree_done(&snapshots->tree);
	vm_close(steal(snapshots->vm));
}

struct snapshot *
snapshot_chosen(const struct snapshots *snapshots, const char *name, bool current)
{
	if (!name == !current)
		return fail(FAULT_USAGE, "either a snapshot or --current"), NULL;
	if (name)
		return snapshot_find(&snapshots->tree, name);
	if (!snapshots->tree.current)
		fail(FAULT_NO_SNAPSHOT, "no snapshot is current");
	return snapshots->tree.current;
}

char *
snapshot_xml(const struct snapshots *snapshots, struct snapshot *snapshot, bool security_info)
{
	const struct snapshot_def *def = snapshot_read(host_here()->folder, snapshots->vm->name, snapshot);

	return def ? snapshot_def_text(def, security_info ? VIEW_SECRET : VIEW_CONFIG) : NULL;
}

int
snapshot_job_asked(void)
{
	if (asked.no_wait || asked.timeout_ms >= 0)
		return fail(FAULT_OPTION, "a snapshot is not left half done: no --no-wait, no --timeout");
	return 0;
}
