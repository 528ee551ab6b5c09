/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nvram - the file where UEFI keeps its variables */
#include "nvram.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"
#include "guest.h"

/* Larger than any variable store of a firmware. */
enum { STORE_LIMIT = 64 << 20 };

const char *
nvram_path(const struct vm_def *def)
{
	const struct nvram *nvram = def->os.nvram;

	if (!nvram || nvram->source.type == STORAGE_FILE)
		return nvram ? nvram->source.file : NULL;
	return nvram->source.type ? NULL : nvram->path;
}

bool
nvram_keeps_snapshots(const struct vm_def *def)
{
	return def->os.nvram && def->os.nvram->source.format == FORMAT_QCOW2;
}

/* In the directory of the file.  Caller frees. */
static char *
draft_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t directory = slash ? (size_t)(slash + 1 - path) : 0;

	return text_format("%.*s.%s.new", (int)directory, path, path + directory);
}

static bool
is_to_be_made(const char *path, bool reset)
{
	return path && (reset || !file_exists(AT_FDCWD, path));
}

void
nvram_plan(const struct vm_def *def, bool reset, struct json_object *undo)
{
	const char *path = nvram_path(def);
	auto_free char *draft = is_to_be_made(path, reset) ? draft_of(path) : NULL;

	if (draft)
		guest_note_draft(undo, draft);
}

/* The directory of a path, made when missing.  *ret_name: what is left of the path. */
static int
open_parent(const char *path, const char **ret_name)
{
	const char *slash = strrchr(path, '/');
	auto_free char *directory = slash ? xstrndup(path, (size_t)(slash - path)) : NULL;
	int fd;

	if (*path != '/')
		return fail(FAULT_CONFIG, "nvram: %s is no absolute path", quote(path));
	if (dir_make(directory, 0711) < 0)
		return -1;
	fd = open(*directory ? directory : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	*ret_name = slash + 1;
	return fd < 0 ? fail_errno("open %s", directory) : fd;
}

/* The template in another format, in a file that has been opened and is empty. */
static int
convert(const char *template, const char *format, int fd)
{
	auto_free char *target = text_format("/proc/%d/fd/%d", (int)getpid(), fd);
	char *argv[] = { "qemu-img", "convert", "-q", "-f", "raw", "-O", (char *)format, (char *)template, target, NULL };

	return process_run(argv, NULL);
}

static int
fill(int fd, const struct nvram *nvram, const char *path)
{
	size_t size;
	auto_free char *data = NULL;

	if (nvram->source.format && nvram->source.format != FORMAT_RAW)
		return convert(nvram->template, words_name(&storage_format_words, nvram->source.format), fd);
	data = file_read(AT_FDCWD, nvram->template, STORE_LIMIT, &size);
	if (!data)
		return -1;
	return write_all(fd, data, size) < 0 ? fail_errno("write %s", path) : 0;
}

static int
make_by_draft(const struct nvram *nvram, int dir, const char *draft, const char *path, const struct emulator_user *user)
{
	auto_close int fd = openat(dir, draft, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail_errno("write %s", path);
	if (fill(fd, nvram, path) < 0)
		return -1;
	if (fsync(fd) < 0)
		return fail_errno("write %s", path);
	if (handover_give(fd, user) < 0)
		return -1;
	return renameat(dir, draft, AT_FDCWD, path) < 0 ? fail_errno("write %s", path) : 0;
}

/* Visible under its name only when it is whole. */
static int
make(const struct nvram *nvram, const char *path, const struct emulator_user *user)
{
	const char *name = NULL;
	auto_close int dir = open_parent(path, &name);
	auto_free char *draft = dir < 0 ? NULL : draft_of(name);

	if (dir < 0)
		return -1;
	unlinkat(dir, draft, 0);
	if (make_by_draft(nvram, dir, draft, path, user) == 0)
		return file_sync_dir(dir);
	unlinkat(dir, draft, 0);
	return -1;
}

int
nvram_make(const struct vm_def *def, bool reset, const struct emulator_user *user)
{
	const char *path = nvram_path(def);

	if (!is_to_be_made(path, reset))
		return 0;
	if (!def->os.nvram->template)
		return fail(FAULT_CONFIG, "nvram: %s is not there, and there is no template to make it from",
			    quote(path));
	if (make(def->os.nvram, path, user) < 0)
		return fail_within("nvram");
	return 0;
}
