/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_images - the images that a guest and its snapshots stand on */
#include "driver/snapshot_images.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/block_inside.h"
#include "driver/snapshot.h"

/* Are these the same file? */
static bool
snapshot_same_file(const char *a, const char *b)
{
	struct stat x, y;

	if (!a || !b || text_same(a, b))
		return a && b;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

struct storage_source *
snapshot_image_chain(const struct storage_source *image)
{
	struct storage_source *chain = block_source_stored(image);

	if (!DRIVER_HAS(snapshot, chain) || DRIVER_CALL(snapshot, chain, chain) == 0)
		return chain;
	model_free(&storage_source_type, chain);
	return NULL;
}

/* --- all of them --- */

static int
each_of_image(const struct storage_source *image, snapshot_chain_call *call, void *context)
{
	struct storage_source *chain;
	int status;

	if (storage_source_empty(image))
		return 0;
	chain = snapshot_image_chain(image);
	status = call(context, chain);
	model_free(&storage_source_type, chain);
	return status;
}

static int
each_of_def(const struct vm_def *def, snapshot_chain_call *call, void *context)
{
	if (!def)
		return 0;
	list_each(disk, &def->devices.disks)
		if (each_of_image(&disk->source, call, context) < 0)
			return -1;
	return 0;
}

static int
each_of_list(const struct snapshot_disk_list *disks, snapshot_chain_call *call, void *context)
{
	list_each(part, disks)
		if (each_of_image(&part->source, call, context) < 0)
			return -1;
	return 0;
}

static int
read_guest(struct vm *vm)
{
	return (vm->active && !vm_live(vm)) || (vm->stored && !vm_config(vm)) ? -1 : 0;
}

int
snapshot_each_chain(struct vm *vm, const struct moment_tree *tree, snapshot_chain_call *call, void *context)
{
	if (read_guest(vm) < 0 || (vm->active && each_of_def(vm->live->def, call, context) < 0) ||
	    (vm->stored && each_of_def(vm->config, call, context) < 0))
		return -1;
	for (unsigned i = 0; i < tree->n; i++) {
		const struct snapshot_def *def = moment_read(tree, tree->item[i]);

		if (!def || each_of_def(def->domain, call, context) < 0 ||
		    each_of_def(def->inactive_domain, call, context) < 0 ||
		    each_of_list(&def->disks, call, context) < 0 ||
		    each_of_list(&def->revert_disks, call, context) < 0)
			return -1;
	}
	return 0;
}

/* --- who needs one --- */

static bool
is_in(const struct storage_source *chain, const char *path)
{
	for (; chain && chain->type; chain = chain->backing)
		if (snapshot_same_file(storage_source_path(chain), path))
			return true;
	return false;
}

struct search {
	const char *path;
	bool found;
};

static int
look_for(void *context, const struct storage_source *chain)
{
	struct search *search = context;

	search->found = is_in(chain, search->path);
	return !chain || search->found ? -1 : 0;
}

/* As the definition tells it, and as it is. */
static int
look_in_def(const struct vm_def *def, struct search *search)
{
	if (!def)
		return 0;
	list_each(disk, &def->devices.disks)
		if ((search->found = is_in(&disk->source, search->path)))
			return -1;
	return each_of_def(def, look_for, search);
}

static int
look_in_guest(struct vm *vm, struct search *search)
{
	if (read_guest(vm) < 0 || (vm->active && look_in_def(vm->live->def, search) < 0))
		return -1;
	return vm->stored ? look_in_def(vm->config, search) : 0;
}

static int
look_in_snapshot(const struct snapshot_def *def, struct search *search)
{
	if (!def)
		return -1;
	search->found = def->memory.snapshot == DISK_SNAPSHOT_EXTERNAL &&
			snapshot_same_file(def->memory.file, search->path);
	if (search->found || look_in_def(def->domain, search) < 0)
		return -1;
	return look_in_def(def->inactive_domain, search);
}

bool
snapshot_image_is_needed(struct vm *vm, const struct moment_tree *tree, const struct moment *but, const char *path)
{
	struct search search = { .path = path };
	int looked = look_in_guest(vm, &search);

	for (unsigned i = 0; i < tree->n && looked == 0; i++)
		if (tree->item[i] != but)
			looked = look_in_snapshot(moment_read(tree, tree->item[i]), &search);
	if (looked == 0 || search.found)
		return search.found;
	warn("%s stays: %s", path, fail_story());
	fail_forget();
	return true;
}

static bool
stands_on(const struct snapshot_def *def, const char *path)
{
	list_each(part, &def->disks) {
		bool external = part->snapshot == DISK_SNAPSHOT_EXTERNAL && def->domain;
		const struct disk *disk = external ? vm_def_disk(def->domain, part->name) : NULL;
		struct storage_source *chain = disk ? snapshot_image_chain(&disk->source) : NULL;
		bool found = disk && (is_in(&disk->source, path) || is_in(chain, path));

		model_free(&storage_source_type, chain);
		if (found)
			return true;
	}
	return false;
}

/* One that cannot be read stands on nothing that could be told; nor does one whose images are gone. */
const char *
snapshot_standing_on(const struct moment_tree *tree, const char *path)
{
	const char *found = NULL;

	for (unsigned i = 0; i < tree->n && !found; i++) {
		const struct moment *m = tree->item[i];
		const struct snapshot_def *def = m->facts.external ? moment_read(tree, tree->item[i]) : NULL;

		if (def && stands_on(def, path))
			found = m->facts.name;
	}
	fail_forget();
	return found;
}

const char *
snapshot_image_file(const struct storage_source *image)
{
	return image->type == STORAGE_FILE ? image->file : NULL;
}

/* What was called a file may be a device. */
static int
remove_file(const char *path)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? 0 : -1;
	return S_ISREG(st.st_mode) && unlink(path) < 0 && errno != ENOENT ? -1 : 0;
}

int
snapshot_images_clean(struct vm *vm, const struct strings *doomed)
{
	auto_moment_tree struct moment_tree tree = { 0 };

	if (!doomed->n)
		return 0;
	if (moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	for (unsigned i = 0; i < doomed->n; i++)
		if (!snapshot_image_is_needed(vm, &tree, NULL, doomed->item[i]) &&
		    remove_file(doomed->item[i]) < 0)
			warn("%s: %s", doomed->item[i], strerror(errno));
	return 0;
}
