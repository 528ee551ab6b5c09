/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_program - what the vm-backup programs do alike */
#include "command/backup_program.h"

#include "command/job.h"

struct following {
	const struct backup_wait *wait;
	uint64_t total;
	bool stopped;                    /* by a signal, or time */
};

static enum job_news
ended(struct vm *vm, const struct following *following)
{
	enum block_job_state state = BLOCK_JOB_UNKNOWN;
	auto_free char *error = NULL;
	int known = backup_ended(vm, following->wait->started, &state, &error);

	if (known <= 0)
		return known < 0 ? -1 : vm->active ? fail(FAULT_FAILED, "nothing is known of how the backup ended")
						   : fail(FAULT_STATE, "it ended, and the backup with it");
	if (state == BLOCK_JOB_FAILED)
		return fail(FAULT_FAILED, "%s", error ? error : "the backup failed");
	if (state == BLOCK_JOB_CANCELLED && !following->stopped)
		return fail(FAULT_FAILED, "the backup was cancelled");
	if (following->stopped && following->wait->clean_up)
		following->wait->clean_up(vm, following->wait->context);
	return JOB_OVER;
}

static enum job_news
look(void *context, uint64_t *ret_done, uint64_t *ret_total)
{
	struct following *following = context;
	auto_vm struct vm *vm = vm_open(following->wait->vm, VM_TO_CHANGE);
	struct backup_progress progress = { 0 };
	int found = vm ? backup_look(vm, &progress) : -1;

	if (found < 0)
		return JOB_FAILED;
	if (!found || progress.started != following->wait->started) {
		*ret_done = *ret_total = following->total ? following->total : 1;
		return ended(vm, following);
	}
	*ret_done = progress.done;
	*ret_total = following->total = progress.total;
	return JOB_GOES_ON;
}

/* It may have ended just now. */
static int
stop(void *context, bool late)
{
	struct following *following = context;
	auto_vm struct vm *vm = vm_open(following->wait->vm, VM_TO_CHANGE);

	(void)late;
	following->stopped = true;
	if (!vm)
		return -1;
	if (backup_abort(vm) < 0 && fail_fault() != FAULT_NO_WORK && fail_fault() != FAULT_STATE)
		return -1;
	fail_forget();
	return 1;
}

int
backup_wait(const struct backup_wait *wait)
{
	struct following following = { .wait = wait };
	struct job job = { .what = "Backup", .target = wait->vm, .look = look, .stop = stop, .context = &following };

	return job_wait(&job);
}
