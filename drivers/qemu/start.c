/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start - bring a guest to life */
#include "start.h"

#include "base/fail.h"
#include "launch.h"

/* Its processors run from here on, unless they are to stand still as they do. */
static int
let_run(struct launch *launch)
{
	struct vm *vm = launch->vm;

	if (launch->how->paused)
		return vm_set_state(GUEST_FOLDER, vm->name, vm->state, vm->reason);
	if (guest_announce(vm->name, vm->state, vm->reason) < 0 ||
	    qmp_do(launch->qmp, "cont", NULL) < 0)
		return -1;
	guest_confirm(vm->name);
	return 0;
}

int
qemu_start(struct vm *vm, const struct vm_start *how)
{
	auto_launch struct launch launch = {
		.vm = vm, .def = vm->live->def, .how = how,
		LAUNCH_CLOSED,
	};

	if (launch_plan(&launch) < 0 || launch_prepare(&launch) < 0 ||
	    vm_set_state(GUEST_FOLDER, vm->name, VM_PAUSED, VM_REASON_STARTING) < 0 ||
	    launch_spawn(&launch) < 0 || launch_greet(&launch) < 0)
		return -1;
	vm->pid = guest_pid(vm->name);
	if (vm->pid <= 0)
		return fail(FAULT_FAILED, "the emulator has ended");
	return vm_save_live(vm) < 0 ? -1 : let_run(&launch);
}
