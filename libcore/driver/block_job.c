/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_job - look at the job of a disk, retune it, ask for its end (spec/snapshots.md 6.5) */
#include "driver/block_inside.h"

#include <stdio.h>

#include "driver/vm_inside.h"

/* Never complete before it is: who waits for that would stop too early. */
static void
take_figures(const struct block_seen *seen, bool ready, struct block_progress *progress)
{
	uint64_t total = seen->total, done = seen->done;

	if (!total && !done)
		total = 1, done = ready;
	else if (done >= total && !ready)
		done = total ? total - 1 : 0;
	progress->done = done;
	progress->total = total;
	progress->bandwidth = seen->speed;
}

static int
figures(struct vm *vm, const struct block_job *job, struct block_progress *progress)
{
	auto_block_view struct block_view view = { 0 };
	bool ready = job->state == BLOCK_JOB_READY || job->state == BLOCK_JOB_PIVOTING ||
		     job->state == BLOCK_JOB_ABORTING;

	if (DRIVER_CALL(block, view, vm, &view) < 0)
		return -1;
	list_each(seen, &view.jobs)
		if (text_same(seen->name, job->name))
			take_figures(seen, ready || seen->phase == BLOCK_IS_READY, progress);
	return 0;
}

/* A reader does not settle, and sees what is on record with the figures of now. */
int
block_job_look(struct vm *vm, const char *name, struct block_progress *ret_progress)
{
	struct disk *disk;
	struct block_job *job;
	struct block_progress progress = { 0 };

	if (vm->lock >= 0 && vm->active && block_settle(vm) < 0)
		return -1;
	disk = block_disk(vm, name);
	job = disk ? block_job_of(vm, disk->target.dev) : NULL;
	if (!job)
		return disk ? 0 : -1;
	progress.kind = job->kind;
	progress.state = job->state;
	progress.started = job->started;
	if (figures(vm, job, &progress) < 0)
		return -1;
	*ret_progress = progress;
	return 1;
}

int
block_job_ended(struct vm *vm, const char *name, uint64_t started, struct block_progress *ret_progress)
{
	struct disk *disk = block_disk(vm, name);

	if (!disk)
		return -1;
	list_each(job, &vm->live->ended_jobs) {
		if (job->started != started || !text_same(job->disk.target, disk->target.dev))
			continue;
		*ret_progress = (struct block_progress) {
			.kind = job->kind, .state = job->state, .started = started,
		};
		snprintf(ret_progress->error, sizeof ret_progress->error, "%s", job->error ? job->error : "");
		return 1;
	}
	return 0;
}

uint64_t
block_job_begun(struct vm *vm, const char *name)
{
	struct disk *disk = block_disk(vm, name);
	const struct block_job *job = disk ? block_job_of(vm, disk->target.dev) : NULL;

	return job ? job->started : 0;
}

/* The disk and its job, for a change of it. */
static struct block_job *
job_to_change(struct vm *vm, const char *name, struct disk **ret_disk)
{
	struct disk *disk;
	struct block_job *job;

	if (vm_must_be_active(vm) < 0 || (!vm_is_dry_run() && block_settle(vm) < 0))
		return NULL;
	disk = block_disk(vm, name);
	job = disk ? block_job_of(vm, disk->target.dev) : NULL;
	if (disk && !job)
		fail(FAULT_NO_JOB, "disk %s has no job", quote(disk->target.dev));
	*ret_disk = disk;
	return job;
}

int
block_job_speed(struct vm *vm, const char *name, uint64_t bandwidth)
{
	struct disk *disk;
	struct block_job *job = job_to_change(vm, name, &disk);

	if (!job || block_check_bandwidth(bandwidth) < 0)
		return -1;
	if (vm_told("limit the %s of disk %s of %s to %llu bytes a second",
		    words_name(&block_job_kind_words, job->kind), disk->target.dev, vm->name,
		    (unsigned long long)bandwidth))
		return 0;
	return DRIVER_CALL(block, speed, vm, job, bandwidth);
}

static int
not_ending(const struct disk *disk, const struct block_job *job)
{
	if (job->state == BLOCK_JOB_PIVOTING || job->state == BLOCK_JOB_ABORTING)
		return fail(FAULT_STATE, "the job of disk %s is being ended already", quote(disk->target.dev));
	return 0;
}

/* What is asked for is on record first: afterwards an abort and a pivot look alike. */
static int
end(struct vm *vm, struct disk *disk, struct block_job *job, enum block_end how)
{
	bool pivot = how == BLOCK_END_PIVOT;
	enum block_job_state before = job->state;

	job->state = pivot ? BLOCK_JOB_PIVOTING : BLOCK_JOB_ABORTING;
	if (disk->mirror)
		disk->mirror->ready = pivot ? MIRROR_READY_PIVOT : MIRROR_READY_ABORT;
	if (vm_jobs_save(vm) < 0)
		return -1;
	if (DRIVER_CALL(block, end, vm, disk, job, how) == 0) {
		job->told_to_end = true;
		return vm_jobs_save(vm) < 0 ? -1 : block_settle(vm);
	}
	job->state = before;
	if (disk->mirror)
		disk->mirror->ready = before == BLOCK_JOB_READY ? MIRROR_READY_YES : MIRROR_NOT_READY;
	vm_jobs_save(vm);
	return -1;
}

/* A copy that was ready is ended so that it is whole; everything else just stops. */
int
block_job_abort(struct vm *vm, const char *name)
{
	struct disk *disk;
	struct block_job *job = job_to_change(vm, name, &disk);

	if (!job || not_ending(disk, job) < 0)
		return -1;
	if (vm_told("end the %s of disk %s of %s", words_name(&block_job_kind_words, job->kind), disk->target.dev,
		    vm->name))
		return 0;
	return end(vm, disk, job, job->state == BLOCK_JOB_READY ? BLOCK_END_KEEP : BLOCK_END_CANCEL);
}

int
block_job_pivot(struct vm *vm, const char *name)
{
	struct disk *disk;
	struct block_job *job = job_to_change(vm, name, &disk);

	if (!job || not_ending(disk, job) < 0)
		return -1;
	if (job->kind != BLOCK_JOB_COPY && job->kind != BLOCK_JOB_ACTIVE_COMMIT)
		return fail(FAULT_STATE, "a %s of disk %s has nothing to pivot to",
			    words_name(&block_job_kind_words, job->kind), quote(disk->target.dev));
	if (job->state != BLOCK_JOB_READY)
		return fail(FAULT_BLOCK_JOB, "the job of disk %s is not ready yet", quote(disk->target.dev));
	if (vm_told("pivot disk %s of %s to %s", disk->target.dev, vm->name,
		    disk->mirror ? storage_source_path(&disk->mirror->source) : "its base"))
		return 0;
	return end(vm, disk, job, BLOCK_END_PIVOT);
}
