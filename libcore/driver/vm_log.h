/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_log - what the hypervisor and the guest themselves write down */
#ifndef DRIVER_VM_LOG_H
#define DRIVER_VM_LOG_H

#include "driver/vm.h"

/* Path of the log; NULL after a failure (FAULT_UNSUPPORTED: the driver keeps none).  Caller frees. */
char *vm_log_file(struct vm *vm);

/* Remove it; no log is fine. */
int vm_log_remove(struct vm *vm);

#endif
