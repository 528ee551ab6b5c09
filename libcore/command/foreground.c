/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* foreground - a guest that lives as long as this program */
#include "command/foreground.h"

#include <poll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/process.h"
#include "base/signals.h"
#include "command/console.h"
#include "driver/vm.h"
#include "driver/event_log.h"

static struct kept_signals signals = NO_SIGNALS;

int
foreground_begin(void)
{
	return signals_keep(&signals, NULL);
}

static bool
signal_is_pending(void)
{
	sigset_t pending;

	sigpending(&pending);
	return sigismember(&pending, SIGINT) || sigismember(&pending, SIGTERM) || sigismember(&pending, SIGHUP);
}

/* 1, 0 when it ended, -1.  ret_pid: its process, 0 when there is none. */
static int
is_active(const char *name, pid_t *ret_pid)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);

	*ret_pid = vm ? vm->pid : 0;
	if (vm)
		return vm->active;
	if (fail_fault() != FAULT_NO_VM)
		return -1;
	fail_forget();           /* a transient guest is gone when it ends */
	return 0;
}

/* Events only wake us up: the guest itself is asked what became of it. */
static int
drop_events(struct event_log *log)
{
	int got;

	do {
		auto_json struct json_object *event = NULL;

		got = event_log_next(log, 0, &event);
	} while (got > 0);
	return got;
}

static int
wait_for_end(const char *name, struct event_log *log, int64_t end)
{
	for (;;) {
		pid_t pid;
		int active = is_active(name, &pid);
		auto_close int process = pid > 0 ? process_open(pid) : -1;
		struct pollfd wait[] = {
			{ .fd = signals.fd, .events = POLLIN },
			{ .fd = event_log_fd(log), .events = POLLIN },
			{ .fd = process, .events = POLLIN },
		};
		int ready;

		if (active <= 0)
			return active;
		ready = clock_poll(wait, COUNT(wait), end);
		if (ready <= 0)
			return ready < 0 ? fail_errno("wait for the guest") : fail(FAULT_TIMEOUT, "still running when time was up");
		if (signal_is_pending())
			return 0;
		if (drop_events(log) < 0)
			return -1;
	}
}

static int
stay(const char *name, bool console, int64_t timeout_ms)
{
	int64_t end = clock_deadline(timeout_ms);
	struct strings only = { .item = (char *[]){ (char *)name }, .n = 1 };
	auto_event_log struct event_log *log = vm_event_log(&only, INT64_MAX);
	struct console how = { .escape = CONSOLE_ESCAPE, .stop_fd = signals.fd, .timeout_ms = timeout_ms < 0 ? 0 : timeout_ms };
	int closed = 1;

	if (!log)
		return -1;
	if (console)
		closed = console_attach(name, NULL, &how);
	if (closed < 0 || signal_is_pending())
		return closed < 0 ? -1 : 0;
	if (closed || clock_left(end) == 0)
		return wait_for_end(name, log, end);
	return 0;
}

/* Nothing of the guest outlives us; how it ended before is what counts. */
static int
stop(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm && fail_fault() == FAULT_NO_VM)
		return fail_forget(), 0;         /* it ended by itself */
	if (!vm)
		return -1;
	return vm->active ? vm_destroy(vm, false) : 0;
}

int
foreground_run(const char *name, bool console, int64_t timeout_ms)
{
	int result = stay(name, console, timeout_ms);
	struct failure why = fail_aside();

	if (stop(name) < 0 && result == 0)
		return -1;
	signals_release(&signals);
	return fail_again(&why);
}
