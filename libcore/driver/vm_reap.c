/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_reap - cleaning up by name what is left of guests whose hypervisor died */
#include "driver/vm_reap.h"

#include "base/file.h"
#include "driver/vm_inside.h"

/* A live file makes it a name; else it may be a UUID or number of one that lives. */
static char *
name_of(const char *folder, const char *key)
{
	auto_vm struct vm *vm = NULL;

	if (store_name_fits(key) && store_has(PLACE_RUN, folder, key))
		return xstrdup(key);
	vm = vm_open(key, VM_TO_READ);
	return vm ? xstrdup(vm->name) : NULL;
}

int
vm_reap_name(const char *key, struct strings *ret_what)
{
	const char *folder = vm_folder();
	auto_free char *name = folder ? name_of(folder, key) : NULL;
	auto_vm struct vm *vm = NULL;
	auto_close int lock = -1;

	if (!name)
		return -1;
	if (!vm_is_dry_run() && (lock = store_lock(folder, name)) < 0)
		return -1;
	vm = vm_look(folder, name);
	if (!vm)
		return fail_fault() == FAULT_NONE ? 0 : -1;      /* somebody was faster */
	vm->lock = steal_fd(lock);
	return vm->active && !vm_is_dry_run() ? vm_repair(vm) : vm_reap(vm, ret_what);
}

int
vm_reap_names(struct strings *ret_names)
{
	const char *folder = vm_folder();

	return folder ? store_names(PLACE_RUN, folder, ret_names) : -1;
}
