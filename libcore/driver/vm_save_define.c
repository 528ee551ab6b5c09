/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_save_define - the definitions in images of saved guests
 *
 * A changed image is a new file that takes the place of the old one: a reader, or a power cut, finds
 * one of the two, and a definition may be of any length. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/vm_inside.h"
#include "driver/vm_memory.h"
#include "driver/vm_save.h"

struct vm_def *
vm_compatible_def(const struct vm_def *before, const char *xml, const char *whence)
{
	auto_vm_def struct vm_def *complete = vm_def_copy(before);
	bool given;
	auto_vm_def struct vm_def *def = vm_prepare_def(xml, whence, 0, &given);

	if (!def || vm_complete(complete) < 0)
		return NULL;
	if (!text_same(def->name, before->name))
		return fail(FAULT_CONFIG, "%s: its name is '%s', not '%s'", whence, def->name, before->name), NULL;
	if (model_compare(&vm_def_type, complete, def, ABI) < 0)
		return fail_within("%s", whence), NULL;
	return steal(def);
}

static int
open_image(const char *path, struct memory_image *ret_image)
{
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail_errno("open %s", path);
	return memory_image_read(fd, path, ret_image) < 0 ? -1 : steal_fd(fd);
}

char *
vm_image_xml(const char *path, enum view view)
{
	auto_memory_image struct memory_image image = { 0 };
	auto_close int fd = open_image(path, &image);
	auto_vm_def struct vm_def *def = fd < 0 ? NULL
		: vm_def_parse(image.xml, strlen(image.xml), path, VIEW_SECRET, READ_SILENT);

	return def ? vm_def_text(def, view) : NULL;
}

/* From where both stand to the end.  What the kernel does not copy is read and written: that also
 * tells why, if there is a reason. */
static int
copy_rest(int from, int to)
{
	enum { CHUNK = 1 << 20 };
	auto_free char *buffer = NULL;
	ssize_t n;

	while ((n = copy_file_range(from, NULL, to, NULL, SSIZE_MAX & ~4095l, 0)) > 0)
		;
	if (n == 0)
		return 0;
	buffer = xmalloc(CHUNK);
	while ((n = read(from, buffer, CHUNK)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0 && write_all(to, buffer, (size_t)n) < 0)
			return fail_errno("copy the image");
	return n < 0 ? fail_errno("copy the image") : 0;
}

/* One at a time, and nobody after the image has been replaced. */
static int
lock_image(const char *path, int image, struct stat *ret_st)
{
	bool busy = flock(image, LOCK_EX | LOCK_NB) < 0;

	if (busy && errno != EWOULDBLOCK)
		return fail_errno("lock %s", path);
	if (busy || fstat(image, ret_st) < 0 || ret_st->st_nlink == 0)
		return fail(FAULT_BUSY, "busy: somebody else changes %s", path);
	return S_ISREG(ret_st->st_mode) ? 0
		: fail(FAULT_UNSUPPORTED, "%s is no file: its definition cannot be replaced", path);
}

static int
write_image(int from, int to, const struct stat *st, struct memory_image *image)
{
	if (fchmod(to, st->st_mode & 07777) < 0 || (geteuid() == 0 && fchown(to, st->st_uid, st->st_gid) < 0))
		return fail_errno("set up the new image");
	if (memory_image_begin(to, image, false) < 0 || copy_rest(from, to) < 0)
		return -1;
	return memory_image_end(to);
}

/* The draft of a killed program is written over. */
static int
replace(const char *path, int from, struct memory_image *image)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	auto_free char *draft = text_format("%.*s.%s.new", (int)(base - path), path, base);
	auto_close int to = -1;
	struct stat st;

	if (lock_image(path, from, &st) < 0)
		return -1;
	to = file_create_draft(AT_FDCWD, draft, O_RDWR, 0600);
	if (to < 0)
		return -1;
	if (write_image(from, to, &st, image) == 0 && file_put_in_place(draft, path) == 0)
		return 0;
	unlink(draft);
	return -1;
}

static int
define(const char *path, const char *name, const char *xml, const char *whence, enum vm_resume resume)
{
	auto_memory_image struct memory_image image = { 0 };
	auto_close int fd = open_image(path, &image);
	auto_vm_def struct vm_def *before = fd < 0 ? NULL
		: vm_def_parse(image.xml, strlen(image.xml), path, VIEW_SECRET, READ_SILENT);
	auto_vm_def struct vm_def *def = NULL;

	if (!before)
		return -1;
	if (name) {
		free(before->name);
		before->name = xstrdup(name);
	}
	def = vm_compatible_def(before, xml, whence);
	if (!def)
		return -1;
	if (vm_told("change the definition in %s", path))
		return 0;
	if (resume != RESUME_AS_IT_WAS)
		image.run = resume == RESUME_RUNNING;
	free(image.xml);
	image.xml = vm_memory_xml(def);
	return replace(path, fd, &image);
}

int
vm_image_define(const char *path, const char *xml, const char *whence, enum vm_resume resume)
{
	return vm_folder() ? define(path, NULL, xml, whence, resume) : -1;
}

/* --- of the managed image --- */

static char *
managed_image(struct vm *vm)
{
	if (vm_is_saved(vm))
		return vm_save_image(vm_folder(), vm->name);
	return fail(FAULT_STATE, "there is no managed save image"), NULL;
}

char *
vm_save_xml(struct vm *vm, enum view view)
{
	auto_free char *path = managed_image(vm);

	return path ? vm_image_xml(path, view) : NULL;
}

int
vm_save_define(struct vm *vm, const char *xml, const char *whence, enum vm_resume resume)
{
	auto_free char *path = managed_image(vm);

	return path ? define(path, vm->name, xml, whence, resume) : -1;
}
