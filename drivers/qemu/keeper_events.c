/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keeper_events - what the emulator's events mean, and what follows from them */
#include "keeper.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/text.h"
#include "preserve.h"

/* Events that need no thought: our word, and where the emulator says more. */
static const struct {
	const char *theirs, *ours;
	const char *detail, *reason;         /* keys in its data */
} plain_events[] = {
	{ "BALLOON_CHANGE",        "balloon-change" },
	{ "BLOCK_WRITE_THRESHOLD", "block-threshold",  "node-name" },
	{ "DEVICE_DELETED",        "device-removed",   "device" },
	{ "DEVICE_TRAY_MOVED",     "tray-change",      "id" },
	{ "DEVICE_UNPLUG_GUEST_ERROR", "device-removal-failed", "device" },
	{ "MEMORY_DEVICE_SIZE_CHANGE", "memory-device-size-change", "id" },
	{ "MEMORY_FAILURE",        "memory-failure",   "recipient", "action" },
	{ "NIC_RX_FILTER_CHANGED", "nic-mac-change",   "name" },
	{ "RESET",                 "reboot",           "reason" },
	{ "RTC_CHANGE",            "rtc-change" },
};

/* Events that change the run state when they are newer than NAME.state. */
static const struct {
	const char *theirs;
	enum vm_state state;
	enum vm_reason reason;
	const char *detail, *told_reason;
} state_events[] = {
	{ "STOP",           VM_PAUSED,      VM_REASON_UNKNOWN,  "suspended",   "paused" },
	{ "RESUME",         VM_RUNNING,     VM_REASON_UNPAUSED, "resumed",     "unpaused" },
	{ "SUSPEND",        VM_PMSUSPENDED, VM_REASON_UNKNOWN,  "pmsuspended", "memory" },
	{ "SUSPEND_DISK",   VM_PMSUSPENDED, VM_REASON_UNKNOWN,  "pmsuspended", "disk" },
	{ "WAKEUP",         VM_RUNNING,     VM_REASON_WAKEUP,   "started",     "wakeup" },
	{ "GUEST_PANICKED", VM_CRASHED,     VM_REASON_PANICKED, "crashed",     "panicked" },
};

/* Why the processors stopped, told right before STOP. */
static const struct {
	const char *theirs, *action;         /* only when its "action" is this */
	const char *ours, *detail;
	enum vm_reason reason;
} pause_events[] = {
	{ "BLOCK_IO_ERROR", "stop",  "io-error", "node-name", VM_REASON_IO_ERROR },
	{ "WATCHDOG",       "pause", "watchdog", "action",    VM_REASON_WATCHDOG },
};

/* What SHUTDOWN says of who wanted it. */
static const struct {
	const char *theirs;
	enum vm_reason reason;
	const char *told_reason;
	bool by_guest;               /* on_poweroff decides what is next */
	bool reboot;                 /* or on_reboot: it was told to end instead */
} shutdown_reasons[] = {
	{ "guest-shutdown",   VM_REASON_SHUTDOWN,  "guest",    true },
	{ "guest-reset",      VM_REASON_SHUTDOWN,  "guest",    true, true },
	{ "guest-panic",      VM_REASON_PANICKED,  "guest",    false },
	{ "host-ui",          VM_REASON_SHUTDOWN,  "host",     true },
	{ "host-qmp-system-reset", VM_REASON_SHUTDOWN, "host", true, true },
	{ "host-error",       VM_REASON_FAILED,    "host",     false },
	{ "host-qmp-quit",    VM_REASON_DESTROYED, "host",     false },
	{ "host-signal",      VM_REASON_DESTROYED, "host",     false },
};

static int64_t
event_time(struct json_object *message)
{
	struct json_object *time = json_member(message, "timestamp");
	int64_t seconds = json_number(time, "seconds", -1);

	return seconds < 0 ? run_state_now() :
	       seconds * 1000000 + json_number(time, "microseconds", 0);
}

/* vm-reboot leaves a mark: this shutdown is half of it. */
static bool
is_reboot(const struct keeper *keeper)
{
	auto_free char *file = text_format("%s.reboot", keeper->words.name);

	return unlinkat(keeper->dir, file, 0) == 0;
}

static void
write_state(struct keeper *keeper, const struct run_state *state)
{
	if (run_state_write(keeper->dir, keeper->words.name, state, "keeper") < 0)
		keeper_complain();
}

/* A backup is not done with the emulator.  First it is known that the guest waits, then it does: when
 * the backup ends in between, the guest ends as ever.  The backup may have ended before with nobody
 * there to say so, and then it is settled as a job that is done. */
static bool
preserve(struct keeper *keeper, int64_t time)
{
	struct run_state now = { .state = VM_PAUSED, .reason = VM_REASON_SHUTTING_DOWN, .since_us = time };

	if (!preserve_is_wanted(keeper->dir, keeper->words.name))
		return false;
	write_state(keeper, &now);
	if (!preserve_wait(keeper->dir, keeper->words.name))
		return false;
	keeper_reset(keeper);
	free(keeper->pending_job);
	keeper->pending_job = xstrdup("backup");
	return true;
}

static void
hear_shutdown(struct keeper *keeper, struct json_object *message, int64_t time)
{
	const char *reason = json_string(json_member(message, "data"), "reason");
	struct run_state now = { .state = VM_SHUTDOWN, .since_us = time };
	const char *action;
	unsigned i = 0;

	while (i < COUNT(shutdown_reasons) - 1 && !text_same(reason, shutdown_reasons[i].theirs))
		i++;
	if (keeper->why_stopped) {
		keeper_log(keeper, time, NULL, NULL, NULL, message);
		return;              /* it follows from an order of ours */
	}
	keeper_log(keeper, time, "lifecycle", "shutdown", shutdown_reasons[i].told_reason, message);
	keeper->why_stopped = shutdown_reasons[i].reason;
	if (!shutdown_reasons[i].by_guest)
		return;
	action = shutdown_reasons[i].reboot || is_reboot(keeper) ? keeper->words.reboot : keeper->words.poweroff;
	if (text_same(action, "destroy") && preserve(keeper, time))
		return;
	now.reason = keeper->why_stopped;
	write_state(keeper, &now);
	keeper_apply(keeper, action);
}

/* Is there nothing new in an event?  The file is newer, or says so already: then a
 * program did it, and tells of it.  One of the future is of before the clock was set back.
 * What has shut down or crashed is stopped, too. */
static bool
is_stale(const struct run_state *told, const struct run_state *now)
{
	bool newer = told->since_us > now->since_us && told->since_us <= run_state_now();

	if (newer || told->state == now->state)
		return true;
	return now->state == VM_PAUSED && (told->state == VM_SHUTDOWN || told->state == VM_CRASHED);
}

/* NAME.state as of this event. */
static void
hear_state(struct keeper *keeper, unsigned row, struct json_object *message, int64_t time)
{
	struct run_state told = { 0 };
	struct run_state now = {
		.state = state_events[row].state, .reason = state_events[row].reason, .since_us = time,
	};

	if (now.state == VM_PAUSED && keeper->why_paused)
		now.reason = keeper->why_paused;
	keeper->why_paused = VM_REASON_UNKNOWN;
	if (now.state == VM_RUNNING)
		keeper->why_stopped = VM_REASON_UNKNOWN;
	if (run_state_read(keeper->dir, keeper->words.name, &told) > 0 && is_stale(&told, &now)) {
		keeper_log(keeper, time, NULL, NULL, NULL, message);
		return;
	}
	write_state(keeper, &now);
	keeper_log(keeper, time, "lifecycle", state_events[row].detail,
		   state_events[row].told_reason, message);
}

static void
hear_pause_reason(struct keeper *keeper, unsigned row, struct json_object *message, int64_t time)
{
	struct json_object *data = json_member(message, "data");
	const char *action = json_string(data, "action");

	if (text_same(action, pause_events[row].action))
		keeper->why_paused = pause_events[row].reason;
	keeper_log(keeper, time, pause_events[row].ours, json_string(data, pause_events[row].detail),
		   action, message);
}

static void
hear_plain(struct keeper *keeper, unsigned row, struct json_object *message, int64_t time)
{
	struct json_object *data = json_member(message, "data");

	keeper_log(keeper, time, plain_events[row].ours,
		   plain_events[row].detail ? json_string(data, plain_events[row].detail) : NULL,
		   plain_events[row].reason ? json_string(data, plain_events[row].reason) : NULL,
		   message);
}

/* The program that waits for a job ends it in no time; there may be none. */
static void
hear_job(struct keeper *keeper, struct json_object *message)
{
	struct json_object *data = json_member(message, "data");
	const char *id = json_string(data, "id"), *status = json_string(data, "status");

	if (text_same(status, "pending") ||
	    (text_same(status, "concluded") && preserve_is_waiting(keeper->dir, keeper->words.name))) {
		free(keeper->pending_job);
		keeper->pending_job = xstrdup(id);
	} else if (text_same(id, keeper->pending_job)) {
		free(steal(keeper->pending_job));
	}
}

#define HEAR(rows, hear_row)                                             \
	for (unsigned i = 0; i < COUNT(rows); i++)                       \
		if (text_same(event, (rows)[i].theirs)) {                \
			hear_row(keeper, i, message, time);              \
			return;                                          \
		}

/* A guest that crashed, which is let run: that is told, and changes nothing. */
static bool
is_let_run(const char *event, struct json_object *message)
{
	return text_same(event, "GUEST_PANICKED") && text_same(json_string(json_member(message, "data"), "action"), "run");
}

static void
hear_event(struct keeper *keeper, const char *event, struct json_object *message)
{
	int64_t time = event_time(message);

	if (text_same(event, "SHUTDOWN")) {
		hear_shutdown(keeper, message, time);
		return;
	}
	if (is_let_run(event, message)) {
		keeper_log(keeper, time, "lifecycle", "crashed", "panicked", message);
		return;
	}
	if (text_same(event, "JOB_STATUS_CHANGE"))
		hear_job(keeper, message);
	HEAR(pause_events, hear_pause_reason)
	HEAR(plain_events, hear_plain)
	HEAR(state_events, hear_state)
	keeper_log(keeper, time, NULL, NULL, NULL, message);
}

void
keeper_hear(struct keeper *keeper, struct json_object *message)
{
	const char *event = json_string(message, "event");
	const char *error = json_string(json_member(message, "error"), "desc");

	if (json_member(message, "QMP"))
		keeper->greeted = true;
	if (error) {
		fail(FAULT_FAILED, "the emulator refused an order: %s", error);
		keeper_complain();
	}
	if (!event)
		return;
	hear_event(keeper, event, message);
	if (!text_same(event, "GUEST_PANICKED") || is_let_run(event, message))
		return;
	keeper->why_stopped = VM_REASON_CRASHED;
	keeper_apply(keeper, keeper->words.crash);
}

/* What its exit status says when no event said more. */
static enum vm_reason
end_reason(const struct keeper *keeper, int wait_status)
{
	if (WIFSIGNALED(wait_status))
		return VM_REASON_CRASHED;
	if (keeper->why_stopped)
		return keeper->why_stopped;
	return WEXITSTATUS(wait_status) ? VM_REASON_FAILED : VM_REASON_SHUTDOWN;
}

bool
keeper_is_clean(const struct keeper *keeper)
{
	struct stat st;

	return fstat(keeper->lock, &st) == 0 && st.st_nlink == 0;
}

/* An emulator that never came up is the starter's to report; one that a program
 * ends, that program's. */
void
keeper_tell_end(struct keeper *keeper, int wait_status)
{
	static const char *const reason_word[] = { VM_REASON(ENUM_WORD_) };
	struct run_state told = { 0 };
	struct run_state now = {
		.state = VM_SHUTOFF, .reason = end_reason(keeper, wait_status),
		.since_us = run_state_now(),
	};

	if (!keeper->greeted)
		return;
	if (run_state_read(keeper->dir, keeper->words.name, &told) > 0 &&
	    told.reason == VM_REASON_DESTROYED)
		return;
	/* Who stopped it said so first, and what it is now, or that it runs anew, only after he had
	 * cleaned up. */
	if (keeper_is_clean(keeper))
		return;
	write_state(keeper, &now);
	keeper_log(keeper, now.since_us, "lifecycle", "stopped", reason_word[now.reason], NULL);
}
