/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_freeze - a guest's file systems stand still for a moment, so that its disks are in order */
#include "driver/vm_freeze.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/vm_inside.h"

static char *
mark_path(const struct vm *vm)
{
	return place_file(PLACE_RUN, "%s/%s.frozen", vm_folder(), vm->name);
}

int
vm_freeze(struct vm *vm)
{
	auto_free char *mark = mark_path(vm);

	if (vm->state != VM_RUNNING)
		return fail(FAULT_STATE, "not running: its file systems cannot be frozen");
	if (!vm_live(vm) || file_replace_volatile(AT_FDCWD, mark, "", 0, 0600) < 0)
		return -1;
	if (DRIVER_CALL(vm, freeze, vm) == 0)
		return 0;
	vm_thaw(vm);
	return -1;
}

/* True when there is nothing left to thaw: without an agent nothing was frozen, and when it has
 * gone nobody can help it. */
static bool
is_thawed(struct vm *vm)
{
	if (!vm->active || (vm_live(vm) && DRIVER_CALL(vm, thaw, vm) == 0))
		return true;
	return fail_fault() == FAULT_OPTION || fail_fault() == FAULT_AGENT;
}

/* What failed meanwhile is still to be told. */
void
vm_thaw(struct vm *vm)
{
	auto_free char *mark = mark_path(vm);
	struct failure meanwhile = fail_aside();

	if (is_thawed(vm))
		unlink(mark);
	else
		warn("its file systems stay frozen: %s", fail_story());
	fail_forget();
	fail_again(&meanwhile);
}

void
vm_freeze_repair(struct vm *vm)
{
	auto_free char *mark = mark_path(vm);

	if (file_exists(AT_FDCWD, mark))
		vm_thaw(vm);
}
