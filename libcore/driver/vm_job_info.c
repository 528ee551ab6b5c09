/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_job_info - what a guest is busy with, and what the last work on it came to */
#include "driver/vm_job_info.h"

#include <fcntl.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/backup.h"
#include "driver/vm_inside.h"
#include "driver/vm_writing_record.h"

#define FIGURE(name, member) { name, offsetof(struct vm_work, member) }
const struct vm_work_figure vm_work_figures[] = {
	FIGURE("time_elapsed",             elapsed_ms),
	FIGURE("downtime",                 downtime_ms),
	FIGURE("expected_downtime",        expected_downtime_ms),
	FIGURE("setup_time",               setup_ms),
	FIGURE("memory_total",             memory_total),
	FIGURE("memory_processed",         memory_done),
	FIGURE("memory_remaining",         memory_left),
	FIGURE("memory_bps",               speed),
	FIGURE("memory_dirty_rate",        dirty_rate),
	FIGURE("memory_page_size",         page_size),
	FIGURE("memory_iteration",         iteration),
	FIGURE("memory_constant",          constant),
	FIGURE("memory_normal",            normal),
	FIGURE("memory_normal_bytes",      normal_bytes),
	FIGURE("memory_postcopy_requests", postcopy_requests),
	FIGURE("disk_total",               disk_total),
	FIGURE("disk_processed",           disk_done),
	FIGURE("disk_remaining",           disk_left),
	FIGURE("disk_temp_used",           temp_used),
	FIGURE("disk_temp_total",          temp_total),
	{ NULL }
};

uint64_t *
vm_work_figure(struct vm_work *work, const struct vm_work_figure *figure)
{
	return (uint64_t *)(void *)((char *)work + figure->at);
}

/* --- now --- */

static uint64_t
since(uint64_t started)
{
	struct timespec now;
	uint64_t ms;

	clock_gettime(CLOCK_REALTIME, &now);
	ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
	return ms > started ? ms - started : 0;
}

static int
backup_work(struct vm *vm, struct vm_work *work)
{
	struct backup_progress progress = { 0 };

	if (backup_look(vm, &progress) < 0)
		return -1;
	if (progress.mode == BACKUP_PULL) {
		work->temp_used = progress.done;
		work->temp_total = progress.total;
		return 0;
	}
	work->disk_done = progress.done;
	work->disk_total = progress.total;
	work->disk_left = progress.total > progress.done ? progress.total - progress.done : 0;
	return 0;
}

static int
work_of(struct vm *vm, struct vm_work *work)
{
	auto_json struct json_object *data = NULL;

	if (vm->live->job->kind == VM_JOB_BACKUP)
		return backup_work(vm, work);
	data = vm_job_data(vm);
	return DRIVER_CALL(vm, work, vm, json_boolean(data, "dump"), work);
}

int
vm_job_info(struct vm *vm, struct vm_job_info *ret_info)
{
	const struct vm_job *job;

	*ret_info = (struct vm_job_info){ 0 };
	if (!vm->active)
		return 0;
	job = vm_live(vm) ? vm->live->job : NULL;
	if (!job)
		return vm->live ? 0 : -1;
	ret_info->kind = job->kind;
	ret_info->started = job->started;
	if (work_of(vm, &ret_info->work) < 0)
		return -1;
	ret_info->work.elapsed_ms = since(job->started);
	return 0;
}

int
vm_job_abort(struct vm *vm)
{
	struct vm_live *live = vm->active ? vm_live(vm) : NULL;

	if (vm->active && !live)
		return -1;
	if (!live || !live->job)
		return fail(FAULT_NO_WORK, "there is no job");
	if (vm_told("end the %s of %s", words_name(&vm_job_kind_words, live->job->kind), vm->name))
		return 0;
	return live->job->kind == VM_JOB_BACKUP ? backup_abort(vm) : vm_writing_abort(vm);
}

/* --- the last one --- */

static char *
last_path(const char *folder, const char *name)
{
	return place_file(PLACE_RUN, "%s/%s.last-job", folder, name);
}

void
vm_job_forget_last(const char *folder, const char *name)
{
	auto_free char *path = last_path(folder, name);

	unlink(path);
}

void
vm_job_remember(struct vm *vm, struct vm_work *work)
{
	const struct vm_job *job = vm->live->job;
	auto_json struct json_object *last = json_build(
		"s:kind", words_name(&vm_job_kind_words, job->kind), "i:started", (int64_t)job->started,
		"i:phase", (int64_t)work->phase, "s:error", work->error, NULL);
	auto_free char *file = text_format("%s.last-job", vm->name);
	auto_close int dir = place_open(PLACE_RUN, vm_folder(), true);

	work->elapsed_ms = since(job->started);
	for (const struct vm_work_figure *figure = vm_work_figures; figure->name; figure++)
		json_object_object_add(last, figure->name,
				       json_object_new_uint64(*vm_work_figure(work, figure)));
	if (dir < 0 || file_replace_volatile(dir, file, json_line(last), strlen(json_line(last)), 0600) < 0)
		fail_forget();       /* the work itself is done */
}

static void
read_last(struct json_object *last, struct vm_job_info *ret_info)
{
	const char *kind = json_string(last, "kind"), *error = json_string(last, "error");
	int found = kind ? words_find(&vm_job_kind_words, kind) : 0;

	ret_info->over = true;
	ret_info->kind = found > 0 ? (enum vm_job_kind)found : VM_JOB_NONE;
	ret_info->started = (uint64_t)json_number(last, "started", 0);
	ret_info->work.phase = (enum vm_work_phase)json_number(last, "phase", VM_WORK_NONE);
	snprintf(ret_info->work.error, sizeof ret_info->work.error, "%s", error ? error : "");
	for (const struct vm_work_figure *figure = vm_work_figures; figure->name; figure++)
		*vm_work_figure(&ret_info->work, figure) = (uint64_t)json_number(last, figure->name, 0);
}

int
vm_job_last(struct vm *vm, bool keep, struct vm_job_info *ret_info)
{
	auto_free char *path = last_path(vm_folder(), vm->name);
	size_t size = 0;
	auto_free char *text = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, &size);
	auto_json struct json_object *last = text ? json_parse(text, size, path) : NULL;

	*ret_info = (struct vm_job_info){ 0 };
	if (!last)
		return fail_fault() ? -1 : 0;
	read_last(last, ret_info);
	if (!keep)
		vm_job_forget_last(vm_folder(), vm->name);
	return 0;
}
