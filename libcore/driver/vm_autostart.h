/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_autostart - whether a virtual machine starts with the host */
#ifndef DRIVER_VM_AUTOSTART_H
#define DRIVER_VM_AUTOSTART_H

#include "driver/vm.h"

/* FAULT_STATE for a transient one: there is nothing to start at boot. */
int vm_set_autostart(struct vm *vm, bool on);

#endif
