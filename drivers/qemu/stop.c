/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stop - end an emulator, and remove what it leaves */
#include "start.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "assign.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/process.h"
#include "base/socket.h"
#include "cgroup.h"
#include "handover.h"
#include "helper.h"
#include "launch.h"
#include "macvtap.h"
#include "tpm.h"

/* An emulator that is told to end flushes its disks first; one that the kernel keeps
 * (dead storage) ends some time after it was killed. */
enum { GRACE_MS = 10000, KILL_MS = 30000 };

/* A pidfd of the emulator, or -1: without a failure when there is none. */
static int
open_emulator(const char *name)
{
	pid_t pid = guest_pid(name);
	auto_close int process = pid > 0 ? process_open(pid) : -1;

	/* Still the one: a pid may be another's by now. */
	if (process >= 0 && guest_pid(name) == pid)
		return steal_fd(process);
	if (pid >= 0)
		fail_forget();
	return -1;
}

static int
end(int process, bool graceful)
{
	int ended;

	if (process_signal(process, SIGTERM) < 0)
		fail_forget();           /* it has just ended */
	ended = process_wait(process, GRACE_MS);
	if (ended)
		return ended < 0 ? -1 : 0;
	if (graceful)
		return fail(FAULT_BUSY, "the emulator has not ended within %d s", GRACE_MS / 1000);
	process_signal(process, SIGKILL);
	ended = process_wait(process, KILL_MS);
	return ended > 0 ? 0 : ended < 0 ? -1 : fail(FAULT_BUSY, "the emulator does not end, not even when killed");
}

/* The state says that somebody ends it, and who reads that leaves the telling to us. */
int
qemu_destroy(struct vm *vm, bool graceful)
{
	auto_close int process = open_emulator(vm->name);

	if (process < 0)
		return fail_fault() ? -1 : 0;
	if (guest_announce(vm->name, VM_SHUTDOWN, VM_REASON_DESTROYED) < 0)
		return -1;
	if (end(process, graceful) == 0)
		return 0;
	vm_set_state(GUEST_FOLDER, vm->name, vm->state, vm->reason);
	return -1;
}

static void
kill_emulator(const char *name)
{
	auto_close int process = open_emulator(name);

	if (process >= 0 && process_signal(process, SIGKILL) == 0)
		process_wait(process, KILL_MS);
	fail_forget();           /* it ended just now */
}

/* --- what it leaves */

static int
remove_file(const char *name, const char *suffix, struct strings *what)
{
	auto_free char *file = text_format("%s%s", name, suffix);

	if (unlinkat(guest_dir(), file, 0) < 0)
		return errno == ENOENT ? 0 : fail_errno("remove %s", file);
	if (what)
		strings_add(what, file);
	return 0;
}

static int
remove_directory(const char *directory, struct strings *what)
{
	if (!directory || !file_exists(AT_FDCWD, directory))
		return 0;
	if (dir_remove(AT_FDCWD, directory) < 0)
		return -1;
	if (what)
		strings_add(what, directory);
	return 0;
}

/* May be called again and again: each step is fine when it was made before.  First the
 * control socket: without it no emulator that is still on its way begins its life, see
 * life.h.  The record goes when all that it tells of is gone, and the keeper's file last, because by its
 * absence a keeper sees that all is done. */
int
qemu_reap(struct vm *vm, struct strings *what)
{
	static const char *const suffixes[] = { ".events.qmp", ".pid", ".reboot", ".preserve", ".preserved", ".undo", ".keeper" };
	auto_free char *draft = text_format(".%s.undo.new", vm->name);
	auto_json struct json_object *undo = NULL;

	if (guest_dir() < 0 || remove_file(vm->name, ".qmp", what) < 0)
		return -1;
	kill_emulator(vm->name);
	undo = guest_undo_read(vm->name);
	socket_forget(guest_dir(), (pid_t)json_number(undo, "starter", -1));
	tpm_stop(vm->name);
	helper_stop_noted(undo);
	transient_remove(undo);
	assign_undo(vm->name, undo);
	launch_undo_ports(undo);
	macvtap_undo(undo);
	launch_undo_filters(undo);
	launch_undo_switch(undo);
	cgroup_remove(json_string(undo, "cgroups"));
	guest_remove_drafts(undo);
	if (remove_directory(json_string(undo, "memory"), what) < 0 ||
	    remove_directory(json_string(undo, "directory"), what) < 0 || handover_undo(undo) < 0)
		return -1;
	unlinkat(guest_dir(), draft, 0);         /* of a program that was killed */
	for (unsigned i = 0; i < COUNT(suffixes); i++)
		if (remove_file(vm->name, suffixes[i], what) < 0)
			return -1;
	return 0;
}
