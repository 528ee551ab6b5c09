/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_event - NAME.events and NAME.state, and waiting for a state */
#include "driver/vm_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/process.h"

enum {
	STATE_LIMIT = 256,
	/* Without a keeper nothing tells of a state that changes inside the hypervisor,
	 * so it is asked for now and then. */
	ASK_AGAIN_MS = 1000,
};

static struct timeval
now(void)
{
	struct timeval time;

	gettimeofday(&time, NULL);
	return time;
}

int
vm_event(const char *folder, const char *name, const char *event,
	 const char *detail, const char *reason)
{
	return event_log_add(folder, "vm", name, event, detail, reason);
}

struct event_log *
vm_event_log(const struct strings *names, int64_t since_us)
{
	const char *folder = vm_folder();

	return folder ? event_log_open(folder, names, since_us) : NULL;
}

int
vm_set_state(const char *folder, const char *name, enum vm_state state, enum vm_reason reason)
{
	struct timeval time = now();
	auto_free char *line = text_format("%s|%s|%" PRId64 ".%06" PRId64 "\n",
					   words_name(&vm_state_words, state),
					   words_name(&vm_reason_words, reason),
					   (int64_t)time.tv_sec, (int64_t)time.tv_usec);
	auto_free char *file = text_format("%s.state", name);
	auto_close int dir = place_open(PLACE_RUN, folder, true);

	return dir < 0 ? -1 : file_replace_volatile(dir, file, line, strlen(line), 0600);
}

bool
vm_state_read(const char *folder, const char *name,
	      enum vm_state *ret_state, enum vm_reason *ret_reason)
{
	auto_free char *path = place_file(PLACE_RUN, "%s/%s.state", folder, name);
	auto_free char *line = file_read_if_any(AT_FDCWD, path, STATE_LIMIT, NULL);
	char *reason = line ? strchr(line, '|') : NULL;
	char *time = reason ? strchr(reason + 1, '|') : NULL;
	int state_found, reason_found;

	fail_forget();    /* without it, the live file's word counts */
	if (!time)
		return false;
	*reason++ = *time = '\0';
	state_found = words_find(&vm_state_words, line);
	reason_found = words_find(&vm_reason_words, reason);
	if (state_found < 0 || reason_found < 0)
		return false;
	*ret_state = (enum vm_state)state_found;
	*ret_reason = (enum vm_reason)reason_found;
	return true;
}

/* 1 it is so, 0 not yet, -1 it will not be: FAULT_STATE, FAULT_NO_VM.  ret_pid: whose end would change it. */
static int
is_so(const char *name, enum vm_state wanted, pid_t *ret_pid)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);

	*ret_pid = vm ? vm->pid : 0;
	if (vm && wanted == VM_SHUTOFF)
		return !vm->active;
	if (vm)
		return vm_must_be_active(vm) < 0 ? -1 : vm->state == wanted;
	if (fail_fault() != FAULT_NO_VM || wanted != VM_SHUTOFF)
		return -1;
	fail_forget();    /* a transient guest is gone when it stops */
	return 1;
}

/* Until something happens to the guest's files or its process, or time is up. */
static void
wait_for_change(int watch, pid_t pid, int64_t left_ms)
{
	auto_close int process = pid ? process_open(pid) : -1;
	struct pollfd fds[] = { { .fd = watch, .events = POLLIN }, { .fd = process, .events = POLLIN } };
	char events[4096];

	poll(fds, COUNT(fds), left_ms < ASK_AGAIN_MS ? (int)left_ms : ASK_AGAIN_MS);
	while (read(watch, events, sizeof events) > 0)
		continue;
}

/* An inotify descriptor, or -1. */
static int
watch_open(const char *folder)
{
	auto_free char *path = place_file(PLACE_RUN, "%s", folder);
	auto_close int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (watch < 0)
		return fail_errno("watch %s", path);
	if (inotify_add_watch(watch, path, IN_MOVED_TO | IN_DELETE | IN_CLOSE_WRITE) < 0 &&
	    errno != ENOENT)    /* nothing was ever started here */
		return fail_errno("watch %s", path);
	return steal_fd(watch);
}

/* A process that is watched may be a zombie of ours for a moment, and its end wakes us
 * before its lock is seen free; so the end of time is looked at last. */
int
vm_wait(const char *name, enum vm_state wanted, int64_t timeout_ms)
{
	const char *folder = vm_folder();
	auto_close int watch = folder ? watch_open(folder) : -1;
	int64_t start = clock_ms();

	if (watch < 0)
		return -1;
	for (;;) {
		pid_t pid;
		int so = is_so(name, wanted, &pid);
		int64_t left = timeout_ms - (clock_ms() - start);

		if (so || left <= 0)
			return so;
		wait_for_change(watch, pid, left);
	}
}
