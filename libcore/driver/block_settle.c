/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_settle - what is on record of jobs, and what has become of them
 *
 * Whoever started a job may have been killed at any moment, and may have been anybody: so each
 * opening of the guest for a change looks.  Numbers in comments are of spec/snapshots.md. */
#include "driver/block_inside.h"

#include <time.h>

#include "driver/vm_inside.h"

void
block_view_done(struct block_view *view)
{
	list_each(seen, &view->jobs) {
		free(seen->name);
		free(seen->error);
	}
	list_each(disk, &view->disks) {
		free(disk->target);
		free(disk->node);
	}
	free(view->jobs.item);
	free(view->disks.item);
}

struct block_job *
block_job_of(struct vm *vm, const char *target)
{
	list_each(job, &vm->live->block_jobs)
		if (text_same(job->disk.target, target))
			return job;
	return NULL;
}

static uint64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* A new record, in memory only; top is the image that gives the job its name. */
struct block_job *
block_record(struct vm *vm, const struct disk *disk, enum block_job_kind kind, const struct storage_source *top)
{
	static const char *const words[block_job_kind_count] = {
		[BLOCK_JOB_PULL] = "pull", [BLOCK_JOB_COPY] = "copy", [BLOCK_JOB_COMMIT] = "commit",
		[BLOCK_JOB_ACTIVE_COMMIT] = "commit", [BLOCK_JOB_BACKUP] = "backup",
	};
	auto_free char *node = block_node_name(top);
	struct block_job *job = list_add(&vm->live->block_jobs);

	job->name = text_format("%s-%s-%s", words[kind], disk->target.dev, node);
	job->kind = kind;
	job->state = BLOCK_JOB_NEW;
	job->started = now_ms();
	job->disk.target = xstrdup(disk->target.dev);
	return job;
}

static void
list_drop(struct block_job_list *list, struct block_job *job)
{
	struct block_job *end = list->item + list->n;

	model_done(&block_job_type, job);
	memmove(job, job + 1, (size_t)(end - job - 1) * sizeof *job);
	list->n--;
}

void
block_record_drop(struct vm *vm, struct block_job *job)
{
	list_drop(&vm->live->block_jobs, job);
}

/* --- the table of 6.9 --- */

static bool
has_two_phases(enum block_job_kind kind)
{
	return kind == BLOCK_JOB_COPY || kind == BLOCK_JOB_ACTIVE_COMMIT;
}

/* Killed before the order to end was given, or just after: the job is what the hypervisor says. */
static bool
is_ending(const struct block_job *job)
{
	return (job->state == BLOCK_JOB_PIVOTING || job->state == BLOCK_JOB_ABORTING) && job->told_to_end;
}

/* seen: what the hypervisor says, NULL when it does not know the job; switched: the disk's
 * writes go to the other image, which is the truth about a pivot, whatever was recorded. */
enum block_verdict
block_judge(const struct block_job *job, const struct block_seen *seen, bool switched)
{
	if (job->state >= BLOCK_JOB_COMPLETED)
		return BLOCK_HALF_CONCLUDED;
	if (seen && seen->phase == BLOCK_IS_READY && !is_ending(job))
		return BLOCK_READY;
	if (seen && seen->phase != BLOCK_IS_OVER)
		return BLOCK_RUNS;
	if (has_two_phases(job->kind) && switched)
		return BLOCK_PIVOTED;
	if (!seen)
		return job->state == BLOCK_JOB_NEW ? BLOCK_NEVER_BEGUN : BLOCK_ABORTED;
	if (seen->error)
		return job->state == BLOCK_JOB_ABORTING ? BLOCK_ABORTED : BLOCK_FAILED;
	return has_two_phases(job->kind) ? BLOCK_ABORTED : BLOCK_MERGED;
}

static const struct block_seen *
find_seen(const struct block_view *view, const char *name)
{
	list_each(seen, &view->jobs)
		if (text_same(seen->name, name))
			return seen;
	return NULL;
}

static const char *
find_node(const struct block_view *view, const char *target)
{
	list_each(disk, &view->disks)
		if (text_same(disk->target, target))
			return disk->node;
	return NULL;
}

/* Is the other image of a copy or an active commit in use? */
static bool
is_switched(struct disk *disk, const char *node)
{
	return disk && disk->mirror && node && block_chain_node(&disk->mirror->source, node);
}

static int
settle_running(struct vm *vm, struct disk *disk, struct block_job *job, enum block_verdict verdict)
{
	enum block_job_state state = verdict == BLOCK_READY ? BLOCK_JOB_READY : BLOCK_JOB_RUNNING;

	if (is_ending(job) || state == job->state)
		return 0;
	job->state = state;
	if (disk && disk->mirror)
		disk->mirror->ready = state == BLOCK_JOB_READY ? MIRROR_READY_YES : MIRROR_NOT_READY;
	return vm_jobs_save(vm);
}

/* The jobs of a backup are settled with it, not one by one. */
static int
settle(struct vm *vm, struct block_job *job, const struct block_view *view)
{
	struct disk *disk = vm_def_disk(vm->live->def, job->disk.target);
	const struct block_seen *seen = find_seen(view, job->name);
	bool switched = is_switched(disk, find_node(view, job->disk.target));
	enum block_verdict verdict = block_judge(job, seen, switched);

	if (verdict == BLOCK_RUNS || verdict == BLOCK_READY)
		return settle_running(vm, disk, job, verdict);
	return block_conclude(vm, disk, job, verdict, seen ? seen->error : NULL);
}

/* A live file of an old version has a <mirror> and no record. */
static int
adopt_mirrors(struct vm *vm)
{
	list_each(disk, &vm->live->def->devices.disks) {
		struct disk_mirror *mirror = disk->mirror;
		struct block_job *job;

		if (!mirror || block_job_of(vm, disk->target.dev))
			continue;
		job = block_record(vm, disk, mirror->job == MIRROR_JOB_ACTIVE_COMMIT ?
				   BLOCK_JOB_ACTIVE_COMMIT : BLOCK_JOB_COPY, &disk->source);
		job->state = mirror->ready == MIRROR_READY_YES ? BLOCK_JOB_READY : BLOCK_JOB_RUNNING;
		job->disk.mirror = YES;
		if (!mirror->source.index && DRIVER_HAS(block, number) &&
		    DRIVER_CALL(block, number, vm, &mirror->source) < 0)
			return -1;
	}
	return 0;
}

/* What has done its work ends now.  1 when there was any: it is to be looked at again. */
static int
finalize(struct vm *vm, const struct block_view *view)
{
	int any = 0;

	list_each(job, &vm->live->block_jobs) {
		const struct block_seen *seen = find_seen(view, job->name);
		const struct disk *disk = vm_def_disk(vm->live->def, job->disk.target);

		if (!seen || seen->phase != BLOCK_IS_PENDING)
			continue;
		if (disk && disk->mirror && job->state == BLOCK_JOB_PIVOTING && block_store_pivot(vm, disk) < 0)
			return -1;
		if (DRIVER_CALL(block, finalize, vm, job) < 0)
			return -1;
		any = 1;
	}
	return any;
}

static int
look(struct vm *vm, struct block_view *ret_view)
{
	int any;

	if (DRIVER_CALL(block, view, vm, ret_view) < 0)
		return -1;
	any = finalize(vm, ret_view);
	if (any <= 0)
		return any;
	block_view_done(ret_view);
	*ret_view = (struct block_view) { 0 };
	return DRIVER_CALL(block, view, vm, ret_view);
}

int
block_settle(struct vm *vm)
{
	auto_block_view struct block_view view = { 0 };

	if (!vm_live(vm) || adopt_mirrors(vm) < 0)
		return -1;
	if (!vm->live->block_jobs.n)
		return 0;
	if (look(vm, &view) < 0)
		return -1;
	for (unsigned i = vm->live->block_jobs.n; i-- > 0;) {
		struct block_job *job = &vm->live->block_jobs.item[i];

		if (job->kind != BLOCK_JOB_BACKUP && settle(vm, job, &view) < 0)
			return -1;
	}
	return 0;
}
