/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* directory - directories opened step by step, listed and removed */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/fail.h"

enum { OPEN_DIR = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

/* What is stored in it is only as durable as its own name. */
int
dir_make_one(int dir, const char *name, mode_t mode)
{
	if (mkdirat(dir, name, mode) < 0)
		return errno == EEXIST ? 0 : -1;
	if (fchmodat(dir, name, mode, 0) < 0)
		return -1;
	return dir == AT_FDCWD || fsync(dir) == 0 || errno == EINVAL ? 0 : -1;
}

/* One step down; made when it is missing and a mode is given. */
static int
step_open(int dir, const char *name, mode_t mode)
{
	int fd = openat(dir, name, OPEN_DIR | O_NOFOLLOW);

	if (fd >= 0 || errno != ENOENT || !mode)
		return fd;
	if (dir_make_one(dir, name, mode) < 0)
		return -1;
	return openat(dir, name, OPEN_DIR | O_NOFOLLOW);
}

static int
root_open(const char *path, mode_t mode)
{
	int fd;

	if (mode && dir_make(path, mode) < 0)
		return -1;
	fd = open(path, OPEN_DIR);
	return fd >= 0 ? fd : fail_errno("open %s", path);
}

int
dir_open(int dir, const char *path, mode_t mode)
{
	auto_close int at = -1;
	auto_free char *step = NULL;
	const char *from = path + strspn(path, "/");

	if (from > path)
		return root_open(path, mode);
	for (; *from; from += strspn(from, "/")) {
		size_t length = strcspn(from, "/");
		int next;

		free(step);
		step = xstrndup(from, length);
		if (strcmp(step, "..") == 0)
			return fail(FAULT_ARGUMENT, "path %s leads upwards", quote(path));
		next = step_open(at >= 0 ? at : dir, step, mode);
		if (next < 0)
			return fail_errno("open %s", path);
		file_close_at(&at);
		at = next;
		from += length;
	}
	if (at < 0)
		return fail(FAULT_ARGUMENT, "empty path of a directory");
	return steal_fd(at);
}

static int
make_one(const char *path, mode_t mode)
{
	struct stat st;

	if (mkdir(path, mode) == 0)
		return chmod(path, mode) < 0 ? fail_errno("chmod %s", path) : file_sync_parent(path);
	if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	return fail_errno("make directory %s", path);
}

int
dir_make(const char *path, mode_t mode)
{
	auto_free char *partial = xstrdup(path);

	for (char *end = partial + strspn(partial, "/");; end += strspn(end, "/")) {
		char behind;

		end += strcspn(end, "/");
		behind = *end;
		*end = '\0';
		/* What leads there lets the same ones through, and nobody else in. */
		if (make_one(partial, behind ? mode & ~022u : mode) < 0)
			return -1;
		if (!behind)
			return 0;
		*end = behind;
	}
}

/* The name as it goes into the list: without suffix, or NULL when it is none of
 * those asked for.  Caller frees. */
static char *
listed(const char *name, const char *suffix)
{
	if (*name == '.')
		return NULL;
	if (!suffix)
		return xstrdup(name);
	return text_ends(name, suffix) ? xstrndup(name, strlen(name) - strlen(suffix)) : NULL;
}

static void
dir_close_at(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}
#define auto_dir __attribute__((cleanup(dir_close_at)))

/* Takes the descriptor.  errno on failure. */
static DIR *
stream_open(int fd)
{
	DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;

	if (!stream && fd >= 0)
		close(fd);
	return stream;
}

int
dir_names(int dir, const char *path, const char *suffix, struct strings *ret_names)
{
	auto_dir DIR *stream = stream_open(openat(dir, path, OPEN_DIR | O_NOFOLLOW));
	auto_strings struct strings names = { 0 };

	if (!stream && errno != ENOENT)
		return fail_errno("list %s", path);
	while (stream) {
		struct dirent *entry;
		char *name;

		errno = 0;
		entry = readdir(stream);
		if (!entry && errno)
			return fail_errno("list %s", path);
		if (!entry)
			break;
		name = listed(entry->d_name, suffix);
		if (name)
			strings_take(&names, name);
	}
	strings_sort(&names);
	*ret_names = names;
	names = (struct strings){ 0 };
	return 0;
}

static int
choose(void *stream, dir_next *next, int dir, const char *path, dir_wanted *wanted, struct strings *ret_names)
{
	auto_strings struct strings names = { 0 };

	for (const struct dirent *entry; errno = 0, (entry = next(stream));)
		if (wanted(dir, entry))
			strings_add(&names, entry->d_name);
	if (errno)
		return fail_errno("list %s", path);
	strings_sort(&names);
	*ret_names = names;
	names = (struct strings){ 0 };
	return 0;
}

int
dir_choose_from(void *stream, dir_next *next, const char *path, dir_wanted *wanted, struct strings *ret_names)
{
	return choose(stream, next, -1, path, wanted, ret_names);
}

static struct dirent *
next_entry(void *stream)
{
	return readdir(stream);
}

int
dir_choose(int dir, const char *path, dir_wanted *wanted, struct strings *ret_names)
{
	auto_dir DIR *stream = stream_open(fcntl(dir, F_DUPFD_CLOEXEC, 0));

	return stream ? choose(stream, next_entry, dir, path, wanted, ret_names) : fail_errno("list %s", path);
}

static int
remove_contents(int dir, const char *path)
{
	auto_dir DIR *stream = stream_open(openat(dir, path, OPEN_DIR | O_NOFOLLOW));
	struct dirent *entry;

	if (!stream)
		return fail_errno("open %s", path);
	while (errno = 0, (entry = readdir(stream)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
		    dir_remove(dirfd(stream), entry->d_name) < 0)
			return fail_within("%s", path);
	return errno ? fail_errno("list %s", path) : 0;
}

int
dir_remove(int dir, const char *path)
{
	if (unlinkat(dir, path, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR)
		return fail_errno("remove %s", path);
	if (remove_contents(dir, path) < 0)
		return -1;
	if (unlinkat(dir, path, AT_REMOVEDIR) < 0 && errno != ENOENT)
		return fail_errno("remove %s", path);
	return 0;
}
