/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_restore - guests that resume from an image, and the image that is out of the way meanwhile */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/vm_inside.h"
#include "driver/vm_memory.h"
#include "driver/vm_save.h"

/* --- out of the way --- */

static char *
aside_image(const char *folder, const char *name)
{
	return place_file(PLACE_VAR, "%s/save/.%s.save.used", folder, name);
}

int
vm_save_set_aside(const char *folder, const char *name)
{
	auto_free char *image = vm_save_image(folder, name), *aside = aside_image(folder, name);

	return file_put_in_place(image, aside);
}

int
vm_save_put_back(const char *folder, const char *name)
{
	auto_free char *image = vm_save_image(folder, name), *aside = aside_image(folder, name);

	return file_exists(AT_FDCWD, aside) ? file_put_in_place(aside, image) : 0;
}

int
vm_save_drop_aside(const char *folder, const char *name)
{
	auto_free char *aside = aside_image(folder, name);

	return unlink(aside) < 0 && errno != ENOENT ? fail_errno("remove %s", aside) : 0;
}

/* --- resuming --- */

static int
open_input(const char *path, bool bypass_cache, struct memory_input *ret_input)
{
	if (memory_input_open(path, ret_input) < 0)
		return -1;
	ret_input->bypass_cache = bypass_cache;
	return 0;
}

int
vm_save_open(struct vm *vm, struct vm_start *how, struct memory_input *ret_input)
{
	auto_free char *path = vm_save_image(vm_folder(), vm->name);
	auto_vm_def struct vm_def *def = NULL;

	if (open_input(path, how->bypass_cache, ret_input) < 0) {
		if (fail_fault() == FAULT_XML)
			fail_hint("--force-boot starts without it, and drops it");
		return -1;
	}
	def = memory_image_def(&ret_input->image, path);
	if (!def || memory_image_cpu(&ret_input->image, path, &ret_input->cpu) < 0 || !vm_config(vm))
		return -1;
	if (!text_same(def->uuid, vm->config->uuid))
		return fail(FAULT_CONFIG, "%s is of a guest with uuid %s", path, def->uuid);
	/* It may have been renamed since. */
	free(def->name);
	def->name = xstrdup(vm->name);
	how->paused |= !ret_input->image.run;
	how->def = steal(def);
	how->cpu = ret_input->cpu;
	how->memory = &ret_input->stream.fd;
	return 0;
}

static bool
will_run(enum vm_resume resume, const struct memory_image *image)
{
	return resume == RESUME_AS_IT_WAS ? image->run : resume == RESUME_RUNNING;
}

int
vm_restore(const struct vm_restore *restore, char **ret_name)
{
	const char *whence = text_same(restore->path, "-") ? "standard input" : restore->path;
	auto_memory_input struct memory_input input = NO_MEMORY_INPUT;
	auto_vm_def struct vm_def *def = NULL;
	struct vm_start how = { .reset_nvram = restore->reset_nvram, .memory = &input.stream.fd };

	if (!vm_folder() || open_input(restore->path, restore->bypass_cache, &input) < 0)
		return -1;
	def = memory_image_def(&input.image, whence);
	if (def && restore->xml) {
		struct vm_def *other = vm_compatible_def(def, restore->xml, restore->whence);

		vm_def_free(def);
		def = other;
	}
	if (!def || store_name_check(def->name) < 0 || memory_image_cpu(&input.image, whence, &input.cpu) < 0)
		return -1;
	how.cpu = input.cpu;
	how.paused = !will_run(restore->resume, &input.image);
	return vm_create_def(steal(def), true, &how, ret_name);
}
