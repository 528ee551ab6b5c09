/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_pending - does the next start bring something new? */
#ifndef DRIVER_VM_PENDING_H
#define DRIVER_VM_PENDING_H

#include "driver/vm.h"

/* 1 when the stored definition of an active guest differs from the live one, else 0; -1. */
int vm_is_pending(struct vm *vm);

#endif
