/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exact_cpu - what a processor comes to in an emulator: its model, and every feature by name */
#ifndef QEMU_EXACT_CPU_H
#define QEMU_EXACT_CPU_H

#include "driver/vm.h"

/* struct vm_ops.  What is told of in another way than by model and features stays as it is. */
int qemu_exact_cpu(struct vm *vm, const struct vm_cpu *cpu, struct vm_cpu **ret_cpu);

#endif
