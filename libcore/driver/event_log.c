/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event_log - what happens, and following it: the lines of $RUN/FOLDER/NAME.events */
#include "driver/event_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
#include "state/place.h"

static const char suffix[] = ".events";
enum { READ_SIZE = 64 << 10 };           /* more than the longest line */

/* ---- writing ---- */

int
event_log_add(const char *folder, const char *noun, const char *name, const char *event,
	      const char *detail, const char *reason)
{
	auto_free char *key = text_format("s:%s", noun), *file = text_format("%s%s", name, suffix), *line = NULL;
	auto_json struct json_object *rest = json_build(key, name, "s:event", event,
							"s?:detail", detail, "s?:reason", reason, NULL);
	auto_close int dir = place_open(PLACE_RUN, folder, true);
	struct timeval now;

	gettimeofday(&now, NULL);
	line = text_format("{\"time\":%" PRId64 ".%06" PRId64 ",%s\n", (int64_t)now.tv_sec, (int64_t)now.tv_usec,
			   json_line(rest) + 1);
	return dir < 0 ? -1 : file_append_log(dir, file, line);
}

/* ---- following ---- */

/* How far a file was read. */
struct event_file {
	char *name;              /* "web.events" */
	ino_t inode;
	off_t offset;
};
LIST_OF(event_file);

struct event_log {
	int dir, inotify;
	struct strings only;     /* file names; none: every file */
	struct event_file_list files;
	struct strings lines;    /* read, not yet told */
	unsigned told;
	int64_t since_us;
};

static bool
is_followed(const struct event_log *log, const char *file)
{
	if (!text_ends(file, suffix) || *file == '.')
		return false;
	return !log->only.n || strings_have(&log->only, file);
}

static struct event_file *
file_of(struct event_log *log, const char *name)
{
	struct event_file *file;

	list_each(known, &log->files)
		if (strcmp(known->name, name) == 0)
			return known;
	file = list_add(&log->files);
	file->name = xstrdup(name);
	return file;
}

/* Whole lines only: the writer may be in the middle of one. */
static void
take_lines(struct event_log *log, struct event_file *file, const char *data, size_t size)
{
	const char *end;

	for (; (end = memchr(data, '\n', size)); size -= end + 1 - data, data = end + 1) {
		strings_take(&log->lines, xstrndup(data, end - data));
		file->offset += end + 1 - data;
	}
}

static int
read_rest(struct event_log *log, struct event_file *file, int fd)
{
	char data[READ_SIZE];
	ssize_t size;

	do {
		off_t before = file->offset;

		size = pread(fd, data, sizeof data, before);
		if (size > 0)
			take_lines(log, file, data, size);
		if (size == sizeof data && file->offset == before)
			return fail(FAULT_XML, "%s: a line longer than %zu bytes", file->name, sizeof data);
	} while (size == sizeof data);
	return size < 0 ? fail_errno("read %s", file->name) : 0;
}

/* A log that grew too long was put aside, and what we have not seen of it with it. */
static int
read_put_aside(struct event_log *log, struct event_file *file)
{
	auto_free char *name = text_format("%s.old", file->name);
	auto_close int fd = openat(log->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 || fstat(fd, &status) < 0)
		return fail_errno("open %s", name);
	if (file->inode ? status.st_ino != file->inode : log->since_us == INT64_MAX)
		return 0;
	return read_rest(log, file, fd);
}

/* Who renames a guest renames its log: how far that was read under the name it had. */
static off_t
read_before(const struct event_log *log, const struct event_file *file, const struct stat *status)
{
	list_each(other, &log->files)
		if (other != file && other->inode == status->st_ino && other->offset <= status->st_size)
			return other->offset;
	return 0;
}

/* What was added since the last time.  A file that is gone has told all. */
static int
read_news(struct event_log *log, const char *name)
{
	auto_close int fd = openat(log->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct event_file *file = file_of(log, name);
	struct stat status;

	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0 || fstat(fd, &status) < 0)
		return fail_errno("open %s", name);
	if (status.st_ino != file->inode || status.st_size < file->offset) {
		if (read_put_aside(log, file) < 0)
			return -1;
		file->inode = status.st_ino;
		file->offset = read_before(log, file, &status);
	}
	return read_rest(log, file, fd);
}

/* The past is nobody's business, unless it was asked for. */
static int
skip_past(struct event_log *log, const char *name)
{
	struct event_file *file;
	struct stat status;

	if (fstatat(log->dir, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return 0;
	file = file_of(log, name);
	file->inode = status.st_ino;
	file->offset = status.st_size;
	return 0;
}

static int
begin(struct event_log *log, const char *folder)
{
	auto_strings struct strings present = { 0 };

	if (dir_names(log->dir, ".", suffix, &present) < 0)
		return fail_within("events of %s", folder);
	for (unsigned i = 0; i < present.n; i++) {
		auto_free char *name = text_format("%s%s", present.item[i], suffix);
		bool past = log->since_us != INT64_MAX;

		if (!is_followed(log, name))
			continue;
		if ((past ? read_news : skip_past)(log, name) < 0)
			return -1;
	}
	return 0;
}

static int
watch(struct event_log *log, const char *folder)
{
	auto_free char *path = place_file(PLACE_RUN, "%s", folder);

	log->dir = place_open(PLACE_RUN, folder, true);
	if (log->dir < 0)
		return -1;
	log->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (log->inotify < 0 ||
	    inotify_add_watch(log->inotify, path, IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_ONLYDIR) < 0)
		return fail_errno("watch %s", path);
	return begin(log, folder);
}

struct event_log *
event_log_open(const char *folder, const struct strings *names, int64_t since_us)
{
	auto_event_log struct event_log *log = xcalloc(1, sizeof *log);

	*log = (struct event_log){ .dir = -1, .inotify = -1, .since_us = since_us };
	for (unsigned i = 0; i < names->n; i++)
		strings_addf(&log->only, "%s%s", names->item[i], suffix);
	return watch(log, folder) < 0 ? NULL : steal(log);
}

void
event_log_close(struct event_log *log)
{
	if (!log)
		return;
	file_close_at(&log->dir);
	file_close_at(&log->inotify);
	list_each(file, &log->files)
		free(file->name);
	free(log->files.item);
	strings_done(&log->only);
	strings_done(&log->lines);
	free(log);
}

int
event_log_fd(const struct event_log *log)
{
	return log->inotify;
}

/* Read what inotify has to say, and then the files it names.  When it lost count, all of them. */
static int
read_changes(struct event_log *log)
{
	_Alignas(struct inotify_event) char data[4096];
	ssize_t size = read(log->inotify, data, sizeof data);

	if (size < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : fail_errno("read inotify");
	for (char *at = data; at < data + size;) {
		const struct inotify_event *event = (const void *)at;

		if (event->mask & IN_Q_OVERFLOW)
			list_each(file, &log->files)
				if (read_news(log, file->name) < 0)
					return -1;
		if (event->len && is_followed(log, event->name) && read_news(log, event->name) < 0)
			return -1;
		at += sizeof *event + event->len;
	}
	return 0;
}

/* The next line that is an event and recent enough; NULL when there is none yet.  A line that is
 * not JSON was cut by a full disk. */
static struct json_object *
next_line(struct event_log *log)
{
	while (log->told < log->lines.n) {
		char *line = log->lines.item[log->told++];
		struct json_object *event = json_parse(line, strlen(line), "event"), *time = json_member(event, "time");

		if (!event)
			fail_forget();
		else if (log->since_us == INT64_MAX || json_object_get_double(time) * 1e6 >= (double)log->since_us)
			return event;
		json_object_put(event);
	}
	strings_done(&log->lines);
	log->told = 0;
	return NULL;
}

int
event_log_next(struct event_log *log, int64_t timeout_ms, struct json_object **ret_event)
{
	int64_t end = clock_deadline(timeout_ms);

	for (;;) {
		struct pollfd wait = { .fd = log->inotify, .events = POLLIN };
		struct json_object *event = next_line(log);
		int ready;

		if (event) {
			*ret_event = event;
			return 1;
		}
		ready = clock_poll(&wait, 1, end);
		if (ready <= 0)
			return ready < 0 ? fail_errno("wait for events") : 0;
		if (read_changes(log) < 0)
			return -1;
	}
}
