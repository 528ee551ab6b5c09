/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe - what is true of a guest that was started */
#ifndef QEMU_PROBE_H
#define QEMU_PROBE_H

#include "driver/vm.h"

int qemu_probe(struct vm *vm);
int qemu_settle(struct vm *vm);
int qemu_usage(struct vm *vm, uint64_t *ret_cpu_ns, uint64_t *ret_memory);

#endif
