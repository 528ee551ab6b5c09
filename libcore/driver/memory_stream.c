/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory_stream - compression between a hypervisor and a file */
#include "driver/memory_image.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"

/* All have the same options: -c from standard input to standard output, -d the other way. */
static const char *const programs[memory_format_count] = {
	[MEMORY_GZIP] = "gzip", [MEMORY_BZIP2] = "bzip2", [MEMORY_XZ] = "xz",
	[MEMORY_LZOP] = "lzop", [MEMORY_ZSTD] = "zstd",
};

static int
open_raw(int file, struct memory_stream *ret_stream)
{
	int fd = fcntl(file, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

	if (fd < 0)
		return fail_errno("duplicate a descriptor");
	*ret_stream = (struct memory_stream){ .fd = fd, .verdict = -1 };
	return 0;
}

enum { VERDICT_FD = STDERR_FILENO + 1 };

/* Only its two streams and the verdict stay open: locks, and ends of pipes that somebody waits
 * for the end of (standard error may be one), are not its business. */
static bool
keep_only(int in, int out, int verdict)
{
	int spare_in = fcntl(in, F_DUPFD, VERDICT_FD + 1), spare_out = fcntl(out, F_DUPFD, VERDICT_FD + 1);
	int spare_verdict = fcntl(verdict, F_DUPFD, VERDICT_FD + 1);
	int null = open("/dev/null", O_RDWR);

	return null >= 0 && dup2(null, STDERR_FILENO) >= 0 && spare_in >= 0 && spare_out >= 0 && dup2(spare_in, STDIN_FILENO) >= 0 &&
	       dup2(spare_out, STDOUT_FILENO) >= 0 && dup3(spare_verdict, VERDICT_FD, O_CLOEXEC) >= 0 &&
	       close_range(VERDICT_FD + 1, ~0u, 0) == 0;
}

/* A process that waits for the program, and tells all who hold the other end of the verdict how it
 * ended, whoever started it: errno of its start, then its wait status. */
static void __attribute__((noreturn))
attend(const char *program, bool out, int from, int to, int verdict)
{
	char *argv[] = { (char *)program, out ? "-c" : "-dc", NULL };
	int word = EBADF;
	pid_t pid = -1;

	setpgid(0, 0);           /* an interrupt from the terminal is for whoever began it */
	if (keep_only(from, to, verdict))
		word = process_spawn(argv, (int[]){ STDIN_FILENO, STDOUT_FILENO, -1 }, &pid) < 0 ? fail_errno_value() : 0;
	close(STDIN_FILENO);
	close(STDOUT_FILENO);
	(void)!write(VERDICT_FD, &word, sizeof word);
	while (pid > 0 && waitpid(pid, &word, 0) < 0 && errno == EINTR)
		continue;
	(void)!write(VERDICT_FD, &word, sizeof word);
	_exit(0);
}

static int
spawn(const char *program, bool out, int from, int to, pid_t *ret_group)
{
	int verdict[2];
	pid_t pid;

	if (pipe2(verdict, O_CLOEXEC) < 0)
		return fail_errno("make a pipe");
	pid = fork();
	if (pid == 0)
		attend(program, out, from, to, verdict[1]);
	close(verdict[1]);
	*ret_group = pid;
	if (pid > 0)
		return verdict[0];
	close(verdict[0]);
	return fail_errno("run %s", program);
}

/* -1: its process ended without a word. */
static int
next_word(int verdict)
{
	int word;
	ssize_t n;

	do
		n = read(verdict, &word, sizeof word);
	while (n < 0 && errno == EINTR);
	return n == sizeof word ? word : -1;
}

static int
open_stream(int file, enum memory_format format, bool out, struct memory_stream *ret_stream)
{
	const char *program = programs[format];
	auto_close int mine = -1;
	auto_close int theirs = -1;
	auto_close int verdict = -1;
	pid_t group = 0;
	int ends[2];

	if (format == MEMORY_RAW)
		return open_raw(file, ret_stream);
	if (!program)
		return fail(FAULT_UNSUPPORTED, "memory in format '%s'", words_name(&memory_format_words, format));
	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail_errno("make a pipe");
	mine = ends[out];
	theirs = ends[!out];
	verdict = spawn(program, out, out ? theirs : file, out ? file : theirs, &group);
	if (verdict < 0)
		return -1;
	errno = next_word(verdict);
	if (errno) {
		fail_errno("run %s", program);
		return fail_as(FAULT_UNSUPPORTED);
	}
	*ret_stream = (struct memory_stream){
		.fd = steal_fd(mine), .verdict = steal_fd(verdict), .group = group, .program = program,
	};
	return 0;
}

int
memory_stream_out(int file, enum memory_format format, struct memory_stream *ret_stream)
{
	return open_stream(file, format, true, ret_stream);
}

int
memory_stream_in(int file, enum memory_format format, struct memory_stream *ret_stream)
{
	return open_stream(file, format, false, ret_stream);
}

bool
memory_stream_over(struct memory_stream *stream)
{
	struct pollfd verdict = { .fd = stream->verdict, .events = POLLIN };

	file_close_at(&stream->fd);
	stream->fd = -1;
	return stream->verdict < 0 || poll(&verdict, 1, 0) > 0;
}

int
memory_stream_end(struct memory_stream *stream)
{
	int status = 0;

	file_close_at(&stream->fd);
	stream->fd = -1;
	if (stream->verdict < 0)
		return 0;
	status = next_word(stream->verdict);
	file_close_at(&stream->verdict);
	stream->verdict = -1;
	if (status < 0 || WIFSIGNALED(status))
		return fail(FAULT_FAILED, "%s: it was killed", stream->program);
	return WEXITSTATUS(status) ? fail(FAULT_FAILED, "%s: exit status %d", stream->program, WEXITSTATUS(status)) : 0;
}

/* A hypervisor may be waiting for it. */
void
memory_stream_done(struct memory_stream *stream)
{
	if (stream->group && stream->verdict >= 0 && !memory_stream_over(stream))
		kill(-stream->group, SIGKILL);
	file_close_at(&stream->fd);
	file_close_at(&stream->verdict);
	stream->fd = stream->verdict = -1;
}
