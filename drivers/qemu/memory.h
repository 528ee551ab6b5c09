/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory - the memory of a guest as a stream, out of its emulator and into one */
#ifndef QEMU_MEMORY_H
#define QEMU_MEMORY_H

#include "driver/vm.h"
#include "qmp.h"

int qemu_save_memory(struct vm *vm, int fd);
int qemu_dump_memory(struct vm *vm, int fd, const char *format);
int qemu_work(struct vm *vm, bool dump, struct vm_work *ret_work);
int qemu_cancel_work(struct vm *vm, bool dump);

/* Into an emulator that was started to wait for it.  Its processors stand still afterwards. */
int memory_load(struct qmp *qmp, int fd);

#endif
