/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_memory - the memory of an external snapshot, in a file of its own
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/snapshot_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "driver/vm_inside.h"

bool
snapshot_has_memory(const struct snapshot_def *def)
{
	return def->memory.snapshot == DISK_SNAPSHOT_EXTERNAL;
}

/* --- checks, 2.4: 11, 13, 19 --- */

static int
check_file(const char *path, unsigned how)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return errno == ENOENT && !(how & SNAPSHOT_REUSE) ? 0 : fail_errno("memory file %s", path);
	if (!S_ISREG(st.st_mode))
		return fail(FAULT_CONFIG, "memory file %s is no file", quote(path));
	if (st.st_size && !(how & SNAPSHOT_REUSE))
		return fail(FAULT_CONFIG, "memory file %s is there already, and not empty", quote(path));
	return 0;
}

/* Memory and an image in one file would be neither. */
static int
check_stranger(const struct vm_def *guest, const struct snapshot_def *def)
{
	const char *path = def->memory.file;

	list_each(disk, &guest->devices.disks)
		for (const struct storage_source *s = &disk->source; s && s->type; s = s->backing)
			if (text_same(storage_source_path(s), path))
				return fail(FAULT_CONFIG, "memory file %s is an image of disk %s", quote(path),
					    disk->target.dev);
	list_each(part, &def->disks)
		if (text_same(storage_source_path(&part->source), path))
			return fail(FAULT_CONFIG, "memory file %s is the overlay of disk %s", quote(path), part->name);
	return 0;
}

int
snapshot_memory_check(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	const struct vm_live *live = vm_live(vm);

	if (!live || check_file(def->memory.file, how) < 0 || check_stranger(live->def, def) < 0)
		return -1;
	return vm_job_must_be_none(vm);
}

/* --- writing it --- */

int
snapshot_hold(struct vm *vm)
{
	if (DRIVER_CALL(vm, suspend, vm) < 0)
		return -1;
	vm->reason = VM_REASON_SNAPSHOT;
	return vm_set_state(vm_folder(), vm->name, vm->state, vm->reason);
}

static int
open_file(const char *path, unsigned how)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | (how & SNAPSHOT_REUSE ? 0 : O_TRUNC), 0600);

	return fd < 0 ? fail_errno("open %s", path) : fd;
}

/* Its name is to last as its contents do. */
static int
keep_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	auto_free char *folder = xstrndup(path, (size_t)(slash - path) + 1);
	auto_close int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return dir < 0 || fsync(dir) < 0 ? fail_errno("%s", folder) : 0;
}

int
snapshot_memory_save(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	auto_memory_image struct memory_image image = {
		.run = def->state == SNAPSHOT_RUNNING, .xml = vm_memory_xml(vm->live->def), .cookie = xstrdup(def->cookie),
	};
	auto_close int fd = open_file(def->memory.file, how);

	if (fd < 0 || keep_name(def->memory.file) < 0)
		return -1;
	return vm_memory_write(vm, fd, &image) < 0 ? fail_within("memory file %s", def->memory.file) : 0;
}

bool
snapshot_memory_is_whole(const struct snapshot_def *def)
{
	auto_memory_input struct memory_input input = NO_MEMORY_INPUT;

	if (memory_input_open(def->memory.file, &input) == 0)
		return true;
	fail_forget();                   /* it says that it is half, or is not there */
	return false;
}

int
snapshot_memory_settle(struct vm *vm)
{
	struct vm_work work = { 0 };

	if (DRIVER_CALL(vm, work, vm, false, &work) < 0)
		return -1;
	if (work.phase != VM_WORK_GOES_ON)
		return 0;
	if (DRIVER_CALL(vm, cancel_work, vm, false) < 0)
		return -1;
	if (vm_work_wait(vm, false) < 0)
		fail_forget();           /* as was asked for */
	return 0;
}

/* --- a revert, 3.1 and 3.6 --- */

int
snapshot_cpu(const struct snapshot_def *def, struct vm_cpu **ret_cpu)
{
	*ret_cpu = NULL;
	return def->cookie ? vm_cookie_cpu(def->cookie, def->name, ret_cpu) : 0;
}

/* A guest may have got another name since. */
static int
check_same(const struct snapshot_def *def, const struct memory_image *image)
{
	auto_vm_def struct vm_def *saved = memory_image_def(image, def->memory.file);

	if (!saved)
		return -1;
	free(saved->name);
	saved->name = xstrdup(def->domain->name);
	if (model_compare(&vm_def_type, saved, def->domain, ABI) == 0)
		return 0;
	fail_as(FAULT_CONFIG);
	return fail_within("memory file %s is of another guest", def->memory.file);
}

int
snapshot_memory_open(const struct snapshot_def *def, struct memory_input *input)
{
	if (memory_input_open(def->memory.file, input) < 0)
		return fail_as(FAULT_FAILED);
	return check_same(def, &input->image);
}
