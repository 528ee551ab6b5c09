/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_save_program - what programs that save, restore and dump do alike */
#include "command/vm_save_program.h"

#include "base/fail.h"
#include "command/command.h"
#include "command/job.h"

const char *const vm_memory_words[] = { "raw", "gzip", "bzip2", "xz", "lzop", "zstd", "sparse", NULL };

int
vm_resume_asked(bool running, bool paused, enum vm_resume *ret_resume)
{
	if (running && paused)
		return fail(FAULT_USAGE, "--running and --paused exclude each other");
	*ret_resume = running ? RESUME_RUNNING : paused ? RESUME_PAUSED : RESUME_AS_IT_WAS;
	return 0;
}

int
vm_channels_refuse(const char *channels, const char *format)
{
	if (channels)
		return fail(FAULT_OPTION, "--parallel-channels needs images in format 'sparse', which are not supported");
	if (text_same(format, "sparse"))
		return fail(FAULT_UNSUPPORTED, "images in format 'sparse'");
	return 0;
}

struct image_edit {
	accept_edited *accept;
	const void *what;
	bool *accepted;
};

static int
accept_and_note(const char *edited, const void *what)
{
	const struct image_edit *edit = what;

	*edit->accepted = edit->accept(edited, edit->what) == 0;
	return *edit->accepted ? 0 : -1;
}

int
vm_edit_image(const char *xml, enum vm_resume resume, accept_edited *accept, const void *what)
{
	bool accepted = false;
	const struct image_edit edit = { accept, what, &accepted };

	if (edit_xml(xml, ".xml", accept_and_note, &edit) < 0)
		return -1;
	return accepted || resume == RESUME_AS_IT_WAS ? 0 : accept(xml, what);
}

static enum job_news
look(void *context, uint64_t *ret_done, uint64_t *ret_total)
{
	struct vm_work work;
	int goes_on = vm_writing_look(context, &work);

	if (goes_on < 0)
		return JOB_FAILED;
	*ret_total = work.memory_total;
	*ret_done = work.memory_total > work.memory_left ? work.memory_total - work.memory_left : 0;
	if (!goes_on && !*ret_total)
		*ret_done = *ret_total = 1;
	return goes_on ? JOB_GOES_ON : JOB_OVER;
}

static int
stop(void *context, bool late)
{
	(void)late;
	return vm_writing_cancel(context);
}

int
vm_writing_wait(struct vm_writing *writing, const char *what)
{
	const struct job job = {
		.what = what, .target = writing->vm->name, .look = look, .stop = stop,
		.context = writing, .ours = true,
	};

	if (job_wanted(true))
		return job_wait(&job);
	if (job_leave(&job) < 0)
		return -1;
	vm_writing_leave(writing);
	return 0;
}
