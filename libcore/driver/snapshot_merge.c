/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_merge - deleting an external snapshot: what was written since goes into what it stood on
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/snapshot_merge.h"

#include <time.h>

#include "driver/block_inside.h"
#include "driver/moment_file.h"
#include "driver/snapshot.h"
#include "driver/snapshot_images.h"
#include "driver/vm_inside.h"

/* How often is looked at a job: at first soon, for work that is short. */
enum { FIRST_LOOK_MS = 10, LAST_LOOK_MS = 250 };

/* One disk of the snapshot.  The images are copies: the definitions they are in change. */
struct merge {
	struct vm *vm;
	const struct moment_tree *tree;
	const struct moment *moment;
	const char *target;
	struct storage_source *layer;            /* what was written since; goes */
	struct storage_source *base;             /* what it goes into */
	struct storage_source *chain;            /* of the guest now */
};

static void
merge_done(struct merge *merge)
{
	model_free(&storage_source_type, merge->layer);
	model_free(&storage_source_type, merge->base);
	model_free(&storage_source_type, merge->chain);
}
#define auto_merge __attribute__((cleanup(merge_done)))

/* A leaf elsewhere has nothing to be merged. */
static bool
is_aside(const struct moment_tree *tree, const struct moment *m)
{
	return !m->first_child && tree->current != m;
}

static const struct snapshot_disk *
part_of(const struct snapshot_def *def, const char *target)
{
	list_each(part, &def->disks)
		if (text_same(part->name, target))
			return part;
	return NULL;
}

static const struct storage_source *
source_in(const struct vm_def *def, const char *target)
{
	const struct disk *disk = def ? vm_def_disk(def, target) : NULL;

	return disk && !storage_source_empty(&disk->source) ? &disk->source : NULL;
}

/* The images that a disk of the guest is made of now.  NULL: it has none; or a failure. */
static struct storage_source *
chain_of(struct vm *vm, const char *target)
{
	const struct vm_def *def = vm_def(vm);
	const struct storage_source *top = def ? source_in(def, target) : NULL;

	if (!top)
		return NULL;
	return vm->active ? model_copy(&storage_source_type, top) : snapshot_image_chain(top);
}

static const struct storage_source *
find_in(const struct storage_source *chain, const struct storage_source *image)
{
	while (chain && chain->type && !block_same_place(chain, image))
		chain = chain->backing;
	return chain && chain->type ? chain : NULL;
}

/* 1; 0: the disk is not there any more, then or now, and nothing is to be done; -1. */
static int
merge_of(const struct moment_removal *r, const struct moment *m, const struct snapshot_disk *part,
	 struct merge *ret_merge)
{
	const struct moment *child = m->first_child;
	const struct storage_source *base = source_in(m->snapshot->domain, part->name);
	const struct storage_source *layer = child ? source_in(child->snapshot->domain, part->name) : &part->source;
	struct storage_source *chain;

	if (!base || !layer)
		return 0;
	chain = chain_of(r->vm, part->name);
	if (!chain)
		return fail_fault() == FAULT_NONE ? 0 : -1;
	*ret_merge = (struct merge){
		.vm = r->vm, .tree = r->tree, .moment = m, .target = part->name,
		.base = block_source_stored(base), .layer = block_source_stored(layer), .chain = chain,
	};
	return 1;
}

/* --- checks --- */

static int
check_place(const struct moment_tree *tree, const struct moment *m)
{
	const char *why = !m->first_child ? NULL :
		m == tree->current ? "is current and has children" :
		!tree->current || !moment_is_below(tree->current, m) ? "has children, and the current one is not below it" :
		m->first_child->next_sibling ? "has more than one child" : NULL;

	return why ? fail(FAULT_CONFIG, "snapshot %s %s", quote(m->facts.name), why) : 0;
}

/* How the nearest one above that has part of this disk has it. */
static enum disk_snapshot
kind_above(const struct moment *m, const char *target)
{
	while ((m = m->parent)) {
		const struct snapshot_disk *part = part_of(m->snapshot, target);

		if (part && part->snapshot != DISK_SNAPSHOT_NO)
			return part->snapshot;
	}
	return DISK_SNAPSHOT_NONE_SAID;
}

/* Internal ones would go with the image that they are in. */
static int
check_internal(const struct merge *merge)
{
	if (kind_above(merge->moment, merge->target) == DISK_SNAPSHOT_INTERNAL)
		return fail(FAULT_UNSUPPORTED, "disk %s: a merge into an image with an internal snapshot",
			    quote(merge->target));
	for (unsigned i = 0; i < merge->tree->n; i++) {
		const struct snapshot_def *def = merge->tree->item[i]->snapshot;
		const struct snapshot_disk *part = part_of(def, merge->target);
		const struct storage_source *image = source_in(def->domain, merge->target);

		if (part && part->snapshot == DISK_SNAPSHOT_INTERNAL && image && block_same_place(image, merge->layer))
			return fail(FAULT_UNSUPPORTED, "disk %s: internal snapshot %s is in the image to be merged",
				    quote(merge->target), quote(def->name));
	}
	return 0;
}

static int
check_chain(const struct merge *merge)
{
	const struct storage_source *layer = find_in(merge->chain, merge->layer);
	const char *path = storage_source_path(merge->layer);

	if (!merge->moment->first_child && layer != merge->chain)
		return fail(FAULT_FAILED, "disk %s: the guest does not write to %s", quote(merge->target), path);
	if (!layer)
		return fail(FAULT_FAILED, "disk %s: the guest does not stand on %s", quote(merge->target), path);
	if (!layer->backing || !block_same_place(layer->backing, merge->base))
		return fail(FAULT_FAILED, "disk %s: %s does not stand on %s", quote(merge->target), path,
			    storage_source_path(merge->base));
	return 0;
}

static int
check_merge(struct moment_removal *r, const struct moment *m, const struct snapshot_disk *part)
{
	auto_merge struct merge merge = { 0 };
	int found = merge_of(r, m, part, &merge);
	const char *file;
	bool again = r->how & DELETE_AGAIN || part->delete_in_progress;

	if (found <= 0 || (again && block_same_place(merge.layer, merge.base)))
		return found < 0 ? -1 : 0;
	/* Of one that was begun half may be done. */
	if (!(again && !find_in(merge.chain, merge.layer)) &&
	    (check_internal(&merge) < 0 || check_chain(&merge) < 0))
		return -1;
	file = snapshot_image_file(merge.layer);
	text_addf(&r->told, ", commit %s into %s%s", storage_source_path(merge.layer),
		  storage_source_path(merge.base), file ? ", remove it" : "");
	if (file && !strings_have(&r->doomed, file))
		strings_add(&r->doomed, file);
	return 0;
}

static int
check_merges(struct moment_removal *r, const struct moment *m)
{
	const struct moment *child = m->first_child;

	if (!m->snapshot->domain || (child && !child->snapshot->domain))
		return fail(FAULT_CONFIG, "snapshot %s holds no definition of the guest",
			    quote(m->snapshot->domain ? child->facts.name : m->facts.name));
	list_each(part, &m->snapshot->disks)
		if (part->snapshot == DISK_SNAPSHOT_EXTERNAL && check_merge(r, m, part) < 0)
			return -1;
	return 0;
}

/* --- a leaf elsewhere: what only it needs --- */

static void
doom(struct moment_removal *r, const struct moment *m, const char *path)
{
	if (!path || strings_have(&r->doomed, path) || snapshot_image_is_needed(r->vm, r->tree, m, path))
		return;
	text_addf(&r->told, ", remove %s", path);
	strings_add(&r->doomed, path);
}

/* An image below the oldest external one is the user's, or has internal ones in it. */
static void
doom_images(struct moment_removal *r, const struct moment *m)
{
	list_each(part, &m->snapshot->disks) {
		const struct storage_source *image = source_in(m->snapshot->domain, part->name);

		if (part->snapshot != DISK_SNAPSHOT_EXTERNAL)
			continue;
		doom(r, m, snapshot_image_file(&part->source));
		if (image && kind_above(m, part->name) == DISK_SNAPSHOT_EXTERNAL)
			doom(r, m, snapshot_image_file(image));
	}
	list_each(part, &m->snapshot->revert_disks)
		doom(r, m, snapshot_image_file(&part->source));
}

/* A delete that failed while the emulator was merging is gone on with. */
static bool
only_merges(const struct vm *vm, const struct snapshot_def *def)
{
	list_each(job, &vm->live->block_jobs) {
		const struct snapshot_disk *part = part_of(def, job->disk.target);

		if (!part || !part->delete_in_progress ||
		    (job->kind != BLOCK_JOB_COMMIT && job->kind != BLOCK_JOB_ACTIVE_COMMIT))
			return false;
	}
	return true;
}

int
snapshot_merge_check(struct moment_removal *r, const struct moment *m)
{
	const struct snapshot_def *def = m->snapshot;

	if (!(r->how & DELETE_AGAIN) && block_any_job(r->vm) && !only_merges(r->vm, def))
		return fail(FAULT_UNSUPPORTED, "a job is at work on a disk: vm-blockjob ends it");
	if (r->how & (DELETE_CHILDREN | DELETE_CHILDREN_ONLY))
		return fail(FAULT_CONFIG, "snapshot %s is external, and goes only by itself", quote(m->facts.name));
	if (!(r->how & DELETE_AGAIN) && check_place(r->tree, m) < 0)
		return -1;
	if (is_aside(r->tree, m))
		doom_images(r, m);
	else if (check_merges(r, m) < 0)
		return -1;
	if (def->memory.snapshot == DISK_SNAPSHOT_EXTERNAL)
		doom(r, m, def->memory.file);
	return 0;
}

/* --- the contents of an active guest: a job --- */

static int
ended(const struct merge *merge, uint64_t started)
{
	struct block_progress progress = { 0 };
	int found = block_job_ended(merge->vm, merge->target, started, &progress);

	if (found < 0 || progress.state == BLOCK_JOB_COMPLETED)
		return found < 0 ? -1 : 0;
	return fail(FAULT_FAILED, "disk %s: the commit %s%s", quote(merge->target),
		    *progress.error ? "has failed: " : "was cancelled", progress.error);
}

static snapshot_merge_watcher *watcher;

void
snapshot_merge_watch(snapshot_merge_watcher *wanted)
{
	watcher = wanted;
}

static void
tell(const struct merge *merge, uint64_t done, uint64_t total, bool last)
{
	if (watcher)
		watcher(merge->target, done, total, last);
}

/* The lock is kept: nobody may change what is merged. */
static int
wait_for(const struct merge *merge, uint64_t started)
{
	uint64_t total = 1;

	for (long ms = FIRST_LOOK_MS;; ms = ms * 2 < LAST_LOOK_MS ? ms * 2 : LAST_LOOK_MS) {
		struct block_progress progress = { 0 };
		int found = block_job_look(merge->vm, merge->target, &progress);

		if (found < 0)
			return -1;
		if (!found || progress.started != started) {
			tell(merge, total, total, true);
			return ended(merge, started);
		}
		total = progress.total;
		tell(merge, progress.done, total, false);
		if (progress.state == BLOCK_JOB_READY && block_job_pivot(merge->vm, merge->target) < 0)
			return -1;
		nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
	}
}

/* What a killed program had started goes on. */
static int
commit_active(const struct merge *merge)
{
	bool top = block_same_place(merge->chain, merge->layer);
	const struct block_commit commit = {
		.base = storage_source_path(merge->base), .top = top ? NULL : storage_source_path(merge->layer),
		.how = top ? BLOCK_ACTIVE : 0,
	};
	uint64_t started = block_job_begun(merge->vm, merge->target);

	if (!started && block_commit(merge->vm, merge->target, &commit) < 0)
		return -1;
	return wait_for(merge, started ? started : block_job_begun(merge->vm, merge->target));
}

static int
commit(const struct merge *merge)
{
	if (merge->vm->active)
		return commit_active(merge);
	return DRIVER_CALL(snapshot, commit, merge->layer, merge->base);
}

/* --- what stands on the layer now stands on the base --- */

static int
rebase_one(void *context, const struct storage_source *chain)
{
	const struct merge *merge = context;
	const struct storage_source *above = chain;

	if (!chain) {
		warn("what an image stands on is not known: %s", fail_story());
		fail_forget();    /* as long as it is there, no image goes */
		return 0;
	}
	while (above && above->type && above->backing && !block_same_place(above->backing, merge->layer))
		above = above->backing;
	if (!above || !above->type || !above->backing || find_in(merge->chain, above) != NULL)
		return 0;
	return DRIVER_CALL(snapshot, rebase, above, merge->base);
}

/* Those of an active guest are its emulator's to change, and it has done that. */
static int
rebase(struct merge *merge)
{
	model_free(&storage_source_type, merge->chain);
	merge->chain = NULL;
	if (merge->vm->active) {
		merge->chain = chain_of(merge->vm, merge->target);
		if (!merge->chain)
			return -1;
	}
	return snapshot_each_chain(merge->vm, merge->tree, rebase_one, merge);
}

/* Leave it out of a chain, or name the base instead. */
static void
drop_layer(struct storage_source *image, const struct storage_source *base)
{
	struct storage_source *below = block_source_stored(base);

	if (block_has_backing(image) && block_same_place(image->backing, base)) {
		model_free(&storage_source_type, below);
		below = steal(image->backing);
	}
	block_source_put(image, below);
}

static bool
drop_from(struct vm_def *def, const struct merge *merge)
{
	bool changed = false;

	if (!def)
		return false;
	list_each(disk, &def->devices.disks)
		for (struct storage_source *s = &disk->source; s && s->type; s = s->backing)
			if (block_same_place(s, merge->layer)) {
				drop_layer(s, merge->base);
				changed = true;
			}
	return changed;
}

static int
change_snapshot(const struct merge *merge, struct moment *m)
{
	bool domain = drop_from(m->snapshot->domain, merge), inactive = drop_from(m->snapshot->inactive_domain, merge);

	return domain || inactive ? moment_save(merge->tree->kind, merge->tree->vm, m->snapshot) : 0;
}

/* The child is the last, since it tells which image the layer was. */
static int
change_definitions(const struct merge *merge)
{
	struct vm *vm = merge->vm;
	struct moment *child = merge->moment->first_child;

	if (vm->stored && (!vm_config(vm) || (drop_from(vm->config, merge) && vm_save_config(vm) < 0)))
		return -1;
	for (unsigned i = 0; i < merge->tree->n; i++)
		if (merge->tree->item[i] != child && change_snapshot(merge, merge->tree->item[i]) < 0)
			return -1;
	return child ? change_snapshot(merge, child) : 0;
}

/* --- all of it --- */

bool
snapshot_is_spoilt(const struct snapshot_def *def)
{
	list_each(part, &def->disks)
		if (part->delete_in_progress)
			return true;
	return false;
}

static int
spoil(const struct moment_tree *tree, struct snapshot_def *def)
{
	bool any = false;

	list_each(part, &def->disks)
		if (part->snapshot == DISK_SNAPSHOT_EXTERNAL && !part->delete_in_progress)
			any = part->delete_in_progress = true;
	return any ? moment_save(tree->kind, tree->vm, def) : 0;
}

/* What has left the chain is never committed again: the guest may have written since. */
static int
merge_disk(const struct moment_removal *r, const struct moment *m, const struct snapshot_disk *part)
{
	auto_merge struct merge merge = { 0 };
	int found = merge_of(r, m, part, &merge);

	if (found <= 0 || block_same_place(merge.layer, merge.base))
		return found < 0 ? -1 : 0;
	if (find_in(merge.chain, merge.layer) && commit(&merge) < 0)
		return -1;
	return rebase(&merge) < 0 ? -1 : change_definitions(&merge);
}

int
snapshot_merge(const struct moment_removal *r, const struct moment *m)
{
	if (is_aside(r->tree, m))
		return 0;
	if (spoil(r->tree, m->snapshot) < 0)
		return -1;
	list_each(part, &m->snapshot->disks) {
		if (part->snapshot != DISK_SNAPSHOT_EXTERNAL)
			continue;
		if (merge_disk(r, m, part) < 0)
			return fail_within("disk %s", quote(part->name));
		/* From here on it is as if the disk had had no part in it. */
		part->snapshot = DISK_SNAPSHOT_NO;
		storage_source_clear(&part->source, STORAGE_NONE);
		if (moment_save(r->tree->kind, r->tree->vm, m->snapshot) < 0)
			return -1;
	}
	return 0;
}
