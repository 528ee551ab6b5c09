/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_conclude - a job on a disk has ended: the definitions follow, the rest goes
 *
 * First the live definition, together with the record that it is so; then the stored
 * one; only then the hypervisor forgets the job, and what nobody needs any more is closed, and
 * removed when that was asked for; last goes the record.  Who is killed in between leaves a record from which the next one goes on. */
#include "driver/block_inside.h"

#include "driver/vm_inside.h"

/* --- the live definition: each leaves in job->gone what is open and not used any more --- */

static void
merged(struct disk *disk, struct block_job *job)
{
	struct storage_source *above = job->kind == BLOCK_JOB_PULL ? &disk->source :
				       block_chain_node(&disk->source, job->top_parent);
	struct storage_source *base = job->base ? block_chain_node(&disk->source, job->base) : NULL;

	if (!above || (job->base && !base))
		return;
	job->gone = block_chain_cut(&above->backing, base);
	if (!base)
		above->backing = block_chain_end();
}

static void
drop_mirror(struct disk *disk, struct block_job *job)
{
	struct disk_mirror *mirror = steal(disk->mirror);
	struct storage_source *shared;

	if (!mirror)
		return;
	if (job->kind == BLOCK_JOB_COPY)
		job->gone = block_source_take(&mirror->source);
	/* What a shallow copy stands on is the disk's. */
	if (job->gone && job->flags.value & BLOCK_JOB_SHALLOW) {
		shared = steal(job->gone->backing);
		model_free(&storage_source_type, shared);
	}
	model_free(&disk_mirror_type, mirror);
}

static void
pivot_to_copy(struct disk *disk, struct block_job *job)
{
	struct storage_source *old = block_source_take(&disk->source);
	struct storage_source *copy = block_source_take(&disk->mirror->source);

	if (job->flags.value & BLOCK_JOB_SHALLOW) {
		model_free(&storage_source_type, copy->backing);
		copy->backing = steal(old->backing);
	}
	block_source_put(&disk->source, copy);
	job->gone = old;
	model_free(&disk_mirror_type, steal(disk->mirror));
}

static void
pivot_to_base(struct disk *disk, struct block_job *job)
{
	struct storage_source *old = block_source_take(&disk->source);
	struct storage_source *base = block_chain_node(old, job->base);
	struct storage_source *first = old;

	if (base)
		job->gone = block_chain_cut(&first, base);
	block_source_put(&disk->source, base ? base : old);
	model_free(&disk_mirror_type, steal(disk->mirror));
}

static enum block_job_state
change_live(struct disk *disk, struct block_job *job, enum block_verdict verdict)
{
	switch (verdict) {
	case BLOCK_MERGED:
		merged(disk, job);
		return BLOCK_JOB_COMPLETED;
	case BLOCK_PIVOTED:
		(job->kind == BLOCK_JOB_COPY ? pivot_to_copy : pivot_to_base)(disk, job);
		return BLOCK_JOB_COMPLETED;
	case BLOCK_FAILED:
		drop_mirror(disk, job);
		return BLOCK_JOB_FAILED;
	default:
		drop_mirror(disk, job);
		/* What was made for a copy that never began goes again. */
		if (verdict == BLOCK_NEVER_BEGUN && job->flags.value & BLOCK_JOB_MADE)
			job->delete_images = true;
		return BLOCK_JOB_CANCELLED;
	}
}

/* --- the stored definition, when it is of the same images --- */

static bool
is_pivot(const struct block_job *job)
{
	return job->disk.mirror == YES;
}

static int
move_stored(struct vm *vm, const char *target, const struct storage_source *from, const struct storage_source *to)
{
	struct vm_def *config = vm->stored ? vm_config(vm) : NULL;
	struct disk *stored = config ? vm_def_disk(config, target) : NULL;

	if (vm->stored && !config)
		return -1;
	if (!stored || !block_same_place(&stored->source, from))
		return 0;
	block_source_put(&stored->source, block_source_stored(to));
	return vm_save_config(vm);
}

/* Where a stored chain leads to the image that has gone; NULL: nowhere. */
static struct storage_source **
stored_link(struct disk *stored, const struct storage_source *gone)
{
	struct storage_source **link = &stored->source.backing;

	while (*link && !storage_source_empty(*link) && !block_same_place(*link, gone))
		link = &(*link)->backing;
	return *link && !storage_source_empty(*link) ? link : NULL;
}

/* The chain that a stored definition tells is the live one's, without what only that knows. */
static void
as_stored(struct storage_source *image)
{
	for (; image; image = image->backing) {
		image->index = 0;
		image->found = UNSAID;
	}
}

static bool
change_stored(struct disk *stored, const struct disk *live, const struct block_job *job)
{
	struct storage_source **link;

	if (is_pivot(job) && block_same_place(&stored->source, job->gone)) {
		block_source_put(&stored->source, block_source_stored(&live->source));
		return true;
	}
	link = is_pivot(job) || !block_same_place(&stored->source, &live->source) ? NULL :
	       stored_link(stored, job->gone);
	if (!link)
		return false;
	model_free(&storage_source_type, stored->source.backing);
	stored->source.backing = model_copy(&storage_source_type, live->source.backing);
	as_stored(stored->source.backing);
	return true;
}

/* Where the disk will be after a pivot is durable before it is there: should the host end in between,
 * both images have the same contents; later on the old one has not. */
int
block_store_pivot(struct vm *vm, const struct disk *disk)
{
	return move_stored(vm, disk->target.dev, &disk->source, &disk->mirror->source);
}

/* It has not come to it: the stored definition is of the image in use again. */
static int
unstore_pivot(struct vm *vm, const struct disk *disk)
{
	return move_stored(vm, disk->target.dev, &disk->mirror->source, &disk->source);
}

static int
save_stored(struct vm *vm, const struct disk *live, const struct block_job *job)
{
	struct vm_def *config = vm->stored ? vm_config(vm) : NULL;
	struct disk *stored = config ? vm_def_disk(config, job->disk.target) : NULL;

	if (vm->stored && !config)
		return -1;
	if (!stored || !job->gone || job->state != BLOCK_JOB_COMPLETED || !change_stored(stored, live, job))
		return 0;
	return vm_save_config(vm);
}

/* --- the rest --- */

static int
remove_images(const struct storage_source *image)
{
	for (; image && !storage_source_empty(image); image = image->backing)
		if (DRIVER_CALL(block, remove, image) < 0)
			return -1;
	return 0;
}

/* How it ended stays on record until the next job of that disk ends. */
void
block_keep_end(struct vm *vm, struct block_job *job)
{
	struct block_job_list *ended = &vm->live->ended_jobs;
	struct block_job *kept = NULL;

	list_each(old, ended)
		if (text_same(old->disk.target, job->disk.target))
			kept = old;
	if (!kept)
		kept = list_add(ended);
	model_done(&block_job_type, kept);
	*kept = (struct block_job) {
		.name = xstrdup(job->name), .kind = job->kind, .state = job->state, .started = job->started,
		.disk.target = xstrdup(job->disk.target), .error = xstrdup(job->error),
	};
}

static int
tell(struct vm *vm, const struct block_job *job)
{
	auto_free char *detail = text_format("%s %s", words_name(&block_job_kind_words, job->kind),
					     words_name(&block_job_state_words, job->state));

	return vm_event(vm_folder(), vm->name, "block-job", detail, job->disk.target);
}

static int
finish(struct vm *vm, struct disk *disk, struct block_job *job, bool never)
{
	if (DRIVER_CALL(block, dismiss, vm, job) < 0)
		return -1;
	if (disk && job->gone && job->state == BLOCK_JOB_COMPLETED && DRIVER_HAS(block, inherit) &&
	    DRIVER_CALL(block, inherit, vm, disk, job) < 0)
		return -1;
	if (job->gone && DRIVER_CALL(block, close, vm, disk, job->gone) < 0)
		return -1;
	if (job->delete_images && remove_images(job->gone) < 0)
		return -1;
	if (!never && tell(vm, job) < 0)
		return -1;
	if (!never)
		block_keep_end(vm, job);
	block_record_drop(vm, job);
	return vm_jobs_save(vm);
}

/* The disk may have been unplugged meanwhile: then there is nothing to change. */
int
block_conclude(struct vm *vm, struct disk *disk, struct block_job *job, enum block_verdict verdict,
	       const char *error)
{
	if (disk && disk->mirror && job->state == BLOCK_JOB_PIVOTING && verdict != BLOCK_PIVOTED &&
	    unstore_pivot(vm, disk) < 0)
		return -1;
	if (verdict != BLOCK_HALF_CONCLUDED) {
		job->error = verdict == BLOCK_FAILED ? xstrdup(error) : NULL;
		job->state = disk ? change_live(disk, job, verdict) : BLOCK_JOB_CANCELLED;
		if (vm_jobs_save(vm) < 0)
			return -1;
	}
	if (disk && save_stored(vm, disk, job) < 0)
		return -1;
	return finish(vm, disk, job, verdict == BLOCK_NEVER_BEGUN);
}
