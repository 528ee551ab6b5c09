/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_kind - snapshots as moments, and which of them is current */
#include "driver/block_inside.h"
#include "driver/snapshot_images.h"
#include "driver/snapshot_inside.h"
#include "driver/snapshot_merge.h"

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

bool
snapshot_is_online(const struct snapshot_def *def)
{
	return def->state == SNAPSHOT_RUNNING || def->state == SNAPSHOT_PAUSED;
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

/* The contents of an internal one are in the images that the guest had then. */
static int
check_internal(struct vm *vm, const struct snapshot_def *def)
{
	const struct vm_def *guest = vm->active ? vm_def(vm) : NULL;

	if (!guest || !def->domain)
		return vm->active && !guest ? -1 : 0;
	list_each(part, &def->disks) {
		const struct disk *now = vm_def_disk(guest, part->name), *then = vm_def_disk(def->domain, part->name);

		if (part->snapshot == DISK_SNAPSHOT_INTERNAL && now && then &&
		    !block_same_place(&now->source, &then->source))
			return fail(FAULT_UNSUPPORTED, "disk %s: the active guest does not use the image with snapshot %s",
				    quote(part->name), quote(def->name));
	}
	return 0;
}

static int
check_removal(struct moment_removal *removal, const struct moment *moment)
{
	if (removal->how & DELETE_METADATA)
		return 0;
	if (snapshot_is_external(moment->snapshot))
		return snapshot_merge_check(removal, moment);
	return removal->how & DELETE_AGAIN ? 0 : check_internal(removal->vm, moment->snapshot);
}

static int
remove_contents(const struct moment_removal *removal, const struct moment *moment)
{
	if (snapshot_is_external(moment->snapshot))
		return snapshot_merge(removal, moment);
	return DRIVER_CALL(snapshot, remove, removal->vm, moment->snapshot, removal->how);
}

/* What the guest has written to since a revert is its overlay now: nothing stands on the other. */
static int
take_over_branch(const struct moment_tree *tree, const struct moment *moment)
{
	struct snapshot_def *def = moment->snapshot;
	struct snapshot_disk_list branch = def->revert_disks;

	if (!branch.n)
		return 0;
	def->revert_disks = def->disks;
	def->disks = branch;
	forget_branch(def);
	return moment_save(tree->kind, tree->vm, def);
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
	.lose_last_child = take_over_branch,
	.clean         = snapshot_images_clean,
};
