/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start - bring a guest to life */
#include "start.h"

#include "base/fail.h"
#include "launch.h"

/* Its processors run from here on.  What is so is written down before it is: an event
 * that follows is newer. */
static int
let_run(struct launch *launch)
{
	struct vm *vm = launch->vm;

	if (vm_set_state(GUEST_FOLDER, vm->name, vm->state, vm->reason) < 0)
		return -1;
	return launch->how->paused ? 0 : qmp_do(launch->qmp, "cont", NULL);
}

/* The reason of a failure is worth more than what undoing it has to say. */
static int
give_up(struct vm *vm)
{
	enum fault fault = fail_fault();
	auto_free char *story = xstrdup(fail_story());
	auto_free char *advice = xstrdup(fail_advice());

	qemu_kill(vm);
	fail(fault, "%s", story);
	if (advice)
		fail_hint("%s", advice);
	return -1;
}

static int
bring_up(struct launch *launch)
{
	struct vm *vm = launch->vm;

	if (vm_set_state(GUEST_FOLDER, vm->name, VM_PAUSED, VM_REASON_STARTING) < 0 ||
	    launch_spawn(launch) < 0 || launch_greet(launch) < 0)
		return -1;
	vm->pid = guest_pid(vm->name);
	if (vm->pid <= 0)
		return fail(FAULT_FAILED, "the emulator has ended");
	return vm_save_live(vm) < 0 ? -1 : let_run(launch);
}

int
qemu_start(struct vm *vm, const struct vm_start *how)
{
	auto_launch struct launch launch = {
		.vm = vm, .def = vm->live->def, .how = how,
		.log = -1, .control = -1, .events = -1, .vsock = -1,
	};

	if (launch_plan(&launch) < 0 || launch_prepare(&launch) < 0)
		return -1;
	return bring_up(&launch) < 0 ? give_up(vm) : 0;
}
