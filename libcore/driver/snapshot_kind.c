/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_kind - snapshots as moments, and which of them is current */
#include "driver/snapshot_inside.h"

/* spec 4.4: by its memory and disks; a document from before libvirt 1.0.1 says nothing of
 * memory, there the state decides. */
bool
snapshot_is_external(const struct snapshot_def *def)
{
	if (!def->memory.snapshot)
		return def->state == SNAPSHOT_DISK_SNAPSHOT;
	if (def->memory.snapshot == DISK_SNAPSHOT_EXTERNAL)
		return true;
	list_each(disk, &def->disks)
		if (disk->snapshot == DISK_SNAPSHOT_EXTERNAL)
			return true;
	return false;
}

static void
describe(const void *document, struct moment_facts *facts)
{
	const struct snapshot_def *def = document;

	facts->state = def->state;
	facts->external = snapshot_is_external(def);
	facts->active = def->active.value == 1;
}

static void
forget_branch(struct snapshot_def *def)
{
	auto_snapshot_def struct snapshot_def *gone = xcalloc(1, sizeof *gone);

	gone->revert_disks = def->revert_disks;
	def->revert_disks = (struct snapshot_disk_list) { 0 };
}

int
snapshot_mark_current(const struct moment_tree *tree, struct snapshot_def *current)
{
	current->active = NUMBER_OF(1);
	if (moment_save(&snapshot_moments, tree->vm, current) < 0)
		return -1;
	for (unsigned i = 0; i < tree->n; i++) {
		struct moment *s = tree->item[i];
		struct snapshot_def *def;

		if (!s->facts.active || text_same(s->facts.name, current->name))
			continue;
		def = moment_read(tree, s);
		if (!def)
			return -1;
		def->active = NUMBER_OF(0);
		/* What was written since a revert to it is another's now, or given up. */
		forget_branch(def);
		if (moment_save(&snapshot_moments, tree->vm, def) < 0)
			return -1;
	}
	return 0;
}

static int
make_current(const struct moment_tree *tree, const struct moment *moment)
{
	return snapshot_mark_current(tree, moment->snapshot);
}

static int
check_removal(struct vm *vm, const struct moment *moment, unsigned how)
{
	if (vm_job_must_be_none(vm) < 0)
		return -1;
	if (!(how & DELETE_METADATA) && snapshot_is_external(moment->snapshot))
		return fail(FAULT_UNSUPPORTED, "snapshot %s is external", quote(moment->facts.name));
	return 0;
}

static int
remove_contents(struct vm *vm, const struct moment *moment, unsigned how)
{
	return DRIVER_CALL(snapshot, remove, vm, moment->snapshot, how);
}

const struct moment_kind snapshot_moments = {
	.noun          = "snapshot",
	.type          = &snapshot_def_type,
	.name          = offsetof(struct snapshot_def, name),
	.parent        = offsetof(struct snapshot_def, parent),
	.creation_time = offsetof(struct snapshot_def, creation_time),
	.missing       = FAULT_NO_SNAPSHOT,
	.describe      = describe,
	.make_current  = make_current,
	.check_removal = check_removal,
	.remove        = remove_contents,
};
