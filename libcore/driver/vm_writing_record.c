/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_writing_record - what is on record of memory that is being written, and finishing or undoing it */
#include "driver/vm_writing_record.h"

#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "driver/vm_inside.h"
#include "driver/vm_job_info.h"

/* Who reads a pipe may keep the hypervisor waiting. */
enum { ENDING_LOOK_MS = 10, ENDING_MS = 10000 };

struct json_object *
writing_record_json(const struct writing_record *record)
{
	return json_build("s:target", record->target, "s?:draft", record->draft, "i:then", (int64_t)record->then,
			  "b:dump", record->dump, "b:resume", record->resume, "b:past", record->past, NULL);
}

/* Borrowed from data. */
static struct writing_record
read_record(struct json_object *data)
{
	return (struct writing_record){
		.target = json_string(data, "target"), .draft = json_string(data, "draft"),
		.then = (enum writing_then)json_number(data, "then", WRITING_RESUME),
		.dump = json_boolean(data, "dump"), .resume = json_boolean(data, "resume"),
		.past = json_boolean(data, "past"),
	};
}

static int
set_state(struct vm *vm, enum vm_reason reason)
{
	vm->reason = reason;
	return vm_set_state(vm_folder(), vm->name, vm->state, reason);
}

int
writing_hold(struct vm *vm, enum vm_job_kind kind)
{
	if (DRIVER_CALL(vm, suspend, vm) < 0)
		return -1;
	return set_state(vm, kind == VM_JOB_SAVE ? VM_REASON_SAVING : VM_REASON_DUMPING);
}

/* It ran before, so it runs again; also when nobody has noticed yet that it stands still. */
static int
let_go(struct vm *vm, const struct writing_record *record, enum vm_reason reason)
{
	if (!record->resume || !vm->active)
		return 0;
	return DRIVER_CALL(vm, resume, vm) < 0 ? -1 : set_state(vm, reason);
}

/* --- the end --- */

static int
put_in_place(const struct writing_record *record)
{
	return record->draft ? file_put_in_place(record->draft, record->target) : 0;
}

static int
end_guest(struct vm *vm, enum vm_reason reason)
{
	if (vm->active && DRIVER_CALL(vm, destroy, vm, false) < 0)
		return -1;
	return vm_stopped(vm, VM_SHUTOFF, reason, NULL);
}

static int
do_then(struct vm *vm, const struct writing_record *record)
{
	switch (record->then) {
	case WRITING_STOP:
		return end_guest(vm, VM_REASON_SAVED);
	case WRITING_CRASH:
		return end_guest(vm, VM_REASON_CRASHED);
	case WRITING_RESET:
		if (DRIVER_CALL(vm, reset, vm) < 0)
			return -1;
		break;
	case WRITING_RESUME:
		break;
	}
	return let_go(vm, record, VM_REASON_UNPAUSED);
}

int
writing_finish(struct vm *vm, struct vm_work *work)
{
	auto_json struct json_object *data = vm_job_data(vm);
	struct writing_record record = read_record(data);
	bool past = record.past;

	record.past = true;
	if (!past && vm_job_note(vm, writing_record_json(&record)) < 0)
		return -1;
	if (work)
		vm_job_remember(vm, work);
	if (put_in_place(&record) < 0 || do_then(vm, &record) < 0)
		return -1;
	return vm_job_end(vm);
}

static int
wait_for_end(struct vm *vm, bool dump)
{
	int64_t start = clock_ms();
	struct vm_work work;

	for (;;) {
		if (DRIVER_CALL(vm, work, vm, dump, &work) < 0)
			return -1;
		if (work.phase != VM_WORK_GOES_ON)
			return 1;
		if (clock_ms() - start >= ENDING_MS)
			return fail(FAULT_BUSY, "busy: the memory is still being written, though that was cancelled");
		nanosleep(&(struct timespec){ .tv_nsec = ENDING_LOOK_MS * 1000000 }, NULL);
	}
}

/* 1 it has ended, 0 it cannot be ended now, -1. */
static int
stop_work(struct vm *vm, bool dump)
{
	struct vm_work work;

	if (DRIVER_CALL(vm, work, vm, dump, &work) < 0)
		return -1;
	if (work.phase != VM_WORK_GOES_ON)
		return 1;
	if (dump)
		return 0;
	return DRIVER_CALL(vm, cancel_work, vm, dump) < 0 ? -1 : wait_for_end(vm, dump);
}

int
writing_undo(struct vm *vm, struct vm_work *work)
{
	auto_json struct json_object *data = vm_job_data(vm);
	struct writing_record record = read_record(data);
	enum vm_reason reason = vm->live->job->kind == VM_JOB_SAVE ? VM_REASON_SAVE_CANCELLED : VM_REASON_UNPAUSED;
	int ended = work && work->phase != VM_WORK_CANCELLED ? 1 : stop_work(vm, record.dump);

	if (ended <= 0)
		return ended;
	if (work)
		vm_job_remember(vm, work);
	if (record.draft)
		unlink(record.draft);
	return let_go(vm, &record, reason) < 0 ? -1 : vm_job_end(vm);
}

/* --- when its program is not there any more --- */

int
vm_writing_settle(struct vm *vm)
{
	auto_json struct json_object *data = vm_job_data(vm);

	return json_boolean(data, "past") ? writing_finish(vm, NULL) : writing_undo(vm, NULL);
}

int
vm_writing_abort(struct vm *vm)
{
	auto_json struct json_object *data = vm_job_data(vm);

	if (!data)
		return fail_fault() ? -1 : fail(FAULT_NO_WORK, "there is no job");
	if (json_boolean(data, "past"))
		return 0;
	if (DRIVER_CALL(vm, cancel_work, vm, json_boolean(data, "dump")) < 0)
		return -1;
	json_object_object_add(data, "cancelled", json_object_new_boolean(true));
	return vm_job_note(vm, json_object_get(data));
}

/* The guest is gone: a whole image stays, half of one does not. */
int
vm_writing_bury(struct vm *vm)
{
	auto_json struct json_object *data = vm_job_data(vm);
	struct writing_record record = read_record(data);

	if (!data)
		return fail_fault() ? -1 : 0;
	if (record.past)
		return put_in_place(&record);
	if (record.draft)
		unlink(record.draft);
	return 0;
}
