/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe - what is true of a guest that was started */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/lock.h"
#include "base/socket.h"
#include "guest.h"
#include "preserve.h"
#include "qmp.h"
#include "run_state.h"
#include "start.h"

/* A list of guests waits this long for one that has no keeper and is busy. */
enum { ASK_MS = 300 };

static const struct {
	const char *word;
	enum vm_state state;
	enum vm_reason reason;
} run_states[] = {
	{ "running",          VM_RUNNING,     VM_REASON_UNKNOWN },
	{ "paused",           VM_PAUSED,      VM_REASON_UNKNOWN },
	{ "prelaunch",        VM_PAUSED,      VM_REASON_STARTING },
	{ "inmigrate",        VM_PAUSED,      VM_REASON_MIGRATED },
	{ "postmigrate",      VM_PAUSED,      VM_REASON_MIGRATED },
	{ "finish-migrate",   VM_PAUSED,      VM_REASON_MIGRATED },
	{ "restore-vm",       VM_PAUSED,      VM_REASON_RESTORED },
	{ "save-vm",          VM_PAUSED,      VM_REASON_SAVING },
	{ "io-error",         VM_PAUSED,      VM_REASON_IO_ERROR },
	{ "watchdog",         VM_PAUSED,      VM_REASON_WATCHDOG },
	{ "internal-error",   VM_PAUSED,      VM_REASON_CRASHED },
	{ "colo",             VM_PAUSED,      VM_REASON_MIGRATED },
	{ "debug",            VM_PAUSED,      VM_REASON_UNKNOWN },
	{ "shutdown",         VM_SHUTDOWN,    VM_REASON_SHUTDOWN },
	{ "guest-panicked",   VM_CRASHED,     VM_REASON_PANICKED },
	{ "suspended",        VM_PMSUSPENDED, VM_REASON_UNKNOWN },
};

/* The word that was written last may know more of the reason. */
static void
take_status(struct vm *vm, const char *word)
{
	for (unsigned i = 0; i < COUNT(run_states); i++) {
		if (!text_same(word, run_states[i].word) || vm->state == run_states[i].state)
			continue;
		vm->state = run_states[i].state;
		vm->reason = run_states[i].reason;
	}
}

static struct qmp *
connect_briefly(const char *name)
{
	auto_free char *file = text_format("%s.qmp", name);
	int fd = socket_connect(guest_dir(), file);
	struct qmp *qmp = fd < 0 ? NULL : qmp_attach(fd, ASK_MS);

	if (qmp)
		qmp_set_patience(qmp, ASK_MS);
	return qmp;
}

/* Whoever is connected knows better than we do; the last word stands. */
static void
ask_emulator(struct vm *vm)
{
	auto_qmp struct qmp *qmp = connect_briefly(vm->name);
	auto_json struct json_object *status = qmp ? qmp_call(qmp, "query-status", NULL) : NULL;

	if (status)
		take_status(vm, json_string(status, "status"));
	fail_forget();
}

/* 1, 0 or -1. */
static int
has_keeper(const char *name)
{
	auto_free char *file = text_format("%s.keeper", name);
	pid_t pid = lock_holder(guest_dir(), file);

	return pid < 0 ? -1 : pid > 0;
}

static bool
is_pending(const char *name)
{
	struct run_state told = { 0 };

	return run_state_read(guest_dir(), name, &told) > 0 && told.pending;
}

int
qemu_probe(struct vm *vm)
{
	int kept;

	vm->pid = guest_pid(vm->name);
	if (vm->pid < 0)
		return -1;
	vm->active = vm->pid > 0;
	if (!vm->active)
		return 0;
	kept = has_keeper(vm->name);
	if (kept == 0 || is_pending(vm->name))
		ask_emulator(vm);
	return kept < 0 ? -1 : 0;
}

/* --- a guest whose keeper was killed */

/* These three as the keeper does. */
static int
reset(struct qmp *qmp, const struct vm *vm)
{
	if (vm->live->def->on_reboot == LIFECYCLE_DESTROY &&
	    qmp_do(qmp, "set-action", json_build("s:reboot", "reset", NULL)) < 0)
		return -1;
	return qmp_do(qmp, "system_reset", NULL);
}

static int
restart(struct vm *vm)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp || guest_announce(vm->name, VM_RUNNING, VM_REASON_BOOTED) < 0)
		return -1;
	if (reset(qmp, vm) < 0 || qmp_do(qmp, "cont", NULL) < 0)
		return -1;
	vm->state = VM_RUNNING;
	vm->reason = VM_REASON_BOOTED;
	guest_confirm(vm->name);
	return 0;
}

static int
preserve(struct vm *vm)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp || reset(qmp, vm) < 0 || vm_set_state(GUEST_FOLDER, vm->name, VM_PAUSED, VM_REASON_SHUTTING_DOWN) < 0)
		return -1;
	preserve_wait(guest_dir(), vm->name);
	vm->state = VM_PAUSED;
	vm->reason = VM_REASON_SHUTTING_DOWN;
	return 0;
}

static enum lifecycle
action_of(const struct vm *vm)
{
	auto_free char *mark = text_format("%s.reboot", vm->name);
	const struct vm_def *def = vm->live->def;

	if (vm->state == VM_CRASHED)
		return def->on_crash;
	return unlinkat(guest_dir(), mark, 0) == 0 ? def->on_reboot : def->on_poweroff;
}

static int
end(struct vm *vm, enum vm_reason reason)
{
	if (qemu_destroy(vm, false) < 0)
		return -1;
	vm->active = false;
	vm->state = VM_SHUTOFF;
	vm->reason = reason;
	return 0;
}

/* It has shut down, and the backup may need the emulator no more; it may have been resumed behind our back. */
static int
end_preserved(struct vm *vm)
{
	struct vm_live *live = vm_live(vm);

	if (!live)
		return -1;
	if (vm->state == VM_RUNNING)
		preserve_resume(guest_dir(), vm->name);
	else if (!live->job || live->job->kind != VM_JOB_BACKUP)
		return end(vm, VM_REASON_SHUTDOWN);
	return 0;
}

/* What is pending has been seen to be so, or not, and who announced it is gone.  Dumps of
 * crashed guests are the keeper's: without one, the rest of the action is done. */
int
qemu_settle(struct vm *vm)
{
	if (is_pending(vm->name) && vm_set_state(GUEST_FOLDER, vm->name, vm->state, vm->reason) < 0)
		return -1;
	if (preserve_is_waiting(guest_dir(), vm->name))
		return end_preserved(vm);
	if ((vm->state != VM_SHUTDOWN && vm->state != VM_CRASHED) || has_keeper(vm->name))
		return fail_fault() ? -1 : 0;
	if (!vm_live(vm))
		return -1;
	switch (action_of(vm)) {
	case LIFECYCLE_PRESERVE:
	case LIFECYCLE_PRESERVE_RUNNING:
		return 0;
	case LIFECYCLE_RESTART:
	case LIFECYCLE_COREDUMP_RESTART:
		return restart(vm);
	default:
		if (vm->state == VM_SHUTDOWN && preserve_is_wanted(guest_dir(), vm->name))
			return preserve(vm);
		return end(vm, vm->state == VM_CRASHED ? VM_REASON_CRASHED : VM_REASON_SHUTDOWN);
	}
}

/* --- what it uses */

static int
read_process_file(pid_t pid, const char *file, char *into, size_t size)
{
	auto_free char *path = text_format("/proc/%d/%s", (int)pid, file);
	auto_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, into, size - 1);

	if (n < 0)
		return errno == ENOENT || errno == ESRCH ? vm_not_running() : fail_errno("read %s", path);
	into[n] = '\0';
	return 0;
}

/* Fields 14 and 15 of stat, counted behind the name, which may hold anything. */
int
qemu_usage(struct vm *vm, uint64_t *ret_cpu_ns, uint64_t *ret_memory)
{
	char stat[1024], statm[256];
	unsigned long long user, system, resident;
	const char *rest;

	if (read_process_file(vm->pid, "stat", stat, sizeof stat) < 0 ||
	    read_process_file(vm->pid, "statm", statm, sizeof statm) < 0)
		return -1;
	rest = strrchr(stat, ')');
	if (!rest || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu",
			    &user, &system) != 2 || sscanf(statm, "%*u %llu", &resident) != 1)
		return fail(FAULT_SYSTEM, "/proc/%d: unexpected contents", (int)vm->pid);
	*ret_cpu_ns = (user + system) * (UINT64_C(1000000000) / (uint64_t)sysconf(_SC_CLK_TCK));
	*ret_memory = resident * (uint64_t)sysconf(_SC_PAGESIZE);
	return 0;
}
