/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory_stream - compression between a hypervisor and a file */
#include "driver/memory_image.h"

#include <errno.h>
#include <fcntl.h>
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
	*ret_stream = (struct memory_stream){ .fd = fd };
	return 0;
}

static int
open_stream(int file, enum memory_format format, bool out, struct memory_stream *ret_stream)
{
	const char *program = programs[format];
	auto_close int mine = -1;
	auto_close int theirs = -1;
	pid_t pid;
	int ends[2];

	if (format == MEMORY_RAW)
		return open_raw(file, ret_stream);
	if (!program)
		return fail(FAULT_UNSUPPORTED, "memory in format '%s'", words_name(&memory_format_words, format));
	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail_errno("make a pipe");
	mine = ends[out];
	theirs = ends[!out];
	if (process_spawn((char *[]){ (char *)program, out ? "-c" : "-dc", NULL },
			  (int[]){ out ? theirs : file, out ? file : theirs, -1 }, &pid) < 0)
		return fail_as(FAULT_UNSUPPORTED);
	*ret_stream = (struct memory_stream){ .fd = steal_fd(mine), .pid = pid, .program = program };
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

static void
close_end(struct memory_stream *stream)
{
	file_close_at(&stream->fd);
	stream->fd = -1;
}

/* Its wait status. */
static int
wait_for_program(struct memory_stream *stream)
{
	int status = 0;

	while (waitpid(stream->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	stream->pid = 0;
	return status;
}

int
memory_stream_end(struct memory_stream *stream)
{
	int status;

	close_end(stream);
	if (!stream->pid)
		return 0;
	status = wait_for_program(stream);
	if (WIFSIGNALED(status))
		return fail(FAULT_FAILED, "%s: ended by signal %d (%s)", stream->program,
			    WTERMSIG(status), strsignal(WTERMSIG(status)));
	return WEXITSTATUS(status) ? fail(FAULT_FAILED, "%s: exit status %d", stream->program, WEXITSTATUS(status)) : 0;
}

void
memory_stream_done(struct memory_stream *stream)
{
	close_end(stream);
	if (!stream->pid)
		return;
	kill(stream->pid, SIGKILL);
	wait_for_program(stream);
}
