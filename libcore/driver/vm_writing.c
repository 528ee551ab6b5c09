/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_writing - the memory of a guest on its way into a file, while the guest's lock is free */
#include "driver/vm_writing.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/block.h"
#include "driver/vm_inside.h"
#include "driver/vm_writing_record.h"

int
vm_writing_check(struct vm *vm)
{
	if (vm_must_be_active(vm) < 0)
		return -1;
	if (vm->state != VM_RUNNING && vm->state != VM_BLOCKED && vm->state != VM_PAUSED)
		return fail(FAULT_STATE, "%s: neither running nor paused", words_name(&vm_state_words, vm->state));
	if (block_any_job(vm))
		return fail(FAULT_STATE, "a job is at work on a disk: vm-blockjob ends it");
	if (!vm_live(vm))
		return -1;
	if (vm->live->job && vm->live->job->kind == VM_JOB_BACKUP)
		return fail(FAULT_STATE, "a backup is going on: vm-jobabort ends it");
	return vm_job_must_be_none(vm);
}

/* --- the file --- */

static char *
absolute(const char *path)
{
	auto_free char *here = *path == '/' ? NULL : getcwd(NULL, 0);

	return here ? text_format("%s/%s", here, path) : xstrdup(path);
}

/* One per guest and file, in the directory of the file: a rename puts it in place. */
static char *
draft_of(const char *target, const char *vm)
{
	const char *base = strrchr(target, '/') + 1;

	return text_format("%.*s.%s.%s.new", (int)(base - target), target, base, vm);
}

static int
open_standard(struct vm_writing *w)
{
	if (isatty(STDOUT_FILENO))
		return fail(FAULT_USAGE, "standard output is a terminal");
	w->target = xstrdup("-");
	w->file = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	return w->file < 0 ? fail_errno("standard output") : 0;
}

/* What is there and is no file, a device or a pipe, is written to as it is. */
static void
choose_place(struct vm_writing *w)
{
	struct stat st;
	bool there = stat(w->path, &st) == 0;

	w->target = absolute(w->path);
	w->seekable = !there || S_ISREG(st.st_mode) || S_ISBLK(st.st_mode);
	if (!there || S_ISREG(st.st_mode))
		w->draft = draft_of(w->target, w->vm->name);
}

static int
open_file(struct vm_writing *w)
{
	int how = w->seekable ? O_RDWR : O_WRONLY;

	if (w->draft) {
		w->file = file_create_draft(AT_FDCWD, w->draft, how, 0600);
		return w->file < 0 ? -1 : 0;
	}
	w->file = open(w->target, how | O_CLOEXEC);
	return w->file < 0 ? fail_errno("open %s", w->target) : 0;
}

/* Pages that are on their way to the disk, or there, need not stay. */
static void
drop_pages(const struct vm_writing *w)
{
	if (!w->bypass_cache)
		return;
	sync_file_range(w->file, 0, 0, SYNC_FILE_RANGE_WRITE);
	posix_fadvise(w->file, 0, 0, POSIX_FADV_DONTNEED);
}

/* All is on disk, and says so itself. */
static int
complete_file(struct vm_writing *w)
{
	if (memory_stream_end(&w->stream) < 0)
		return -1;
	if (!w->seekable)
		return 0;
	if (w->marked ? memory_image_end(w->file) < 0 : fsync(w->file) < 0 && fail_errno("write %s", w->target))
		return -1;
	drop_pages(w);
	return 0;
}

/* --- beginning --- */

static int
start(struct vm_writing *w)
{
	const struct writing_record record = {
		.target = w->target, .draft = w->draft, .then = w->then, .dump = w->dump,
		.resume = w->vm->state != VM_PAUSED,
	};

	if (vm_job_begin(w->vm, w->kind, true, writing_record_json(&record)) < 0)
		return -1;
	if (w->file < 0 && open_file(w) < 0)
		return -1;
	if (w->image && memory_image_begin(w->file, w->image, !w->seekable) < 0)
		return fail_within("%s", w->target);
	if (w->dump)
		return DRIVER_CALL(vm, dump_memory, w->vm, w->file, w->dump_format);
	if (memory_stream_out(w->file, w->format, &w->stream) < 0)
		return -1;
	if (record.resume && !w->live && writing_hold(w->vm, w->kind) < 0)
		return -1;
	return DRIVER_CALL(vm, save_memory, w->vm, w->stream.fd);
}

/* The guest goes on, and nothing is left; -1 with the story that was told. */
static int
give_up(struct vm_writing *w, struct vm_work *work)
{
	struct failure why = fail_aside();

	memory_stream_done(&w->stream);
	if (w->vm->live && w->vm->live->job)
		writing_undo(w->vm, work);
	vm_job_step_aside(w->vm);
	return fail_again(&why);
}

int
vm_writing_begin(struct vm_writing *w)
{
	int begun;

	if (text_same(w->path, "-") ? open_standard(w) < 0 : (choose_place(w), false))
		return -1;
	w->marked = w->image;
	begun = start(w);
	w->path = NULL;
	w->image = NULL;
	if (begun < 0)
		return give_up(w, NULL);
	vm_job_step_aside(w->vm);
	return 0;
}

/* --- going on --- */

/* The guest has ended under our hands: whoever cleaned up after it has left the draft to us. */
static int
gone(struct vm_writing *w)
{
	if (fail_fault() == FAULT_BUSY) {
		fail_forget();       /* somebody has the guest for longer: the work goes on meanwhile */
		return 1;
	}
	if (w->draft && !w->vm->active)
		unlink(w->draft);
	return -1;
}

/* The memory is out.  Making it durable takes its time: meanwhile the lock is free. */
static int
conclude(struct vm_writing *w, struct vm_work *work)
{
	vm_job_step_aside(w->vm);
	if (complete_file(w) < 0) {
		struct failure why = fail_aside();
		bool back = vm_job_return(w->vm) == 0 || (gone(w), false);

		fail_again(&why);
		return back ? give_up(w, work) : -1;
	}
	if (vm_job_return(w->vm) < 0)
		return gone(w);
	return writing_finish(w->vm, work);
}

/* A program that gave up is why the hypervisor could not write. */
static int
failed(struct vm_writing *w, struct vm_work *work)
{
	if (work->phase == VM_WORK_CANCELLED)
		fail(FAULT_FAILED, "it was cancelled");
	else if (memory_stream_end(&w->stream) == 0)
		fail(FAULT_FAILED, "%s", work->error);
	return give_up(w, work);
}

int
vm_writing_look(struct vm_writing *w, struct vm_work *ret_work)
{
	auto_json struct json_object *data = NULL;

	*ret_work = (struct vm_work){ 0 };
	if (vm_job_return(w->vm) < 0)
		return gone(w);
	data = vm_job_data(w->vm);
	if (!data)
		return fail(FAULT_FAILED, "somebody has ended it");
	if (DRIVER_CALL(vm, work, w->vm, w->dump, ret_work) < 0)
		return give_up(w, NULL);
	if (json_boolean(data, "cancelled") && ret_work->phase != VM_WORK_FAILED)
		ret_work->phase = VM_WORK_CANCELLED;
	drop_pages(w);
	if (ret_work->phase == VM_WORK_DONE && !memory_stream_over(&w->stream))
		ret_work->phase = VM_WORK_GOES_ON;
	switch (ret_work->phase) {
	case VM_WORK_DONE:
		return conclude(w, ret_work);
	case VM_WORK_GOES_ON:
	case VM_WORK_NONE:
		vm_job_step_aside(w->vm);
		return 1;
	default:
		return failed(w, ret_work);
	}
}

int
vm_writing_cancel(struct vm_writing *w)
{
	int cancelled;

	if (vm_job_return(w->vm) < 0)
		return gone(w);
	cancelled = vm_writing_abort(w->vm);
	vm_job_step_aside(w->vm);
	return cancelled < 0 ? -1 : 1;
}

void
vm_writing_leave(struct vm_writing *w)
{
	w->stream.group = 0;
}

void
vm_writing_done(struct vm_writing *w)
{
	memory_stream_done(&w->stream);
	file_close_at(&w->file);
	w->file = -1;
	free(w->target);
	free(w->draft);
	w->target = w->draft = NULL;
}
