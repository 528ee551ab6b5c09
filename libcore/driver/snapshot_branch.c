/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_branch - a revert to an external snapshot: a new branch of overlays upon its images
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/snapshot_branch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/block_inside.h"
#include "driver/snapshot_external.h"
#include "driver/snapshot_images.h"
#include "driver/vm_inside.h"

void
snapshot_branch_done(struct snapshot_branch *branch)
{
	snapshot_def_free(branch->top);
	strings_done(&branch->doomed);
	*branch = (struct snapshot_branch) { 0 };
}

/* --- what is made --- */

static int
check_base(const struct disk *disk)
{
	const char *path = storage_source_path(&disk->source);
	struct stat st;

	if (disk->source.type != STORAGE_FILE)
		return fail(FAULT_UNSUPPORTED, "disk %s: a revert to an image that is not a file", quote(disk->target.dev));
	if (stat(path, &st) < 0)
		return fail_errno("disk %s: %s", disk->target.dev, path);
	return 0;
}

/* An overlay for each disk that has an image. */
static int
list_overlays(const struct vm_def *domain, struct snapshot_def *top)
{
	list_each(disk, &domain->devices.disks) {
		if (storage_source_empty(&disk->source))
			continue;
		if (check_base(disk) < 0)
			return -1;
		*list_add(&top->disks) = (struct snapshot_disk) {
			.name = xstrdup(disk->target.dev), .snapshot = DISK_SNAPSHOT_EXTERNAL,
		};
	}
	return 0;
}

static bool
is_taken(const struct snapshot_def *top)
{
	list_each(part, &top->disks)
		if (access(storage_source_path(&part->source), F_OK) == 0)
			return true;
	return false;
}

/* The name is the time in seconds, or the next that is free. */
static int
name_overlays(struct snapshot_def *top, const struct vm_def *domain)
{
	for (int64_t name = (int64_t)time(NULL);; name++) {
		free(top->name);
		top->name = text_format("%lld", (long long)name);
		if (snapshot_plan_overlays(top, domain) < 0)
			return -1;
		if (!is_taken(top))
			return 0;
		list_each(part, &top->disks) {
			free(part->source.file);
			part->source.file = NULL;
		}
	}
}

/* --- what is given up --- */

static bool
names_image(const struct snapshot_disk_list *disks, const char *path)
{
	list_each(part, disks)
		if (part->snapshot == DISK_SNAPSHOT_EXTERNAL && text_same(storage_source_path(&part->source), path))
			return true;
	return false;
}

/* What the guest wrote since the current snapshot is in the overlays that this one lists, as far
 * as the guest stands on them. */
static int
list_doomed(struct vm *vm, const struct moment_tree *tree, struct strings *doomed)
{
	const struct snapshot_def *current = tree->current ? moment_read(tree, tree->current) : NULL;
	const struct vm_def *guest = vm_def(vm);

	if (!guest || (tree->current && !current))
		return -1;
	if (!current)
		return 0;
	list_each(disk, &guest->devices.disks) {
		const char *path = snapshot_image_file(&disk->source);

		if (path && names_image(current->revert_disks.n ? &current->revert_disks : &current->disks, path))
			strings_add(doomed, path);
	}
	return 0;
}

int
snapshot_branch_plan(struct vm *vm, const struct moment_tree *tree, const struct snapshot_def *to,
		     struct snapshot_branch *branch)
{
	branch->top = xcalloc(1, sizeof *branch->top);
	if (list_overlays(to->domain, branch->top) < 0 || name_overlays(branch->top, to->domain) < 0 ||
	    list_doomed(vm, tree, &branch->doomed) < 0)
		return -1;
	list_each(part, &branch->top->disks)
		strings_add(&branch->doomed, storage_source_path(&part->source));
	return 0;
}

int
snapshot_branch_make(const struct snapshot_branch *branch, const struct snapshot_def *to)
{
	list_each(part, &branch->top->disks)
		if (DRIVER_CALL(snapshot, overlay, vm_def_disk(to->domain, part->name), &part->source) < 0)
			return fail_within("disk %s", quote(part->name));
	return 0;
}

int
snapshot_branch_undo(struct vm *vm, const struct snapshot_branch *branch)
{
	auto_strings struct strings made = { 0 };

	if (!branch->top)
		return 0;
	list_each(part, &branch->top->disks)
		strings_add(&made, storage_source_path(&part->source));
	if (snapshot_images_clean(vm, &made) < 0)
		return -1;
	for (unsigned i = 0; i < made.n; i++)
		if (file_exists(AT_FDCWD, made.item[i]))
			return -1;
	return 0;
}

/* --- what becomes of the definitions and of the snapshot --- */

void
snapshot_branch_use(const struct snapshot_branch *branch, struct vm_def *def)
{
	list_each(part, &branch->top->disks) {
		struct disk *disk = vm_def_disk(def, part->name);

		if (disk)
			block_source_lay(&disk->source, &part->source);
	}
}

static void
copy_disks(struct snapshot_disk_list *into, const struct snapshot_disk_list *from)
{
	auto_snapshot_def struct snapshot_def *copy = snapshot_def_copy(&(struct snapshot_def) { .disks = *from });
	struct snapshot_disk_list was = *into;

	*into = copy->disks;
	copy->disks = was;
}

void
snapshot_branch_record(const struct snapshot_branch *branch, struct moment *to)
{
	/* The overlays of one with children are what these stand on. */
	copy_disks(to->first_child ? &to->snapshot->revert_disks : &to->snapshot->disks, &branch->top->disks);
}
