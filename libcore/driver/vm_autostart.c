/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_autostart - whether a virtual machine starts with the host */
#include "driver/vm_autostart.h"

#include "driver/vm_inside.h"

int
vm_set_autostart(struct vm *vm, bool on)
{
	const char *folder = vm_folder();

	if (!folder || vm_must_be_stored(vm) < 0)
		return -1;
	if (vm_told("%s %s with the host", on ? "start" : "do not start", vm->name))
		return 0;
	return store_set_autostart(folder, vm->name, on);
}
