/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* run_state - NAME.state, the latest word about a running guest */
#include "run_state.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"

#define PENDING "|pending"

static const char *const state_word[] = { VM_STATE(ENUM_WORD_) };
static const char *const reason_word[] = { VM_REASON(ENUM_WORD_) };

static int
find(const char *const *words, unsigned n, const char *word, size_t length)
{
	for (unsigned i = 0; i < n; i++)
		if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0)
			return (int)i;
	return -1;
}

/* "1795221865.123456" or "1795221865.123456|pending" */
static bool
read_time(const char *text, struct run_state *ret)
{
	int64_t seconds, us = 0;
	int end = 0;

	if (sscanf(text, "%" SCNd64 "%n.%6" SCNd64 "%n", &seconds, &end, &us, &end) < 1)
		return false;
	ret->since_us = seconds * 1000000 + us;
	ret->pending = text_starts(text + end, PENDING);
	return true;
}

static bool
parse(const char *line, struct run_state *ret)
{
	size_t state_length = strcspn(line, "|\n");
	const char *reason = line + state_length + (line[state_length] == '|');
	size_t reason_length = strcspn(reason, "|\n");
	int s = find(state_word, vm_state_count, line, state_length);
	int r = find(reason_word, vm_reason_count, reason, reason_length);

	if (s < 0 || r < 0 || reason[reason_length] != '|')
		return false;
	ret->state = (enum vm_state)s;
	ret->reason = (enum vm_reason)r;
	return read_time(reason + reason_length + 1, ret);
}

int
run_state_read(int dir, const char *vm, struct run_state *ret_state)
{
	auto_free char *file = text_format("%s.state", vm);
	auto_close int fd = openat(dir, file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	char line[128];
	ssize_t n;

	if (fd < 0)
		return errno == ENOENT ? 0 : fail_errno("open %s", file);
	n = read(fd, line, sizeof line - 1);
	if (n < 0)
		return fail_errno("read %s", file);
	line[n] = '\0';
	return parse(line, ret_state);
}

int
run_state_write(int dir, const char *vm, const struct run_state *state, const char *suffix)
{
	auto_free char *file = text_format("%s.state", vm);
	auto_free char *draft = text_format(".%s.state.%s", vm, suffix);
	auto_free char *line = text_format("%s|%s|%" PRId64 ".%06" PRId64 "%s\n",
					   state_word[state->state], reason_word[state->reason],
					   state->since_us / 1000000, state->since_us % 1000000,
					   state->pending ? PENDING : "");
	auto_close int fd = -1;

	unlinkat(dir, draft, 0);
	fd = openat(dir, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || write_all(fd, line, strlen(line)) < 0 || renameat(dir, draft, dir, file) < 0)
		return fail_errno("replace %s", file);
	return 0;
}

int64_t
run_state_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
