/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_freeze - a guest's file systems stand still for a moment, so that its disks are in order
 *
 * $RUN/FOLDER/NAME.frozen is there from before the freeze until after the thaw: whoever is killed
 * in between, the next one to open the guest for a change thaws it. */
#ifndef DRIVER_VM_FREEZE_H
#define DRIVER_VM_FREEZE_H

#include "driver/vm.h"

/* FAULT_OPTION when the guest has no agent, FAULT_AGENT when that does not answer. */
int vm_freeze(struct vm *vm);

/* What was done meanwhile is done: a failure is a warning, and the next one tries again. */
void vm_thaw(struct vm *vm);

/* Part of opening a guest for a change. */
void vm_freeze_repair(struct vm *vm);

#endif
