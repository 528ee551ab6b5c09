/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_merge - fewer images in a chain: commit and pull (spec/snapshots.md 6.3, 6.4) */
#include "driver/block_inside.h"
#include "driver/vm_inside.h"

/* The images a commit is about. */
struct commit {
	struct storage_source *top, *base;
	bool active;
};

static struct storage_source *
named(struct disk *disk, const char *name, const char *what)
{
	struct storage_source *image = block_chain_find(disk, name);

	if (!image)
		fail(FAULT_ARGUMENT, "%s %s is not an image of disk %s", what, quote(name), quote(disk->target.dev));
	return image;
}

static struct storage_source *
lowest(struct storage_source *image)
{
	while (block_has_backing(image))
		image = image->backing;
	return image;
}

static bool
is_below(const struct storage_source *image, const struct storage_source *top)
{
	while (top && top != image)
		top = top->backing;
	return top != NULL;
}

static int
choose(struct disk *disk, const struct block_commit *asked, struct commit *ret)
{
	bool shallow = asked->how & BLOCK_SHALLOW;
	struct commit c = { 0 };

	c.top = asked->top ? named(disk, asked->top, "top") : &disk->source;
	if (!c.top)
		return -1;
	c.active = c.top == &disk->source;
	if (c.active && !(asked->how & BLOCK_ACTIVE))
		return fail(FAULT_ARGUMENT, "the top image is what the guest writes to: that needs --active");
	if (!c.active && asked->how & BLOCK_ACTIVE)
		return fail(FAULT_ARGUMENT, "--active needs the top image to be what the guest writes to");
	if (!block_has_backing(c.top))
		return fail(FAULT_ARGUMENT, "image %s has no backing image", quote(storage_source_path(c.top)));
	c.base = asked->base ? named(disk, asked->base, "base") : shallow ? c.top->backing : lowest(c.top);
	if (!c.base)
		return -1;
	if (c.base == c.top || !is_below(c.base, c.top))
		return fail(FAULT_ARGUMENT, "base %s is not below top %s", quote(storage_source_path(c.base)),
			    quote(storage_source_path(c.top)));
	if (shallow && c.base != c.top->backing)
		return fail(FAULT_ARGUMENT, "base %s is not directly below top %s",
			    quote(storage_source_path(c.base)), quote(storage_source_path(c.top)));
	*ret = c;
	return 0;
}

static void
add_mirror(struct disk *disk, const struct storage_source *base)
{
	disk->mirror = xcalloc(1, sizeof *disk->mirror);
	disk->mirror->job = MIRROR_JOB_ACTIVE_COMMIT;
	block_source_put(&disk->mirror->source, model_copy(&storage_source_type, base));
	model_free(&storage_source_type, disk->mirror->source.backing);
	disk->mirror->source.backing = NULL;
}

static int
start_commit(struct vm *vm, struct disk *disk, const struct commit *c, const struct block_commit *asked,
	     const char *backing)
{
	enum block_job_kind kind = c->active ? BLOCK_JOB_ACTIVE_COMMIT : BLOCK_JOB_COMMIT;
	struct block_job *job = block_record(vm, disk, kind, c->top);
	struct block_tuning tuning = { .speed = asked->bandwidth, .backing = backing };

	job->base = block_node_name(c->base);
	job->top = block_node_name(c->top);
	job->delete_images = asked->how & BLOCK_DELETE;
	if (c->active) {
		job->disk.mirror = YES;
		add_mirror(disk, c->base);
	} else {
		job->top_parent = block_node_name(block_chain_above(&disk->source, c->top));
	}
	return block_begin(vm, disk, job, &tuning, asked->how);
}

/* What the layer above will say it stands on: a path, unless relative ones are kept. */
static char *
backing_name(const struct storage_source *above, const struct storage_source *base, unsigned how)
{
	if (how & BLOCK_RELATIVE)
		return block_relative(above, base);
	return xstrdup(storage_source_local(base) ? storage_source_path(base) : NULL);
}

int
block_commit(struct vm *vm, const char *name, const struct block_commit *asked)
{
	struct disk *disk = block_disk_for_job(vm, name);
	auto_free char *backing = NULL;
	struct commit c = { 0 };

	if (!disk || block_check_bandwidth(asked->bandwidth) < 0 || choose(disk, asked, &c) < 0)
		return -1;
	if (!c.active) {
		backing = backing_name(block_chain_above(&disk->source, c.top), c.base, asked->how);
		if (!backing && fail_fault() != FAULT_NONE)
			return -1;
	}
	if (vm_told("commit %s of disk %s of %s into %s%s", storage_source_path(c.top), disk->target.dev, vm->name,
		    storage_source_path(c.base), asked->how & BLOCK_DELETE ? ", remove what was committed" : ""))
		return 0;
	return start_commit(vm, disk, &c, asked, backing);
}

int
block_pull(struct vm *vm, const char *name, const struct block_pull *asked)
{
	struct disk *disk = block_disk_for_job(vm, name);
	struct block_tuning tuning = { .speed = asked->bandwidth };
	struct storage_source *base = NULL;
	auto_free char *backing = NULL;
	struct block_job *job;

	if (!disk || block_check_bandwidth(asked->bandwidth) < 0)
		return -1;
	if (asked->how & BLOCK_RELATIVE && !asked->base)
		return fail(FAULT_ARGUMENT, "--keep-relative needs a base");
	if (asked->base && !(base = named(disk, asked->base, "base")))
		return -1;
	if (base == &disk->source)
		return fail(FAULT_ARGUMENT, "base %s is what the guest writes to", quote(asked->base));
	if (base && !(backing = backing_name(&disk->source, base, asked->how)) && fail_fault() != FAULT_NONE)
		return -1;
	if (vm_told("pull disk %s of %s%s%s", disk->target.dev, vm->name, base ? " down to " : "",
		    base ? storage_source_path(base) : ""))
		return 0;
	job = block_record(vm, disk, BLOCK_JOB_PULL, &disk->source);
	job->base = base ? block_node_name(base) : NULL;
	tuning.backing = backing;
	return block_begin(vm, disk, job, &tuning, asked->how);
}
