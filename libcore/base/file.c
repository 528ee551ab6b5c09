/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file - whole files, read with a limit and replaced atomically */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/fail.h"

/* Where a name really is: in an open directory, without a slash.  The directory
 * is opened here when it was not at hand, and closed by place_done(). */
struct place {
	int dir;
	const char *name;
	int opened;
};

static void
place_done(struct place *place)
{
	file_close_at(&place->opened);
}
#define auto_place __attribute__((cleanup(place_done)))

static int
place_find(int dir, const char *name, struct place *place)
{
	const char *slash = strrchr(name, '/');
	auto_free char *parent = NULL;

	*place = (struct place){ .dir = dir, .name = name, .opened = -1 };
	if (dir >= 0 && !slash)
		return 0;
	parent = slash ? xstrndup(name, (size_t)(slash - name) + 1) : xstrdup(".");
	place->opened = dir >= 0 ? dir_open(dir, parent, 0) : open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (place->opened < 0)
		return dir >= 0 ? -1 : fail_errno("open %s", parent);
	place->dir = place->opened;
	place->name = slash ? slash + 1 : name;
	return 0;
}

int
write_all(int fd, const void *data, size_t size)
{
	const char *from = data;

	while (size) {
		ssize_t n = write(fd, from, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno("write");
		from += n;
		size -= (size_t)n;
	}
	return 0;
}

/* Files of the kernel's do not tell their size, and few are larger than a page. */
enum { KERNEL_FILE = 4 << 10 };

/* Read on until the end of the file or one byte over the limit. */
static int
read_up_to(int fd, size_t limit, struct text *t)
{
	struct stat st;
	size_t room = 64 << 10;

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size < limit)
		room = st.st_size ? (size_t)st.st_size + 1 : KERNEL_FILE;
	for (text_reserve(t, room);; text_reserve(t, 1)) {
		ssize_t n = read(fd, t->data + t->length, t->room - t->length - 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		text_cut(t, t->length + (size_t)n);
		if (!n || t->length > limit)
			return 0;
	}
}

static char *
read_open(int fd, const char *path, size_t limit, size_t *ret_size)
{
	auto_text struct text t = { 0 };

	if (read_up_to(fd, limit, &t) < 0)
		return fail_errno("read %s", path), NULL;
	if (t.length > limit)
		return fail(FAULT_XML, "%s: larger than %zu bytes", path, limit), NULL;
	if (ret_size)
		*ret_size = t.length;
	return text_take(&t);
}

char *
file_read(int dir, const char *path, size_t limit, size_t *ret_size)
{
	auto_close int fd = -1;

	if (dir == AT_FDCWD && strcmp(path, "-") == 0)
		return read_open(STDIN_FILENO, "standard input", limit, ret_size);
	fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail_errno("open %s", path), NULL;
	return read_open(fd, path, limit, ret_size);
}

char *
file_read_if_any(int dir, const char *path, size_t limit, size_t *ret_size)
{
	auto_close int fd = openat(dir, path, O_RDONLY | O_CLOEXEC);

	fail_forget();    /* the caller tells "none" from a failure by fail_fault() */
	if (fd < 0 && errno == ENOENT)
		return NULL;
	if (fd < 0)
		return fail_errno("open %s", path), NULL;
	return read_open(fd, path, limit, ret_size);
}

static char *
draft_name(const char *name)
{
	return text_format(".%s.new", name);
}

/* A new file: a draft left behind may have another mode, or be a link.  What others are to read they can, whatever
 * the umask. */
static int
draft_create(int dir, const char *draft, int how, mode_t mode)
{
	auto_close int fd = -1;

	how |= O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	fd = openat(dir, draft, how, mode);
	if (fd < 0 && errno == EEXIST && unlinkat(dir, draft, 0) == 0)
		fd = openat(dir, draft, how, mode);
	if (fd >= 0 && (mode & 077) && fchmod(fd, mode) < 0) {
		int reason = errno;

		unlinkat(dir, draft, 0);
		errno = reason;
		return -1;
	}
	return steal_fd(fd);
}

int
file_create_draft(int dir, const char *draft, int how, mode_t mode)
{
	int fd = draft_create(dir, draft, how, mode);

	return fd < 0 ? fail_errno("create %s", draft) : fd;
}

/* Tell the failure and remove the draft that did not become `name`. */
static int
draft_failed(int dir, const char *draft, const char *name)
{
	fail_errno("replace %s", name);
	unlinkat(dir, draft, 0);
	return -1;
}

enum replace_how { DURABLE, VOLATILE, CACHED };

/* Nobody may open it who may not open the other, at no time. */
static int
make_like(int fd, const struct stat *like)
{
	return fchown(fd, like->st_uid, like->st_gid) < 0 ? -1 : fchmod(fd, like->st_mode & 07777);
}

/* like: whose owner and mode it gets, or NULL. */
static int
replace(int dir, const char *path, const void *data, size_t size, mode_t mode, enum replace_how how,
	const struct stat *like)
{
	auto_place struct place at = { .opened = -1 };
	auto_free char *draft = NULL;
	auto_close int fd = -1;

	if (place_find(dir, path, &at) < 0)
		return -1;
	draft = draft_name(at.name);
	fd = draft_create(at.dir, draft, O_WRONLY, mode);
	if (fd < 0)
		return fail_errno("create %s", path);
	if (how == CACHED)
		unlinkat(at.dir, at.name, 0);
	if ((like && make_like(fd, like) < 0) || write_all(fd, data, size) < 0 || (how == DURABLE && fsync(fd) < 0) ||
	    renameat(at.dir, draft, at.dir, at.name) < 0)
		return draft_failed(at.dir, draft, path);
	return how == DURABLE ? file_sync_dir(at.dir) : 0;
}

int
file_replace(int dir, const char *name, const void *data, size_t size, mode_t mode)
{
	return replace(dir, name, data, size, mode, DURABLE, NULL);
}

int
file_replace_like(int dir, const char *name, const void *data, size_t size, const struct stat *like)
{
	return replace(dir, name, data, size, 0600, DURABLE, like);
}

int
file_replace_volatile(int dir, const char *name, const void *data, size_t size, mode_t mode)
{
	return replace(dir, name, data, size, mode, VOLATILE, NULL);
}

int
file_replace_cached(int dir, const char *name, const void *data, size_t size, mode_t mode)
{
	return replace(dir, name, data, size, mode, CACHED, NULL);
}

int
file_put_in_place(const char *draft, const char *path)
{
	if (rename(draft, path) < 0 && errno != ENOENT)
		return fail_errno("replace %s", path);
	return file_sync_parent(path);
}

int
file_replace_link(int dir, const char *name, const char *target)
{
	auto_place struct place at = { .opened = -1 };
	auto_free char *draft = NULL;
	int done;

	if (place_find(dir, name, &at) < 0)
		return -1;
	/* Where there is none it needs no draft, which nobody would look for after a kill. */
	if (symlinkat(target, at.dir, at.name) == 0)
		return 0;
	if (errno != EEXIST)
		return fail_errno("create %s", name);
	draft = draft_name(at.name);
	done = symlinkat(target, at.dir, draft);
	if (done < 0 && errno == EEXIST && unlinkat(at.dir, draft, 0) == 0)
		done = symlinkat(target, at.dir, draft);
	if (done < 0)
		return fail_errno("create %s", name);
	if (renameat(at.dir, draft, at.dir, at.name) < 0)
		return draft_failed(at.dir, draft, name);
	return 0;
}

/* Some file systems know no RENAME_NOREPLACE; the caller's lock keeps others
 * from coming between the question and the rename. */
static int
rename_new(int dir, const char *from, const char *to)
{
	if (renameat2(dir, from, dir, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL)
		return -1;
	if (file_exists(dir, to)) {
		errno = EEXIST;
		return -1;
	}
	return renameat(dir, from, dir, to);
}

int
file_rename(int dir, const char *from, const char *to)
{
	if (rename_new(dir, from, to) < 0)
		return fail_errno("rename %s to %s", from, to);
	return file_sync_dir(dir);
}

int
file_remove_volatile(int dir, const char *name)
{
	return unlinkat(dir, name, 0) == 0 || errno == ENOENT ? 0 : fail_errno("remove %s", name);
}

int
file_remove(int dir, const char *name)
{
	auto_place struct place at = { .opened = -1 };

	if (place_find(dir, name, &at) < 0)
		return -1;
	if (unlinkat(at.dir, at.name, 0) == 0)
		return file_sync_dir(at.dir);
	return errno == ENOENT ? 0 : fail_errno("remove %s", name);
}

int
file_remove_draft(int dir, const char *name)
{
	const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
	auto_free char *draft = draft_name(last);
	auto_free char *path = text_format("%.*s%s", (int)(last - name), name, draft);

	return file_remove_volatile(dir, path);
}

int
file_open_in_place(int dir, const char *name, int how, mode_t mode)
{
	auto_close int fd = openat(dir, name, how | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return fail_errno("open %s", name);
	if (!S_ISREG(st.st_mode) || st.st_nlink > 1)
		return fail(FAULT_SYSTEM, "%s is not a file of ours: it is special, or has a second name", name);
	return steal_fd(fd);
}

int
file_overwrite(int dir, const char *name, const void *data, size_t size, mode_t mode)
{
	auto_close int fd = file_open_in_place(dir, name, O_WRONLY, mode);
	struct stat st;

	if (fd < 0)
		return -1;
	if (write_all(fd, data, size) < 0 || fstat(fd, &st) < 0 ||
	    ((uint64_t)st.st_size > size && ftruncate(fd, (off_t)size) < 0))
		return fail_errno("write over %s", name);
	return 0;
}

/* The end of a file that was cut short by a kill or a full disk would swallow what comes next. */
static bool
ends_within_line(int fd)
{
	struct stat st;
	char last = '\n';

	return fstat(fd, &st) == 0 && st.st_size && pread(fd, &last, 1, st.st_size - 1) == 1 && last != '\n';
}

int
file_append(int dir, const char *name, const void *data, size_t size, mode_t mode)
{
	auto_close int fd = file_open_in_place(dir, name, O_RDWR | O_APPEND, mode);

	if (fd < 0)
		return -1;
	if ((ends_within_line(fd) && write_all(fd, "\n", 1) < 0) || write_all(fd, data, size) < 0)
		return fail_errno("append to %s", name);
	return 0;
}

int
file_append_log(int dir, const char *name, const char *line)
{
	enum { LOG_LIMIT = 4 << 20 };
	auto_free char *old = text_format("%s.old", name);
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_size > LOG_LIMIT)
		renameat(dir, name, dir, old);
	return file_append(dir, name, line, strlen(line), 0600);
}

bool
file_exists(int dir, const char *name)
{
	struct stat st;

	return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

int
file_sync_dir(int dir)
{
	auto_close int here = -1;

	if (dir == AT_FDCWD)
		dir = here = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* File systems that cannot sync a directory say EINVAL. */
	return fsync(dir) == 0 || errno == EINVAL ? 0 : fail_errno("sync directory");
}

int
file_sync_parent(const char *path)
{
	const char *slash = strrchr(path, '/');
	auto_free char *directory = slash ? xstrndup(path, (size_t)(slash + 1 - path)) : xstrdup(".");
	auto_close int dir = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return dir < 0 ? fail_errno("open %s", directory) : file_sync_dir(dir);
}
