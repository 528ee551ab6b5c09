/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_log - what the hypervisor and the guest themselves write down */
#include "driver/vm_log.h"

#include <fcntl.h>

#include "base/file.h"
#include "base/memory.h"
#include "driver/vm_inside.h"

char *
vm_log_file(struct vm *vm)
{
	if (!DRIVER_HAS(vm, log_file))
		return driver_cannot("vm", "log_file"), NULL;
	return host_here()->driver->vm->log_file(vm);
}

int
vm_log_remove(struct vm *vm)
{
	auto_free char *path = vm_log_file(vm);

	if (!path)
		return -1;
	return vm_told("remove %s", path) ? 0 : file_remove(AT_FDCWD, path);
}
