/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start - bring a guest to life, and end it */
#ifndef QEMU_START_H
#define QEMU_START_H

#include "guest.h"

/* What a start that failed has made is removed by reaping. */
int qemu_start(struct vm *vm, const struct vm_start *how);
int qemu_destroy(struct vm *vm, bool graceful);
int qemu_reap(struct vm *vm, struct strings *what);

#endif
