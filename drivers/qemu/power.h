/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* power - buttons of a running guest */
#ifndef QEMU_POWER_H
#define QEMU_POWER_H

#include "driver/vm.h"

int qemu_shutdown(struct vm *vm, unsigned modes);
int qemu_reboot(struct vm *vm, unsigned modes);
int qemu_reset(struct vm *vm);
int qemu_suspend(struct vm *vm);
int qemu_resume(struct vm *vm);

#endif
