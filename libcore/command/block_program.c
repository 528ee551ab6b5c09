/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_program - what the vm-block programs do alike */
#include "command/block_program.h"

#include <string.h>

#include "command/command.h"
#include "command/job.h"

enum { THROTTLED = 1 << 20 };    /* bytes a second of a job that took too long */

const char *const block_late_words[] = {
	[BLOCK_LATE_ABORT] = "abort", [BLOCK_LATE_LEAVE] = "leave", [BLOCK_LATE_THROTTLE] = "throttle", NULL,
};

static const char *const kind_words[block_job_kind_count] = {
	[BLOCK_JOB_PULL] = "Block Pull", [BLOCK_JOB_COPY] = "Block Copy", [BLOCK_JOB_COMMIT] = "Block Commit",
	[BLOCK_JOB_ACTIVE_COMMIT] = "Block Commit", [BLOCK_JOB_BACKUP] = "Backup", [BLOCK_JOB_CREATE] = "Block Create",
};

const char *
block_job_words(enum block_job_kind kind)
{
	return kind_words[kind] ? kind_words[kind] : "Unknown job";
}

enum block_late
block_late_asked(const char *word)
{
	enum block_late late = BLOCK_LATE_ABORT;

	while (word && strcmp(block_late_words[late], word) != 0)
		late++;
	return late;
}

int
block_bandwidth(const char *text, bool bytes, uint64_t *ret_bandwidth)
{
	*ret_bandwidth = 0;
	if (text && text_to_size(text, bytes ? 1 : 1 << 20, ret_bandwidth) < 0)
		return fail_within("bandwidth");
	return 0;
}

struct following {
	const struct block_wait *wait;
	bool ending;                     /* pivot or end was asked for, by us */
	bool stopped;                    /* by a signal, or time */
	uint64_t total;
};

/* Why a job that is gone ended: another program may have seen to its end. */
static enum job_news
ended(struct vm *vm, struct following *following)
{
	const struct block_wait *wait = following->wait;
	struct block_progress progress;

	if (block_job_ended(vm, wait->disk, wait->started, &progress) <= 0)
		return fail_fault() == FAULT_NONE ? fail(FAULT_FAILED, "nothing is known of how the job ended") : -1;
	if (progress.state == BLOCK_JOB_FAILED)
		return fail(FAULT_FAILED, "%s", progress.error);
	if (progress.state == BLOCK_JOB_CANCELLED && !following->stopped && wait->until != BLOCK_THEN_FINISH)
		return fail(FAULT_FAILED, "the job was cancelled");
	return JOB_OVER;
}

static int
ask(struct vm *vm, struct following *following, int (*end)(struct vm *, const char *))
{
	following->ending = true;
	return end(vm, following->wait->disk);
}

/* What follows on the second phase. */
static enum job_news
ready(struct vm *vm, struct following *following)
{
	const struct block_wait *wait = following->wait;

	if (wait->until == BLOCK_UNTIL_READY)
		return JOB_OVER;
	if (ask(vm, following, wait->until == BLOCK_THEN_PIVOT ? block_job_pivot : block_job_abort) < 0)
		return JOB_FAILED;
	return JOB_GOES_ON;
}

static enum job_news
look(void *context, uint64_t *ret_done, uint64_t *ret_total)
{
	struct following *following = context;
	const struct block_wait *wait = following->wait;
	auto_vm struct vm *vm = vm_open(wait->vm, VM_TO_CHANGE);
	struct block_progress progress = { 0 };
	int found = vm ? block_job_look(vm, wait->disk, &progress) : -1;

	if (found < 0)
		return JOB_FAILED;
	if (!found || progress.started != wait->started) {
		*ret_done = *ret_total = following->total ? following->total : 1;
		return ended(vm, following);
	}
	*ret_done = progress.done;
	*ret_total = following->total = progress.total;
	if (progress.state == BLOCK_JOB_READY && !following->ending)
		return ready(vm, following);
	return JOB_GOES_ON;
}

/* The job may have ended, or be on its way to, just now. */
static int
cancel(struct vm *vm, struct following *following)
{
	struct block_progress progress;
	int found = block_job_look(vm, following->wait->disk, &progress);

	following->stopped = true;
	if (found <= 0 || progress.started != following->wait->started)
		return found < 0 ? -1 : 1;
	if (progress.state == BLOCK_JOB_ABORTING || progress.state == BLOCK_JOB_PIVOTING)
		return 1;
	return ask(vm, following, block_job_abort) < 0 ? -1 : !following->wait->async;
}

static int
stop(void *context, bool late)
{
	struct following *following = context;
	const struct block_wait *wait = following->wait;
	auto_vm struct vm *vm = NULL;

	if (late && wait->late == BLOCK_LATE_LEAVE)
		return 0;
	vm = vm_open(wait->vm, VM_TO_CHANGE);
	if (!vm)
		return -1;
	if (late && wait->late == BLOCK_LATE_THROTTLE)
		return block_job_speed(vm, wait->disk, THROTTLED) < 0 ? -1 : 0;
	return cancel(vm, following);
}

/* What people call it. */
static int
name_job(const struct block_wait *wait, const char **ret_what)
{
	auto_vm struct vm *vm = vm_open(wait->vm, VM_TO_CHANGE);
	struct block_progress progress = { 0 };

	if (!vm || block_job_look(vm, wait->disk, &progress) < 0)
		return -1;
	if (progress.started != wait->started && block_job_ended(vm, wait->disk, wait->started, &progress) < 0)
		return -1;
	*ret_what = block_job_words(progress.kind);
	return 0;
}

int
block_wait(const struct block_wait *wait)
{
	struct following following = { .wait = wait };
	struct job job = {
		.target = wait->vm, .part = wait->disk, .look = look, .stop = stop, .context = &following,
	};

	return name_job(wait, &job.what) < 0 ? -1 : job_wait(&job);
}
