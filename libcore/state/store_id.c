/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* store_id - running numbers: the counter and the links from numbers to names */
#include "state/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"

/* No object can have a name that begins with a dot. */
static const char counter_lock[] = ".next-id";
static const char counter[] = "next-id";

static char *
id_path(int id)
{
	return text_format("by-id/%d", id);
}

/* The counter may be lost or torn, the numbers in use tell the least it was. */
static int
highest_in_use(int dir)
{
	auto_strings struct strings ids = { 0 };
	int highest = 0;

	if (dir_names(dir, "by-id", NULL, &ids) < 0)
		return -1;
	for (unsigned i = 0; i < ids.n; i++) {
		int64_t id;

		if (text_to_i64(ids.item[i], &id) < 0)
			fail_forget();    /* not one of ours */
		else if (id > highest && id < INT_MAX)
			highest = (int)id;
	}
	return highest;
}

static int
last_id(int dir)
{
	auto_free char *text = file_read_if_any(dir, counter, 64, NULL);
	int last;

	if (text && sscanf(text, "%d", &last) == 1 && last >= 0 && last < INT_MAX)
		return last;
	fail_forget();    /* the counter is repaired by counting on */
	return highest_in_use(dir);
}

/* Not by a draft, which would stay behind who is killed: a counter that is missing or torn is repaired. */
static int
keep_last(int dir, int id)
{
	auto_free char *text = text_format("%d\n", id);
	auto_close int fd = -1;

	if (unlinkat(dir, counter, 0) < 0 && errno != ENOENT)
		return fail_errno("remove %s", counter);
	fd = openat(dir, counter, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return fd >= 0 && write_all(fd, text, strlen(text)) == 0 ? 0 : fail_errno("write %s", counter);
}

int
store_next_id(const char *folder)
{
	auto_close int dir = place_open(PLACE_RUN, folder, true);
	auto_close int lock = dir >= 0 ? store_lock(folder, counter_lock) : -1;
	int last;

	if (lock < 0)
		return -1;
	last = last_id(dir);
	return last < 0 || keep_last(dir, last + 1) < 0 ? -1 : last + 1;
}

int
store_set_id(const char *folder, int id, const char *name)
{
	auto_close int dir = place_open(PLACE_RUN, folder, true);
	auto_free char *path = id_path(id);
	auto_free char *target = text_format("../%s.xml", name);

	if (dir < 0)
		return -1;
	dir_make_one(dir, "by-id", 0711);
	return file_replace_link(dir, path, target);
}

int
store_clear_id(const char *folder, int id)
{
	auto_free char *path = place_file(PLACE_RUN, "%s/by-id/%d", folder, id);

	return file_remove_volatile(AT_FDCWD, path);
}

char *
store_find_id(const char *folder, int id)
{
	auto_free char *path = place_file(PLACE_RUN, "%s/by-id/%d", folder, id);
	char target[NAME_MAX + 4];
	ssize_t length = readlink(path, target, sizeof target - 1);

	if (length < 0)
		return NULL;
	target[length] = '\0';
	if (!text_starts(target, "../") || !text_ends(target, ".xml") || access(path, F_OK) < 0)
		return NULL;
	target[length - 4] = '\0';
	return xstrdup(target + 3);
}
