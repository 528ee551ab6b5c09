/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* output - what an emulator wrote before it gave up */
#include "output.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

enum { TAIL = 8192 };

static char *
read_tail(int fd, off_t offset)
{
	auto_free char *tail = xmalloc(TAIL + 1);
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0)
		return NULL;
	if (st.st_size - offset > TAIL)
		offset = st.st_size - TAIL;
	n = pread(fd, tail, TAIL, offset);
	tail[n > 0 ? n : 0] = '\0';
	return steal(tail);
}

/* "2026-01-31T04:00:00.123456Z ", as -msg timestamp=on has it. */
static const char *
without_time(const char *line)
{
	size_t length = strspn(line, "0123456789-T:.");

	return length > 10 && text_starts(line + length, "Z ") ? line + length + 2 : line;
}

static const char *
without_program(const char *line, const char *program)
{
	const char *slash = strrchr(program, '/');
	const char *const names[] = { program, slash ? slash + 1 : program };

	for (unsigned i = 0; i < COUNT(names); i++) {
		size_t length = strlen(names[i]);

		if (text_starts(line, names[i]) && text_starts(line + length, ": "))
			return line + length + 2;
	}
	return line;
}

/* Not worth telling: QEMU says so of each pseudo terminal. */
static bool
is_chatter(const char *line)
{
	return text_starts(line, "char device redirected to ");
}

/* The last line of tail that says something; cuts tail behind it.  NULL when there is none. */
static const char *
last_line(char *tail)
{
	for (size_t length = strlen(tail); length;) {
		const char *newline, *line;

		while (length && strchr(" \t\r\n", tail[length - 1]))
			tail[--length] = '\0';
		newline = strrchr(tail, '\n');
		line = newline ? newline + 1 : tail;
		if (length && !is_chatter(line))
			return line;
		length = (size_t)(line - tail);
		tail[length] = '\0';
	}
	return NULL;
}

char *
output_last_line(int fd, off_t offset, const char *program)
{
	auto_free char *tail = read_tail(fd, offset);
	const char *line = tail ? last_line(tail) : NULL;
	auto_text struct text safe = { 0 };

	if (!line)
		return NULL;
	text_add_safe(&safe, without_program(without_time(line), program), "");
	return text_take(&safe);
}
