/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_settle - what is on record of a backup, and what has become of it
 *
 * First how each disk's copy has ended is on record, then the hypervisor lets go of everything, then files
 * of no use are removed, last goes the record: who is killed in between leaves a record from which the
 * next one goes on. */
#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "driver/backup_inside.h"
#include "driver/checkpoint_inside.h"
#include "driver/vm_inside.h"
#include "driver/vm_job_info.h"

enum { CANCEL_MS = 60000, LOOK_NS = 10 * 1000 * 1000 };

static const struct block_seen *
find_seen(const struct block_view *view, const struct block_job *job)
{
	list_each(seen, &view->jobs)
		if (text_same(seen->name, job->name))
			return seen;
	return NULL;
}

/* --- letting go --- */

static void
drop_records(struct vm *vm)
{
	for (unsigned i = vm->live->block_jobs.n; i-- > 0;)
		if (vm->live->block_jobs.item[i].kind == BLOCK_JOB_BACKUP)
			block_record_drop(vm, &vm->live->block_jobs.item[i]);
}

/* A copy that is not whole is of no use; what a pull backup kept is of none afterwards. */
static bool
is_useless(const struct vm_job *whole, const struct block_job *job)
{
	return job->flags.value & BLOCK_JOB_MADE &&
	       (!whole->backup || whole->backup->mode == BACKUP_PULL || job->state != BLOCK_JOB_COMPLETED);
}

static int
let_go(struct vm *vm)
{
	struct vm_job *whole = vm->live->job;

	if (whole->backup && DRIVER_CALL(backup, finish, vm, whole->backup) < 0)
		return -1;
	backup_each(job, vm) {
		const struct disk *disk = vm_def_disk(vm->live->def, job->disk.target);

		if (DRIVER_CALL(block, dismiss, vm, job) < 0 || DRIVER_CALL(block, close, vm, disk, job->store) < 0)
			return -1;
		if (is_useless(whole, job) && DRIVER_CALL(block, remove, job->store) < 0)
			return -1;
	}
	return 0;
}

int
backup_undo(struct vm *vm)
{
	if (let_go(vm) < 0)
		return -1;
	drop_records(vm);
	return vm_job_end(vm) < 0 ? -1 : checkpoint_repair(vm);
}

/* --- the end --- */

static enum block_job_state
end_of(const struct vm_job *whole, const struct block_job *job, const struct block_seen *seen)
{
	if (job->state >= BLOCK_JOB_COMPLETED)
		return job->state;
	if (job->state == BLOCK_JOB_ABORTING || (whole->backup->mode == BACKUP_PULL && !seen))
		return BLOCK_JOB_CANCELLED;
	return !seen || seen->error ? BLOCK_JOB_FAILED : BLOCK_JOB_COMPLETED;
}

/* One failed copy makes the others of no use. */
static void
judge(struct vm *vm, const struct block_view *view)
{
	enum block_job_state worst = BLOCK_JOB_COMPLETED;
	const char *error = NULL;

	backup_each(job, vm) {
		const struct block_seen *seen = find_seen(view, job);

		job->state = end_of(vm->live->job, job, seen);
		if (job->state == BLOCK_JOB_FAILED && !job->error)
			job->error = xstrdup(seen ? seen->error : "the hypervisor knows nothing of it any more");
		if (job->state == BLOCK_JOB_FAILED && !error)
			error = job->error;
		if (worst == BLOCK_JOB_COMPLETED || job->state == BLOCK_JOB_FAILED)
			worst = job->state;
	}
	backup_each(job, vm) {
		job->state = worst;
		if (error && !job->error)
			job->error = xstrdup(error);
	}
}

static int
tell(struct vm *vm, enum block_job_state state)
{
	auto_free char *detail = text_format("backup %s", words_name(&block_job_state_words, state));

	return vm_event(vm_folder(), vm->name, "job", detail, NULL);
}

/* For those who ask what went on last.  A pull backup is complete when its client is done with it, which
 * nobody else knows. */
static void
remember(struct vm *vm, const struct block_view *view)
{
	static const enum vm_work_phase phases[block_job_state_count] = {
		[BLOCK_JOB_COMPLETED] = VM_WORK_DONE, [BLOCK_JOB_FAILED] = VM_WORK_FAILED,
		[BLOCK_JOB_CANCELLED] = VM_WORK_CANCELLED,
	};
	bool pull = vm->live->job->backup->mode == BACKUP_PULL;
	struct vm_work work = { 0 };

	backup_each(job, vm) {
		const struct block_seen *seen = find_seen(view, job);
		const char *error = job->error ? job->error : pull ? "Operation canceled" : "";

		work.phase = pull && job->state == BLOCK_JOB_CANCELLED ? VM_WORK_DONE : phases[job->state];
		snprintf(work.error, sizeof work.error, "%s", error);
		if (seen && !pull) {
			work.disk_total += seen->total;
			work.disk_done += seen->done;
			work.disk_left += seen->total - seen->done;
		}
	}
	vm_job_remember(vm, &work);
}

static int
conclude(struct vm *vm, const struct block_view *view)
{
	enum block_job_state state = BLOCK_JOB_COMPLETED;

	judge(vm, view);
	remember(vm, view);
	if (vm_jobs_save(vm) < 0 || let_go(vm) < 0)
		return -1;
	backup_each(job, vm) {
		state = job->state;
		block_keep_end(vm, job);
	}
	if (tell(vm, state) < 0)
		return -1;
	drop_records(vm);
	return vm_job_end(vm) < 0 ? -1 : vm_settle(vm);
}

/* --- looking --- */

struct looked {
	unsigned begun, over, failed, all;
};

static struct looked
look(struct vm *vm, const struct block_view *view)
{
	struct looked looked = { 0 };

	backup_each(job, vm) {
		const struct block_seen *seen = find_seen(view, job);

		looked.all++;
		looked.begun += seen || job->state != BLOCK_JOB_NEW;
		looked.over += !seen || seen->phase == BLOCK_IS_OVER;
		looked.failed += seen && seen->phase == BLOCK_IS_OVER && seen->error;
	}
	return looked;
}

static int
cancel_one(struct vm *vm, const struct block_job *job)
{
	const struct disk *disk = vm_def_disk(vm->live->def, job->disk.target);

	return DRIVER_CALL(block, end, vm, disk, job, BLOCK_END_CANCEL);
}

static int
wait_for_end(struct vm *vm)
{
	int64_t end = clock_ms() + CANCEL_MS;
	struct timespec pause = { .tv_nsec = LOOK_NS };

	for (;;) {
		auto_block_view struct block_view view = { 0 };
		struct looked looked;

		if (DRIVER_CALL(block, view, vm, &view) < 0)
			return -1;
		looked = look(vm, &view);
		if (looked.over == looked.all)
			return 0;
		if (clock_ms() > end)
			return fail(FAULT_TIMEOUT, "the backup does not end");
		nanosleep(&pause, NULL);
	}
}

/* Tell the jobs to end, and wait for that.  The first that ends takes the others with it, which refuse to be
 * told then; who cannot be told at all is told by the next program. */
static int
backup_cancel(struct vm *vm)
{
	auto_block_view struct block_view view = { 0 };

	if (DRIVER_CALL(block, view, vm, &view) < 0)
		return -1;
	backup_each(job, vm) {
		const struct block_seen *seen = find_seen(&view, job);

		if (seen && seen->phase != BLOCK_IS_OVER && cancel_one(vm, job) < 0) {
			if (fail_fault() == FAULT_SYSTEM)
				return -1;
			fail_forget();
		}
	}
	return wait_for_end(vm);
}

static int
settle_begun(struct vm *vm, const struct looked *looked, const struct block_view *view)
{
	bool ending = false, is_new = false;

	backup_each(job, vm) {
		is_new |= job->state == BLOCK_JOB_NEW;
		ending |= job->state >= BLOCK_JOB_ABORTING;
	}
	if (looked->over == looked->all)
		return is_new && backup_advance(vm) < 0 ? -1 : conclude(vm, view);
	if (looked->failed || ending) {
		auto_block_view struct block_view after = { 0 };

		if (backup_cancel(vm) < 0 || DRIVER_CALL(block, view, vm, &after) < 0)
			return -1;
		return conclude(vm, &after);
	}
	return is_new ? backup_advance(vm) : 0;
}

int
backup_settle(struct vm *vm)
{
	auto_block_view struct block_view view = { 0 };
	struct looked looked;

	if (DRIVER_CALL(block, view, vm, &view) < 0)
		return -1;
	looked = look(vm, &view);
	return looked.begun ? settle_begun(vm, &looked, &view) : backup_undo(vm);
}

int
backup_abort(struct vm *vm)
{
	auto_block_view struct block_view view = { 0 };

	if (vm_must_be_active(vm) < 0)
		return -1;
	if (!backup_of(vm))
		return vm->live ? fail(FAULT_NO_WORK, "no backup goes on") : -1;
	if (vm_told("end the backup of %s", vm->name))
		return 0;
	backup_each(job, vm)
		job->state = BLOCK_JOB_ABORTING;
	if (vm_jobs_save(vm) < 0 || backup_cancel(vm) < 0 || DRIVER_CALL(block, view, vm, &view) < 0)
		return -1;
	return conclude(vm, &view);
}

/* A dead guest copies nothing any more: what is not whole by now never will be. */
int
backup_bury(struct vm *vm)
{
	struct vm_job *whole = backup_of(vm);

	if (!whole)
		return 0;
	backup_each(job, vm)
		if (is_useless(whole, job) && DRIVER_CALL(block, remove, job->store) < 0)
			return -1;
	if (whole->backup && DRIVER_CALL(backup, bury, whole->backup) < 0)
		return -1;
	return tell(vm, BLOCK_JOB_CANCELLED);
}
