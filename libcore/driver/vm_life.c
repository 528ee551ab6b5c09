/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_life - the life of a guest once it runs */
#include "driver/block_inside.h"
#include "driver/vm_inside.h"
#include "driver/vm_save.h"

#include <stdio.h>
#include <unistd.h>

/* Its file goes last: as long as that is there, the next program finds work to do. */
int
vm_clean_up(struct vm *vm, struct strings *what)
{
	const char *folder = vm_folder();
	const struct vm_ops *ops = folder ? host_here()->driver->vm : NULL;
	auto_vm_brief struct vm_brief brief = { 0 };
	bool known = folder && vm_brief_read(PLACE_RUN, folder, vm->name, &brief) == 0;

	if (folder && vm_job_bury(vm) < 0)
		return -1;
	fail_forget();    /* a live file that cannot be read can be removed all the same */
	if (!ops || (ops->reap && ops->reap(vm, what) < 0))
		return -1;
	if (!vm->stored && vm_forget(folder, vm->name) < 0)
		return -1;
	if (known && store_clear_id(folder, brief.id) < 0)
		return -1;
	vm_brief_remove(PLACE_RUN, folder, vm->name);
	vm_start_settled(folder, vm->name);
	if (vm_jobs_forget(folder, vm->name) < 0)
		return -1;
	if (store_remove(PLACE_RUN, folder, vm->name, known ? brief.facts.uuid : NULL) < 0)
		return -1;
	vm_brief_remove(PLACE_RUN, folder, vm->name);    /* a reader may have made it anew meanwhile */
	model_free(&vm_live_type, vm->live);
	vm->live = NULL;
	vm->active = vm->leftover = false;
	vm->id = -1;
	vm->pid = 0;
	vm->started = 0;
	return 0;
}

/* A transient guest has nothing that could have a state. */
int
vm_stopped(struct vm *vm, enum vm_state state, enum vm_reason reason, struct strings *what)
{
	const char *folder = vm_folder();

	if (vm_clean_up(vm, what) < 0)
		return -1;
	vm->state = state;
	vm->reason = reason;
	if (vm->stored && vm_set_state(folder, vm->name, state, reason) < 0)
		return -1;
	return vm_event(folder, vm->name, "lifecycle", "stopped",
			words_name(&vm_reason_words, reason));
}

/* Who saw it end has told; else nobody knows why. */
int
vm_reap(struct vm *vm, struct strings *ret_what)
{
	const char *folder = vm_folder();
	enum vm_state state = VM_NOSTATE;
	enum vm_reason reason;

	if (!folder)
		return -1;
	if (!vm->leftover || vm_told("clean up after %s", vm->name))
		return 0;
	vm_state_read(folder, vm->name, &state, &reason);
	/* It was about to resume, and its processors have never run. */
	if (state == VM_PAUSED && vm_is_starting(folder, vm->name) && vm_save_put_back(folder, vm->name) < 0)
		return -1;
	if (state == VM_SHUTOFF || state == VM_CRASHED)
		return vm_clean_up(vm, ret_what);
	return vm_stopped(vm, VM_SHUTOFF, vm_end_reason(state, reason), ret_what);
}

int
vm_destroy(struct vm *vm, bool graceful)
{
	if (vm_must_be_active(vm) < 0)
		return -1;
	if (vm_told("destroy %s", vm->name))
		return 0;
	if (DRIVER_CALL(vm, destroy, vm, graceful) < 0)
		return -1;
	return vm_stopped(vm, VM_SHUTOFF, VM_REASON_DESTROYED, NULL);
}

/* The guest was asked for something; it may have ended over it. */
static int
asked_guest(struct vm *vm, int done)
{
	if (done < 0 || vm->active)
		return done;
	return vm_stopped(vm, vm->state, vm->reason, NULL);
}

int
vm_settle(struct vm *vm)
{
	const struct vm_ops *ops = host_here()->driver->vm;

	return ops && ops->settle ? asked_guest(vm, ops->settle(vm)) : 0;
}

int
vm_shutdown(struct vm *vm, unsigned modes)
{
	if (vm_must_be_active(vm) < 0)
		return -1;
	if (vm_job_allows_change(vm) < 0)
		return -1;
	if (vm_told("shut down %s", vm->name))
		return 0;
	return asked_guest(vm, DRIVER_CALL(vm, shutdown, vm, modes));
}

int
vm_reboot(struct vm *vm, unsigned modes)
{
	if (vm_must_be_active(vm) < 0)
		return -1;
	if (vm_job_allows_change(vm) < 0)
		return -1;
	if (vm_told("reboot %s", vm->name))
		return 0;
	return asked_guest(vm, DRIVER_CALL(vm, reboot, vm, modes));
}

int
vm_reset(struct vm *vm)
{
	if (vm_must_be_active(vm) < 0)
		return -1;
	if (vm_job_allows_change(vm) < 0)
		return -1;
	if (vm_told("reset %s", vm->name))
		return 0;
	return DRIVER_CALL(vm, reset, vm);
}

int
vm_suspend(struct vm *vm)
{
	if (vm_must_be_active(vm) < 0)
		return -1;
	if (vm->state == VM_PAUSED)
		return fail(FAULT_STATE, "already paused");
	if (vm->state != VM_RUNNING && vm->state != VM_BLOCKED)
		return fail(FAULT_STATE, "%s: not running", words_name(&vm_state_words, vm->state));
	if (vm_job_allows_change(vm) < 0)
		return -1;
	if (vm_told("suspend %s", vm->name))
		return 0;
	if (DRIVER_CALL(vm, suspend, vm) < 0)
		return -1;
	return vm_event(vm_folder(), vm->name, "lifecycle", "suspended", "paused");
}

int
vm_resume(struct vm *vm)
{
	if (vm_must_be_active(vm) < 0)
		return -1;
	if (vm->state == VM_RUNNING || vm->state == VM_BLOCKED)
		return fail(FAULT_STATE, "already running");
	if (vm->state != VM_PAUSED)
		return fail(FAULT_STATE, "%s: not paused", words_name(&vm_state_words, vm->state));
	if (vm_job_allows_change(vm) < 0)
		return -1;
	if (vm_told("resume %s", vm->name))
		return 0;
	if (DRIVER_CALL(vm, resume, vm) < 0)
		return -1;
	return vm_event(vm_folder(), vm->name, "lifecycle", "resumed", "unpaused");
}

int
vm_ask_agent(struct vm *vm)
{
	return vm_must_be_active(vm) < 0 || !vm_live(vm) ? -1 : DRIVER_CALL(vm, ask_agent, vm);
}
