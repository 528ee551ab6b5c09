/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_log - what the hypervisor itself has to say of a guest, start by start */
#include "driver/vm_log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/when.h"
#include "driver/vm_inside.h"

static const char begins[] = ": starting ";

char *
vm_log_file(struct vm *vm)
{
	if (!DRIVER_HAS(vm, log_file))
		return driver_cannot("vm", "log_file"), NULL;
	return host_here()->driver->vm->log_file(vm);
}

int
vm_log_remove(struct vm *vm)
{
	auto_free char *path = vm_log_file(vm);

	if (!path)
		return -1;
	return vm_told("remove %s", path) ? 0 : file_remove(AT_FDCWD, path);
}

int
vm_log_begin(int fd, const char *what)
{
	auto_free char *when = when_print(when_now());
	auto_free char *line = text_format("%s%s%s\n", when, begins, what);

	return write_all(fd, line, strlen(line)) < 0 ? fail_errno("write to the log") : 0;
}

/* The time at the beginning of a line, and what follows it; NULL when there is none. */
static const char *
line_time(const char *line, int64_t *ret_us)
{
	size_t length = strspn(line, "0123456789-");
	auto_free char *time = NULL;

	if (length != strlen("2026-01-31") || (line[length] != ' ' && line[length] != 'T'))
		return NULL;
	length += 1 + strspn(line + length + 1, "0123456789:.");
	length += strspn(line + length, "Z+-0123456789");
	time = xstrndup(line, length);
	if (when_read(time, ret_us) == 0)
		return line + length;
	fail_forget();           /* some other words of the emulator */
	return NULL;
}

/* What one reading finds out about the lines of a log, which are numbered from 0. */
struct survey {
	struct { uint64_t *item; unsigned n; } starts;
	uint64_t first_since, lines;
};

static void
look(FILE *log, int64_t since_us, struct survey *survey)
{
	auto_free char *line = NULL;
	int64_t time = INT64_MIN;
	size_t room = 0;

	survey->first_since = since_us == INT64_MIN ? 0 : UINT64_MAX;
	for (survey->lines = 0; getline(&line, &room, log) > 0; survey->lines++) {
		const char *rest = line_time(line, &time);

		if (rest && text_starts(rest, begins))
			*list_add(&survey->starts) = survey->lines;
		if (survey->first_since == UINT64_MAX && time >= since_us && since_us != INT64_MIN)
			survey->first_since = survey->lines;
	}
}

/* The lines of a start: from its mark to the next one. */
static int
lines_of_boot(const struct survey *survey, int boot, uint64_t *ret_first, uint64_t *ret_end)
{
	int64_t n = survey->starts.n, i = boot > 0 ? boot - 1 : n - 1 + boot;

	*ret_first = 0;
	*ret_end = survey->lines;
	if (boot == VM_LOG_EVERY_BOOT)
		return 0;
	if (i < 0 || i >= n)
		return fail(FAULT_MISSING, "the log has %d starts, not number %d", (int)n, boot);
	*ret_first = survey->starts.item[i];
	if (i + 1 < n)
		*ret_end = survey->starts.item[i + 1];
	return 0;
}

static int
copy_lines(FILE *log, uint64_t first, uint64_t end, FILE *out)
{
	auto_free char *line = NULL;
	size_t room = 0;
	ssize_t size;

	for (uint64_t i = 0; (size = getline(&line, &room, log)) > 0; i++)
		if (i >= first && i < end)
			fwrite(line, 1, (size_t)size, out);
	return ferror(log) ? fail_errno("read the log") : 0;
}

int
vm_log_copy(FILE *log, const struct vm_log_part *part, FILE *out)
{
	struct survey survey = { 0 };
	uint64_t first, end;
	int result;

	look(log, part->since_us, &survey);
	result = lines_of_boot(&survey, part->boot, &first, &end);
	free(survey.starts.item);
	if (result < 0)
		return -1;
	if (first < survey.first_since)
		first = survey.first_since;
	if (first < end && end - first > part->lines)
		first = end - part->lines;
	rewind(log);
	return copy_lines(log, first, end, out);
}

static int
copy_news(FILE *log, FILE *out)
{
	char data[4096];
	size_t size;

	clearerr(log);
	while ((size = fread(data, 1, sizeof data, log)))
		fwrite(data, 1, size, out);
	if (ferror(log))
		return fail_errno("read the log");
	return fflush(out) == 0 ? 0 : fail_errno("standard output");
}

static bool
is_still(FILE *log, const char *path)
{
	struct stat open_one, named_one;

	return fstat(fileno(log), &open_one) == 0 && stat(path, &named_one) == 0 &&
	       open_one.st_ino == named_one.st_ino;
}

int
vm_log_follow(FILE *log, const char *path, FILE *out)
{
	auto_close int inotify = inotify_init1(IN_CLOEXEC);
	_Alignas(struct inotify_event) char changes[4096];
	bool there;

	if (inotify < 0 || inotify_add_watch(inotify, path, IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF) < 0)
		return fail_errno("watch %s", path);
	for (;;) {
		there = is_still(log, path);
		if (copy_news(log, out) < 0)
			return -1;
		if (!there)
			return 0;
		if (read(inotify, changes, sizeof changes) < 0 && errno != EINTR)
			return fail_errno("watch %s", path);
	}
}
