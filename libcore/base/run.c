/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* run - another program run to its end, its output collected */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"

enum {
	OUTPUT_LIMIT = 16 << 20,
	ERRORS_KEPT = 4 << 10,       /* only the last line is wanted */
	PIPE_HOLDS = 64 << 10,       /* pipe(7) */
};

/* Where to collect what comes through a pipe. */
struct stream {
	int read, write;             /* the ends; -1 when closed */
	struct text text;
};
#define NO_STREAM { .read = -1, .write = -1 }

struct child {
	const char *program;
	pid_t pid;
	int pidfd;
	struct stream output, errors;
};

static void
stream_done(struct stream *s)
{
	file_close_at(&s->read);
	file_close_at(&s->write);
	text_done(&s->text);
}

static void
child_done(struct child *child)
{
	stream_done(&child->output);
	stream_done(&child->errors);
	file_close_at(&child->pidfd);
}
#define auto_child __attribute__((cleanup(child_done)))

/* The child must see an ordinary pipe; only our end does not block. */
static int
stream_open(struct stream *s)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return fail_errno("make a pipe");
	s->read = ends[0];
	s->write = ends[1];
	return fcntl(s->read, F_SETFL, O_NONBLOCK) < 0 ? fail_errno("set up a pipe") : 0;
}

int
process_spawn(char *const argv[], const int streams[3], pid_t *ret_pid)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, pipe;

	sigemptyset(&none);
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigdefault(&attributes, &pipe);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawn_file_actions_init(&files);
	for (int i = 0; i < 3; i++) {
		if (streams[i] >= 0)
			posix_spawn_file_actions_adddup2(&files, streams[i], i);
		else
			posix_spawn_file_actions_addopen(&files, i, "/dev/null", i ? O_WRONLY : O_RDONLY, 0);
	}
	errno = posix_spawnp(ret_pid, argv[0], &files, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	posix_spawnattr_destroy(&attributes);
	return errno ? fail_errno("run %s", argv[0]) : 0;
}

/* Who was killed before prctl() is not noticed by it. */
static void __attribute__((noreturn))
become_bound(char *const argv[], const int streams[3], pid_t parent)
{
	int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	sigset_t none;

	sigemptyset(&none);
	signal(SIGPIPE, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	for (int i = 0; i < 3; i++)
		dup2(streams[i] >= 0 ? streams[i] : nothing, i);
	execvp(argv[0], argv);
	dprintf(STDERR_FILENO, "%s\n", strerror(errno));
	_exit(127);
}

int
process_spawn_bound(char *const argv[], const int streams[3], pid_t *ret_pid)
{
	pid_t parent = getpid();

	*ret_pid = fork();
	if (*ret_pid == 0)
		become_bound(argv, streams, parent);
	return *ret_pid < 0 ? fail_errno("run %s", argv[0]) : 0;
}

static int
child_start(struct child *child, char *const argv[], int input, bool with_output)
{
	if (stream_open(&child->errors) < 0 || (with_output && stream_open(&child->output) < 0))
		return -1;
	if (process_spawn(argv, (int[]){ input, child->output.write, child->errors.write }, &child->pid) < 0)
		return -1;
	file_close_at(&child->output.write);
	file_close_at(&child->errors.write);
	child->output.write = child->errors.write = -1;
	child->pidfd = process_open(child->pid);
	if (child->pidfd >= 0)
		return 0;
	kill(child->pid, SIGKILL);
	waitpid(child->pid, NULL, 0);
	return -1;
}

/* One read takes all that a pipe holds, so one read after the child's end is
 * enough; a grandchild may keep the pipe open for ever. */
static void
stream_read(struct stream *s)
{
	ssize_t n;

	if (s->read < 0)
		return;
	text_reserve(&s->text, PIPE_HOLDS);
	n = read(s->read, s->text.data + s->text.length, PIPE_HOLDS);
	if (n > 0) {
		text_cut(&s->text, s->text.length + (size_t)n);
		return;
	}
	text_cut(&s->text, s->text.length);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	file_close_at(&s->read);
	s->read = -1;
}

static void
keep_tail(struct text *t, size_t length)
{
	if (t->length <= length)
		return;
	memmove(t->data, t->data + t->length - length, length);
	text_cut(t, length);
}

/* Read both pipes until the child has ended. */
static int
child_follow(struct child *child)
{
	for (bool ended = false; !ended;) {
		struct pollfd wait[] = {
			{ .fd = child->pidfd, .events = POLLIN },
			{ .fd = child->output.read, .events = POLLIN },
			{ .fd = child->errors.read, .events = POLLIN },
		};

		if (poll(wait, COUNT(wait), -1) < 0 && errno != EINTR)
			return fail_errno("wait for %s", child->program);
		ended = wait[0].revents;
		stream_read(&child->output);
		stream_read(&child->errors);
		keep_tail(&child->errors.text, ERRORS_KEPT);
		if (child->output.text.length > OUTPUT_LIMIT)
			return fail(FAULT_FAILED, "%s: more than %d bytes of output",
				    child->program, OUTPUT_LIMIT);
	}
	return 0;
}

/* The start of the last line; what is blank behind it goes. */
static const char *
cut_to_line(struct text *errors)
{
	const char *newline;

	while (errors->length && strchr(" \n\r\t", errors->data[errors->length - 1]))
		text_cut(errors, errors->length - 1);
	newline = strrchr(text_get(errors), '\n');
	return newline ? newline + 1 : text_get(errors);
}

/* Does a line only go on about the one before?  LVM indents everything, by two. */
static bool
is_afterthought(const char *line)
{
	return text_starts(line, "    ") || text_starts(line, "Refer to ");
}

/* The last line that says something, without the program's own name. */
static const char *
last_line(struct child *child)
{
	struct text *errors = &child->errors.text;
	const char *line = cut_to_line(errors);

	while (line > text_get(errors) && is_afterthought(line)) {
		text_cut(errors, (size_t)(line - text_get(errors)));
		line = cut_to_line(errors);
	}
	if (text_starts(line, child->program) &&
	    text_starts(line + strlen(child->program), ": "))
		line += strlen(child->program) + 2;
	return line;
}

static int
child_verdict(struct child *child, int status)
{
	const char *line = last_line(child);

	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (*line)
		return fail(FAULT_FAILED, "%s: %s", child->program, line);
	if (WIFSIGNALED(status))
		return fail(FAULT_FAILED, "%s: ended by signal %d (%s)", child->program,
			    WTERMSIG(status), strsignal(WTERMSIG(status)));
	return fail(FAULT_FAILED, "%s: exit status %d", child->program, WEXITSTATUS(status));
}

/* input: -1 for nothing. */
static int
run(char *const argv[], int input, char **ret_output)
{
	const char *slash = strrchr(argv[0], '/');
	auto_child struct child child = {
		.program = slash ? slash + 1 : argv[0],
		.pidfd = -1, .output = NO_STREAM, .errors = NO_STREAM,
	};
	int followed, status;

	if (child_start(&child, argv, input, ret_output) < 0)
		return -1;
	followed = child_follow(&child);
	if (followed < 0)
		kill(child.pid, SIGKILL);
	while (waitpid(child.pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail_errno("wait for %s", child.program);
	if (followed < 0 || child_verdict(&child, status) < 0)
		return -1;
	if (ret_output)
		*ret_output = text_take(&child.output.text);
	return 0;
}

int
process_run(char *const argv[], char **ret_output)
{
	return run(argv, -1, ret_output);
}

/* In a file: who reads nothing of it does not keep us waiting, and no pipe breaks. */
int
process_feed(char *const argv[], const char *input)
{
	auto_close int fd = memfd_create("input", MFD_CLOEXEC);

	if (fd < 0 || write_all(fd, input, strlen(input)) < 0 || lseek(fd, 0, SEEK_SET) < 0)
		return fail_errno("run %s", argv[0]);
	return run(argv, fd, NULL);
}
