/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_save - guests whose memory is in a file, and that resume from it */
#include "driver/vm_save.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/vm_inside.h"
#include "driver/vm_memory.h"

char *
vm_save_image(const char *folder, const char *name)
{
	return place_file(PLACE_VAR, "%s/save/%s.save", folder, name);
}

bool
vm_is_saved(const struct vm *vm)
{
	auto_free char *image = vm_save_image(vm_folder(), vm->name);

	return access(image, F_OK) == 0;
}

static int
open_directory(const char *folder, bool make)
{
	auto_free char *below = text_format("%s/save", folder);

	return place_open(PLACE_VAR, below, make);
}

static int
no_image(void)
{
	return fail(FAULT_STATE, "there is no managed save image");
}

int
vm_save_remove(struct vm *vm)
{
	auto_free char *file = text_format("%s.save", vm->name);
	auto_close int dir = -1;

	if (!vm_is_saved(vm))
		return no_image();
	if (vm_told("remove the managed save image of %s", vm->name))
		return 0;
	dir = open_directory(vm_folder(), false);
	return dir < 0 ? fail_errno("open the directory of saved guests") : file_remove(dir, file);
}

int
vm_save_renamed(const char *folder, const char *name, const char *new_name)
{
	auto_free char *from = vm_save_image(folder, name), *to = vm_save_image(folder, new_name);

	return file_exists(AT_FDCWD, from) ? file_put_in_place(from, to) : 0;
}

/* --- saving --- */

/* Its disks are made anew by each start, so the memory would not fit them. */
static int
check_disks(const struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		if (disk->transient)
			return fail(FAULT_UNSUPPORTED, "disk %s is transient: what was written to it ends with the guest",
				    quote(disk->target.dev));
	return 0;
}

static bool
will_run(enum vm_resume resume, bool ran)
{
	return resume == RESUME_AS_IT_WAS ? ran : resume == RESUME_RUNNING;
}

static int
choose_format(const char *word, enum memory_format *ret_format)
{
	int found = word ? words_find(&memory_format_words, word) : MEMORY_RAW;

	if (found < 0)
		return fail(FAULT_USAGE, "%s is no format of memory images", quote(word));
	*ret_format = (enum memory_format)found;
	return 0;
}

static int
fill_image(struct vm *vm, const struct vm_save *save, struct memory_image *image)
{
	auto_vm_def struct vm_def *other = NULL;
	const struct vm_def *def = vm->live->def;

	if (save->xml && !(other = vm_compatible_def(def, save->xml, save->whence)))
		return -1;
	image->run = will_run(save->resume, vm->state != VM_PAUSED);
	image->xml = vm_memory_xml(other ? other : def);
	return choose_format(save->format, &image->format) < 0 ? -1 : vm_cookie(vm, &image->cookie);
}

static int
make_managed_place(void)
{
	auto_close int dir = open_directory(vm_folder(), true);

	return dir < 0 ? -1 : 0;
}

int
vm_save_begin(struct vm *vm, const struct vm_save *save, struct vm_writing *ret_writing)
{
	auto_free char *managed = save->path ? NULL : vm_save_image(vm_folder(), vm->name);
	const char *path = managed ? managed : save->path;
	auto_memory_image struct memory_image image = { 0 };

	if (vm_writing_check(vm) < 0)
		return -1;
	if (managed && !vm->stored)
		return fail(FAULT_STATE, "transient: a managed save image needs a stored definition");
	if (check_disks(vm->live->def) < 0 || fill_image(vm, save, &image) < 0)
		return -1;
	if (vm_told("save %s to %s (%s)", vm->name, path, words_name(&memory_format_words, image.format)))
		return 0;
	if (managed && make_managed_place() < 0)
		return -1;
	*ret_writing = (struct vm_writing)WRITING(
		.vm = vm, .kind = VM_JOB_SAVE, .path = path, .image = &image, .format = image.format,
		.bypass_cache = save->bypass_cache, .then = WRITING_STOP);
	return vm_writing_begin(ret_writing);
}
