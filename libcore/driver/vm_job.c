/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_job - work on a guest that goes on while its lock is free */
#include "driver/vm_job.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/backup_inside.h"
#include "driver/device.h"
#include "driver/vm_inside.h"
#include "driver/vm_writing_record.h"

ENUM_WORDS(vm_job_kind, VM_JOB_KIND);

#define T struct vm_job
static const struct row vm_job_rows[] = {
	ENUM  (T, kind,    "@kind", vm_job_kind, REQUIRED, "what is going on"),
	U64   (T, started, "@started",           0,        "since when, milliseconds of the epoch"),
	GROUP (T, backup,  "domainbackup", backup_def, 0,  "what is copied, and where to"),
	GROUP (T, checkpoint, "domaincheckpoint", checkpoint_def, 0, "what begins with it"),
	STRING(T, data,    "data",               0,        "what its owner keeps, as JSON"),
	ROWS_END
};
#undef T
const struct type vm_job_type = { .name = "job", .size = sizeof(struct vm_job), .rows = vm_job_rows };

/* Who finishes or undoes a job that nobody attends to: 0, also when it goes on by itself.  Without
 * one the job is of nothing that could go on, and is dropped. */
static int (*const settlers[vm_job_kind_count])(struct vm *vm) = {
	[VM_JOB_BACKUP] = backup_settle,
	[VM_JOB_SAVE] = vm_writing_settle,
	[VM_JOB_DUMP] = vm_writing_settle,
};

/* What it leaves when its guest has died. */
static int (*const buriers[vm_job_kind_count])(struct vm *vm) = {
	[VM_JOB_BACKUP] = backup_bury,
	[VM_JOB_SAVE] = vm_writing_bury,
	[VM_JOB_DUMP] = vm_writing_bury,
};

/* --- the mark: NAME.jobs is there whenever a job is on record, so that who opens a guest
 * needs to read no document to know that there is none */

static char *
mark_path(const char *folder, const char *name)
{
	return place_file(PLACE_RUN, "%s/%s.jobs", folder, name);
}

static int
mark(const char *folder, const char *name)
{
	auto_free char *path = mark_path(folder, name);
	auto_close int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	return fd < 0 ? fail_errno("create %s", path) : 0;
}

bool
vm_jobs_marked(const char *folder, const char *name)
{
	auto_free char *path = mark_path(folder, name);

	return file_exists(AT_FDCWD, path);
}

int
vm_jobs_forget(const char *folder, const char *name)
{
	auto_free char *path = mark_path(folder, name);

	return file_remove_volatile(AT_FDCWD, path);
}

static bool
has_records(const struct vm_live *live)
{
	return live->job || live->block_jobs.n || live->devices.n || live->device_config;
}

/* First the mark, then the record; last without a record, no mark. */
int
vm_jobs_save(struct vm *vm)
{
	struct vm_live *live = vm_live(vm);
	bool any = live && has_records(live);

	if (!live || (any && mark(vm_folder(), vm->name) < 0))
		return -1;
	live->jobs_active = live->block_jobs.n ? YES : UNSAID;
	if (vm_save_live(vm) < 0)
		return -1;
	if (!any && vm_jobs_forget(vm_folder(), vm->name) < 0)
		fail_forget();   /* a mark for nothing only has the next program look */
	return 0;
}

int
vm_jobs_settle(struct vm *vm)
{
	if (!vm_jobs_marked(vm_folder(), vm->name))
		return 0;
	if (!vm_live(vm))
		return -1;
	if (vm_job_settle(vm) < 0)
		return -1;
	if (!vm->active)
		return 0;    /* that was its end */
	if (block_settle(vm) < 0 || device_settle(vm) < 0)
		return -1;
	/* Killed between the mark and the record, or between the record's end and the mark's. */
	if (!has_records(vm->live) && vm_jobs_forget(vm_folder(), vm->name) < 0)
		fail_forget();
	return 0;
}

/* --- the second lock --- */

static char *
lock_folder(void)
{
	return text_format("%s.job", vm_folder());
}

/* 1 taken, 0 somebody attends to the job, -1. */
static int
try_lock(const char *name, int *ret_lock)
{
	auto_free char *folder = lock_folder();
	int lock = store_try_lock(folder, name);

	if (lock >= 0) {
		*ret_lock = lock;
		return 1;
	}
	return fail_fault() == FAULT_BUSY ? 0 : -1;
}

/* --- the record --- */

static uint64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static const char *
kind_name(const struct vm *vm)
{
	return words_name(&vm_job_kind_words, vm->live->job->kind);
}

int
vm_job_must_be_none(struct vm *vm)
{
	auto_close int lock = -1;
	int taken;

	if (!vm->active || !vm_jobs_marked(vm_folder(), vm->name))
		return 0;
	if (!vm_live(vm))
		return -1;
	if (!vm->live->job)
		return 0;
	taken = vm->job_lock >= 0 ? 1 : try_lock(vm->name, &lock);
	if (taken == 0)
		return fail_within("%s", kind_name(vm));
	return taken < 0 ? -1 : fail(FAULT_BUSY, "busy: a %s is going on", kind_name(vm));
}

int
vm_job_allows_change(struct vm *vm)
{
	if (!vm->active || !vm_jobs_marked(vm_folder(), vm->name))
		return 0;
	if (!vm_live(vm))
		return -1;
	return vm->live->job && vm->live->job->kind != VM_JOB_BACKUP ? vm_job_must_be_none(vm) : 0;
}

static void
set_data(struct vm_job *job, struct json_object *data)
{
	free(job->data);
	job->data = data ? xstrdup(json_line(data)) : NULL;
	json_object_put(data);
}

static void
drop_record(struct vm_live *live)
{
	model_free(&vm_job_type, live->job);
	live->job = NULL;
}

int
vm_job_begin(struct vm *vm, enum vm_job_kind kind, bool attended, struct json_object *data)
{
	auto_json struct json_object *owned = data;
	auto_close int lock = -1;

	if (!vm_live(vm) || vm_job_must_be_none(vm) < 0)
		return -1;
	if (attended && try_lock(vm->name, &lock) <= 0)
		return -1;
	vm->live->job = model_new(&vm_job_type);
	vm->live->job->kind = kind;
	vm->live->job->started = now_ms();
	set_data(vm->live->job, steal(owned));
	if (vm_jobs_save(vm) < 0) {
		drop_record(vm->live);
		return -1;
	}
	vm->job_lock = steal_fd(lock);
	return 0;
}

int
vm_job_note(struct vm *vm, struct json_object *data)
{
	if (!vm_live(vm) || !vm->live->job) {
		json_object_put(data);
		return vm->live ? fail(FAULT_INTERNAL, "no job is on record") : -1;
	}
	set_data(vm->live->job, data);
	return vm_jobs_save(vm);
}

struct json_object *
vm_job_data(struct vm *vm)
{
	const char *data = vm_live(vm) && vm->live->job ? vm->live->job->data : NULL;

	return data ? json_parse(data, strlen(data), "job on record") : NULL;
}

int
vm_job_end(struct vm *vm)
{
	int saved = 0;

	if (vm->active && !vm_live(vm))
		return -1;
	if (vm->live && vm->live->job) {
		drop_record(vm->live);
		saved = vm_jobs_save(vm);
	}
	file_close_at(&vm->job_lock);
	vm->job_lock = -1;
	return saved;
}

int
vm_job_settle(struct vm *vm)
{
	int (*settler)(struct vm *) = vm->live->job ? settlers[vm->live->job->kind] : NULL;
	auto_close int lock = -1;
	int taken;

	if (!vm->live->job || vm->job_lock >= 0)
		return 0;
	taken = try_lock(vm->name, &lock);
	if (taken <= 0) {
		if (taken == 0)
			fail_forget();   /* whoever attends to it settles it */
		return taken;
	}
	return settler ? settler(vm) : vm_job_end(vm);
}

int
vm_job_bury(struct vm *vm)
{
	int (*burier)(struct vm *);

	if (!vm_jobs_marked(vm_folder(), vm->name))
		return 0;
	if (!vm_live(vm)) {
		fail_forget();   /* a live file that cannot be read can be removed all the same */
		return 0;
	}
	burier = vm->live->job ? buriers[vm->live->job->kind] : NULL;
	return burier ? burier(vm) : 0;
}

/* --- waiting with the lock free --- */

void
vm_job_step_aside(struct vm *vm)
{
	file_close_at(&vm->lock);
	vm->lock = -1;
}

static void
forget_definitions(struct vm *vm)
{
	model_free(&vm_live_type, vm->live);
	vm_def_free(vm->config);
	vm->live = NULL;
	vm->config = NULL;
}

/* Another guest may have the name by now. */
int
vm_job_return(struct vm *vm)
{
	auto_close int lock = vm_lock(vm_folder(), vm->name);
	auto_vm struct vm *now = lock < 0 ? NULL : vm_look(vm_folder(), vm->name);

	if (lock < 0 || (!now && fail_fault() != FAULT_NONE))
		return -1;
	forget_definitions(vm);
	vm->lock = steal_fd(lock);
	vm->active = now && now->active && now->id == vm->id && now->started == vm->started;
	vm->stored = now && now->stored;
	if (!vm->active)
		return fail(FAULT_STATE, "it ended meanwhile");
	vm->state = now->state;
	vm->reason = now->reason;
	vm->pid = now->pid;
	return vm_repair(vm);
}
