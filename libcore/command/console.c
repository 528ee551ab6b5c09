/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* console - the terminal of this process, or a script, at a guest's serial console */
#include "command/console.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <regex.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/signals.h"
#include "command/inside.h"
#include "driver/vm.h"
#include "state/store.h"

enum {
	TYPED_MAX = 64 << 10,    /* typed and not yet taken by the guest: then we stop reading */
	SEEN_MAX = 64 << 10,     /* output that the expected text is looked for in */
};

struct session {
	const struct console *console;
	int fd, log;
	bool raw, input_open, looking;
	struct termios before;
	struct kept_signals signals;
	regex_t expect;
	struct text typed, seen;
	int64_t end;
};

/* What a step of the session came to. */
enum step { GO_ON, ENDED, CLOSED, FAILED = -1 };

int
console_escape(const char *text)
{
	if (strcmp(text, "none") == 0)
		return -1;
	if (text[0] && !text[1])
		return (unsigned char)text[0];
	if (text[0] == '^' && text[1] && !text[2] && strchr("@[\\]^_", toupper((unsigned char)text[1])))
		return text[1] & 0x1f;
	if (text[0] == '^' && isalpha((unsigned char)text[1]) && !text[2])
		return text[1] & 0x1f;
	return fail(FAULT_USAGE, "%s is no escape character: write ^], ^a, a or none", quote(text)), -2;
}

/* Keys go to the guest as they are typed. */
static int
terminal_raw(struct session *s)
{
	struct termios raw;

	if (!isatty(STDIN_FILENO))
		return 0;
	if (tcgetattr(STDIN_FILENO, &s->before) < 0)
		return fail_errno("terminal");
	raw = s->before;
	cfmakeraw(&raw);
	if (s->console->escape >= 0)
		message_hint("%s%c ends the session", s->console->escape < ' ' ? "^" : "",
			     s->console->escape < ' ' ? s->console->escape | '@' : s->console->escape);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw) < 0)
		return fail_errno("terminal");
	s->raw = true;
	return 0;
}

static int
session_begin(struct session *s)
{
	const struct console *console = s->console;
	int error;

	if (console->log) {
		s->log = open(console->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
		if (s->log < 0)
			return fail_errno("open %s", console->log);
	}
	error = console->expect ? regcomp(&s->expect, console->expect, REG_EXTENDED | REG_NOSUB | REG_NEWLINE) : 0;
	if (error) {
		char why[128];

		regerror(error, &s->expect, why, sizeof why);
		return fail(FAULT_USAGE, "expression %s: %s", quote(console->expect), why);
	}
	s->looking = console->expect;
	if (console->send)
		text_add(&s->typed, console->send);
	s->end = clock_deadline(console->timeout_ms > 0 ? console->timeout_ms : -1);
	if (fcntl(s->fd, F_SETFL, fcntl(s->fd, F_GETFL) | O_NONBLOCK) < 0)
		return fail_errno("console");
	return terminal_raw(s);
}

static void
session_done(struct session *s)
{
	if (s->raw)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &s->before);
	signals_release(&s->signals);
	file_close_at(&s->log);
	file_close_at(&s->fd);
	if (s->looking)
		regfree(&s->expect);
	text_done(&s->typed);
	text_done(&s->seen);
}

/* Look for the expected text; a NUL would end it too early. */
static enum step
look_for(struct session *s, const char *data, size_t size)
{
	size_t before = s->seen.length;

	if (!s->console->expect)
		return GO_ON;
	if (before > SEEN_MAX) {
		auto_free char *recent = xstrdup(s->seen.data + before - SEEN_MAX / 2);

		text_cut(&s->seen, 0);
		text_add(&s->seen, recent);
		before = s->seen.length;
	}
	text_add_bytes(&s->seen, data, size);
	for (size_t i = before; i < s->seen.length; i++)
		if (!s->seen.data[i] || s->seen.data[i] == '\r')
			s->seen.data[i] = ' ';
	return regexec(&s->expect, s->seen.data, 0, NULL, 0) == 0 ? ENDED : GO_ON;
}

static enum step
closed_by_guest(const struct session *s)
{
	if (!s->console->expect)
		return CLOSED;
	return fail(FAULT_FAILED, "the console was closed before %s came", quote(s->console->expect));
}

static enum step
time_is_up(const struct session *s)
{
	if (!s->console->expect)
		return ENDED;
	return fail(FAULT_TIMEOUT, "%s did not come in time", quote(s->console->expect));
}

/* Who reads what we print may keep us waiting: not longer than until we are to end.  As much at a time
 * as a pipe that has room takes at once. */
static enum step
print_output(struct session *s, const char *data, size_t size)
{
	while (size) {
		struct pollfd wait[] = {
			{ .fd = STDOUT_FILENO, .events = POLLOUT },
			{ .fd = s->signals.fd, .events = POLLIN },
			{ .fd = s->console->stop_fd > 0 ? s->console->stop_fd : -1, .events = POLLIN },
		};
		size_t part = size < PIPE_BUF ? size : PIPE_BUF;
		int ready = clock_poll(wait, COUNT(wait), s->end);

		if (ready <= 0)
			return ready < 0 ? fail_errno("wait for the reader") : time_is_up(s);
		if (wait[1].revents || wait[2].revents)
			return ENDED;
		if (write_all(STDOUT_FILENO, data, part) < 0)
			return fail_errno("standard output");
		data += part;
		size -= part;
	}
	return GO_ON;
}

/* A pty whose other end is closed answers EIO. */
static enum step
from_guest(struct session *s)
{
	char data[4096];
	ssize_t size = read(s->fd, data, sizeof data);
	enum step result;

	if (size < 0 && (errno == EAGAIN || errno == EINTR))
		return GO_ON;
	if (size == 0 || (size < 0 && (errno == EIO || errno == ECONNRESET)))
		return closed_by_guest(s);
	if (size < 0)
		return fail_errno("console");
	result = print_output(s, data, (size_t)size);
	if (result != GO_ON)
		return result;
	if (s->log >= 0 && write_all(s->log, data, (size_t)size) < 0)
		return fail_errno("write %s", s->console->log);
	return look_for(s, data, (size_t)size);
}

/* The escape counts only when a person types it: data may hold any byte. */
static enum step
from_user(struct session *s)
{
	char data[4096];
	ssize_t size = read(STDIN_FILENO, data, sizeof data);
	const char *escape = NULL;

	if (size < 0)
		return errno == EAGAIN || errno == EINTR ? GO_ON : fail_errno("standard input");
	if (size == 0)
		s->input_open = false;
	if (s->raw && s->console->escape >= 0)
		escape = memchr(data, s->console->escape, (size_t)size);
	text_add_bytes(&s->typed, data, escape ? (size_t)(escape - data) : (size_t)size);
	return escape ? ENDED : GO_ON;
}

static enum step
to_guest(struct session *s)
{
	ssize_t size = write(s->fd, s->typed.data, s->typed.length);

	if (size < 0)
		return errno == EAGAIN || errno == EINTR ? GO_ON : fail_errno("console");
	memmove(s->typed.data, s->typed.data + size, s->typed.length - (size_t)size);
	text_cut(&s->typed, s->typed.length - (size_t)size);
	return GO_ON;
}

/* Wait for something to happen, and do what follows from it. */
static enum step
step(struct session *s)
{
	struct pollfd wait[] = {
		{ .fd = s->fd, .events = POLLIN | (s->typed.length ? POLLOUT : 0) },
		{ .fd = s->input_open && s->typed.length < TYPED_MAX ? STDIN_FILENO : -1, .events = POLLIN },
		{ .fd = s->signals.fd, .events = POLLIN },
		{ .fd = s->console->stop_fd > 0 ? s->console->stop_fd : -1, .events = POLLIN },
	};
	int ready = clock_left(s->end) ? clock_poll(wait, COUNT(wait), s->end) : 0;
	enum step result = GO_ON;

	if (ready <= 0)
		return ready < 0 ? fail_errno("wait for the console") : time_is_up(s);
	if (wait[2].revents || wait[3].revents)
		return ENDED;
	if (wait[0].revents & (POLLIN | POLLHUP | POLLERR))
		result = from_guest(s);
	if (result == GO_ON && wait[1].revents)
		result = from_user(s);
	if (result != FAILED && s->typed.length && (wait[0].revents & POLLOUT || wait[1].revents))
		result = to_guest(s) == FAILED ? FAILED : result;
	return result;
}

static enum step
session_run(struct session *s, const char *name)
{
	enum step result = session_begin(s) < 0 ? FAILED : GO_ON;

	if (result == GO_ON && s->console->connected && s->console->connected(name) < 0)
		result = FAILED;
	while (result == GO_ON)
		result = step(s);
	return result;
}

/* One session per console: two would each see half of the output. */
static int
connect_to(const char *name, const char *devname, int *ret_lock)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	auto_free char *folder = vm ? text_format("console/%s/%s", host_here()->folder, vm->name) : NULL;
	auto_close int lock = -1;
	int fd = -1;

	if (!vm)
		return -1;
	if (!vm->active)
		return fail(FAULT_STATE, "not running");
	lock = store_lock(folder, devname ? devname : "first");
	if (lock < 0 || DRIVER_CALL(vm, console, vm, devname, &fd) < 0)
		return -1;
	*ret_lock = steal_fd(lock);
	return fd;
}

int
console_attach(const char *name, const char *devname, const struct console *console)
{
	struct session s = { .console = console, .fd = -1, .log = -1, .signals = NO_SIGNALS, .input_open = true };
	auto_close int lock = -1;
	enum step result = FAILED;

	/* Signals that would end us must not leave the terminal raw. */
	if (signals_keep(&s.signals, NULL) == 0)
		s.fd = connect_to(name, devname, &lock);
	if (s.fd >= 0)
		result = session_run(&s, name);
	session_done(&s);        /* a pending signal acts now, on a sane terminal */
	return result == FAILED ? -1 : result == CLOSED;
}
