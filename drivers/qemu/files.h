/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* files - what the driver keeps of a guest that is not running: NVRAM, TPM state, log */
#ifndef QEMU_FILES_H
#define QEMU_FILES_H

#include "driver/vm.h"

char *qemu_log_file(struct vm *vm);
int qemu_renamed(struct vm *vm, const char *new_name);
int qemu_check_undefine(struct vm *vm, enum vm_undefine_how how);
int qemu_undefined(struct vm *vm, enum vm_undefine_how how);

#endif
