/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* power - buttons of a running guest */
#include "power.h"

#include <fcntl.h>
#include <unistd.h>

#include "agent.h"
#include "base/fail.h"
#include "base/file.h"
#include "guest.h"
#include "preserve.h"
#include "qmp.h"

/* QEMU has no button that makes a guest boot anew by itself.  So a reboot is a shutdown
 * with this mark left for the keeper, which then starts the guest again. */
static int
mark_reboot(const char *name, bool on)
{
	auto_free char *file = text_format("%s.reboot", name);
	auto_close int fd = -1;

	if (!on)
		return file_remove_volatile(guest_dir(), file);
	fd = openat(guest_dir(), file, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	return fd < 0 ? fail_errno("create %s", file) : 0;
}

static int
by_agent(struct vm *vm, bool reboot)
{
	auto_close int agent = agent_open(vm->live->def);

	return agent < 0 ? -1 : agent_shutdown(agent, reboot ? "reboot" : "powerdown");
}

static int
by_button(struct vm *vm, struct qmp *qmp, bool reboot)
{
	if (mark_reboot(vm->name, reboot) < 0)
		return -1;
	return qmp_do(qmp, "system_powerdown", NULL);
}

/* The agent first, when it was asked for or nothing was and it is there. */
static int
power_down(struct vm *vm, unsigned modes, bool reboot)
{
	auto_qmp struct qmp *qmp = NULL;
	int agent = modes & SHUTDOWN_AGENT ? 1 : 0;

	if (modes & ~(unsigned)(SHUTDOWN_ACPI | SHUTDOWN_AGENT))
		return fail(FAULT_OPTION, "the qemu driver knows the modes acpi and agent");
	if (!vm_live(vm) || !(qmp = qmp_open(vm)))
		return -1;
	if (!modes && (agent = agent_is_there(qmp, vm->live->def)) < 0)
		return -1;
	if (agent && mark_reboot(vm->name, false) == 0 && by_agent(vm, reboot) == 0)
		return 0;
	if (agent && modes == SHUTDOWN_AGENT)
		return -1;
	fail_forget();           /* what the agent does not do, the button does */
	return by_button(vm, qmp, reboot);
}

int
qemu_shutdown(struct vm *vm, unsigned modes)
{
	return power_down(vm, modes, false);
}

int
qemu_reboot(struct vm *vm, unsigned modes)
{
	return power_down(vm, modes, true);
}

int
qemu_reset(struct vm *vm)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	return qmp ? qmp_do(qmp, "system_reset", NULL) : -1;
}

static int
change_state(struct vm *vm, enum vm_state state, enum vm_reason reason, const char *command)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp || guest_announce(vm->name, state, reason) < 0)
		return -1;
	if (qmp_do(qmp, command, NULL) < 0) {
		vm_set_state(GUEST_FOLDER, vm->name, vm->state, vm->reason);
		return -1;
	}
	vm->state = state;
	vm->reason = reason;
	guest_confirm(vm->name);
	return 0;
}

int
qemu_suspend(struct vm *vm)
{
	return change_state(vm, VM_PAUSED, VM_REASON_USER, "stop");
}

int
qemu_resume(struct vm *vm)
{
	bool waited = preserve_resume(guest_dir(), vm->name);
	int done = change_state(vm, VM_RUNNING, VM_REASON_UNPAUSED, "cont");

	if (done < 0 && waited)
		preserve_wait(guest_dir(), vm->name);
	return done;
}
