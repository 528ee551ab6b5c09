/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_follow - what happens to guests, as it happens: the lines of $RUN/FOLDER/NAME.events */
#include "driver/vm_follow.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"
#include "driver/vm_inside.h"

static const char suffix[] = ".events";
enum { READ_SIZE = 64 << 10 };           /* more than the longest line */

/* How far a file was read. */
struct event_file {
	char *name;              /* "web.events" */
	ino_t inode;
	off_t offset;
};
LIST_OF(event_file);

struct vm_follow {
	int dir, inotify;
	struct strings only;     /* file names; none: every file */
	struct event_file_list files;
	struct strings lines;    /* read, not yet told */
	unsigned told;
	int64_t since_us;
};

static bool
is_followed(const struct vm_follow *follow, const char *file)
{
	if (!text_ends(file, suffix) || *file == '.')
		return false;
	return !follow->only.n || strings_have(&follow->only, file);
}

static struct event_file *
file_of(struct vm_follow *follow, const char *name)
{
	struct event_file *file;

	list_each(known, &follow->files)
		if (strcmp(known->name, name) == 0)
			return known;
	file = list_add(&follow->files);
	file->name = xstrdup(name);
	return file;
}

/* Whole lines only: the writer may be in the middle of one. */
static void
take_lines(struct vm_follow *follow, struct event_file *file, const char *data, size_t size)
{
	const char *end;

	for (; (end = memchr(data, '\n', size)); size -= end + 1 - data, data = end + 1) {
		strings_take(&follow->lines, xstrndup(data, end - data));
		file->offset += end + 1 - data;
	}
}

static int
read_rest(struct vm_follow *follow, struct event_file *file, int fd)
{
	char data[READ_SIZE];
	ssize_t size;

	do {
		off_t before = file->offset;

		size = pread(fd, data, sizeof data, before);
		if (size > 0)
			take_lines(follow, file, data, size);
		if (size == sizeof data && file->offset == before)
			return fail(FAULT_XML, "%s: a line longer than %zu bytes", file->name, sizeof data);
	} while (size == sizeof data);
	return size < 0 ? fail_errno("read %s", file->name) : 0;
}

/* A log that grew too long was put aside, and what we have not seen of it with it. */
static int
read_put_aside(struct vm_follow *follow, struct event_file *file)
{
	auto_free char *name = text_format("%s.old", file->name);
	auto_close int fd = openat(follow->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 || fstat(fd, &status) < 0)
		return fail_errno("open %s", name);
	if (file->inode ? status.st_ino != file->inode : follow->since_us == INT64_MAX)
		return 0;
	return read_rest(follow, file, fd);
}

/* What was added since the last time.  A file that is gone has told all. */
static int
read_news(struct vm_follow *follow, const char *name)
{
	auto_close int fd = openat(follow->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct event_file *file = file_of(follow, name);
	struct stat status;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 || fstat(fd, &status) < 0)
		return fail_errno("open %s", name);
	if (status.st_ino != file->inode || status.st_size < file->offset) {
		if (read_put_aside(follow, file) < 0)
			return -1;
		file->inode = status.st_ino;
		file->offset = 0;
	}
	return read_rest(follow, file, fd);
}

/* The past is nobody's business, unless it was asked for. */
static int
skip_past(struct vm_follow *follow, const char *name)
{
	struct event_file *file;
	struct stat status;

	if (fstatat(follow->dir, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	file = file_of(follow, name);
	file->inode = status.st_ino;
	file->offset = status.st_size;
	return 0;
}

static int
begin(struct vm_follow *follow, const char *folder)
{
	auto_strings struct strings present = { 0 };

	if (dir_names(follow->dir, ".", suffix, &present) < 0)
		return fail_within("events of %s", folder);
	for (unsigned i = 0; i < present.n; i++) {
		auto_free char *name = text_format("%s%s", present.item[i], suffix);
		bool past = follow->since_us != INT64_MAX;

		if (!is_followed(follow, name))
			continue;
		if ((past ? read_news : skip_past)(follow, name) < 0)
			return -1;
	}
	return 0;
}

static int
watch(struct vm_follow *follow, const char *folder)
{
	auto_free char *path = place_file(PLACE_RUN, "%s", folder);

	follow->dir = place_open(PLACE_RUN, folder, true);
	if (follow->dir < 0)
		return -1;
	follow->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (follow->inotify < 0 ||
	    inotify_add_watch(follow->inotify, path, IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_ONLYDIR) < 0)
		return fail_errno("watch %s", path);
	return begin(follow, folder);
}

struct vm_follow *
vm_follow_open(const struct strings *names, int64_t since_us)
{
	const char *folder = vm_folder();
	auto_vm_follow struct vm_follow *follow = NULL;

	if (!folder)
		return NULL;
	follow = xcalloc(1, sizeof *follow);
	*follow = (struct vm_follow){ .dir = -1, .inotify = -1, .since_us = since_us };
	for (unsigned i = 0; i < names->n; i++)
		strings_addf(&follow->only, "%s%s", names->item[i], suffix);
	return watch(follow, folder) < 0 ? NULL : steal(follow);
}

void
vm_follow_close(struct vm_follow *follow)
{
	if (!follow)
		return;
	file_close_at(&follow->dir);
	file_close_at(&follow->inotify);
	list_each(file, &follow->files)
		free(file->name);
	free(follow->files.item);
	strings_done(&follow->only);
	strings_done(&follow->lines);
	free(follow);
}

int
vm_follow_fd(const struct vm_follow *follow)
{
	return follow->inotify;
}

/* Read what inotify has to say, and then the files it names.  When it lost count, all of them. */
static int
read_changes(struct vm_follow *follow)
{
	_Alignas(struct inotify_event) char data[4096];
	ssize_t size = read(follow->inotify, data, sizeof data);

	if (size < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : fail_errno("read inotify");
	for (char *at = data; at < data + size;) {
		const struct inotify_event *event = (const void *)at;

		if (event->mask & IN_Q_OVERFLOW)
			list_each(file, &follow->files)
				if (read_news(follow, file->name) < 0)
					return -1;
		if (event->len && is_followed(follow, event->name) && read_news(follow, event->name) < 0)
			return -1;
		at += sizeof *event + event->len;
	}
	return 0;
}

/* The next line that is an event and recent enough; NULL when there is none yet.  A line that is
 * not JSON was cut by a full disk. */
static struct json_object *
next_line(struct vm_follow *follow)
{
	while (follow->told < follow->lines.n) {
		char *line = follow->lines.item[follow->told++];
		struct json_object *event = json_parse(line, strlen(line), "event"), *time = json_member(event, "time");

		if (!event)
			fail_forget();
		else if (follow->since_us == INT64_MAX || json_object_get_double(time) * 1e6 >= (double)follow->since_us)
			return event;
		json_object_put(event);
	}
	strings_done(&follow->lines);
	follow->told = 0;
	return NULL;
}

int
vm_follow_next(struct vm_follow *follow, int64_t timeout_ms, struct json_object **ret_event)
{
	int64_t end = timeout_ms == INT64_MAX ? INT64_MAX : clock_ms() + timeout_ms;

	for (;;) {
		struct pollfd wait = { .fd = follow->inotify, .events = POLLIN };
		struct json_object *event = next_line(follow);
		int64_t left = end == INT64_MAX ? INT_MAX : end - clock_ms();

		if (event) {
			*ret_event = event;
			return 1;
		}
		if (poll(&wait, 1, left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left) < 0 && errno != EINTR)
			return fail_errno("wait for events");
		if (!(wait.revents & POLLIN) && left <= 0)
			return 0;
		if (read_changes(follow) < 0)
			return -1;
	}
}
