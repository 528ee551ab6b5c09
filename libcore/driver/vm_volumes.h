/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_volumes - the volumes that the disks of a guest are, for those who remove both */
#ifndef DRIVER_VM_VOLUMES_H
#define DRIVER_VM_VOLUMES_H

#include "driver/vm.h"
#include "driver/volume.h"

struct vm_volumes { struct volume **item; unsigned n; };

/* Those of the stored definition.  words: "vda,/path": disks by target or path, each in an active
 * pool (FAULT_NO_DISK, FAULT_MISSING); NULL: all that are in one, with a warning for the others. */
int vm_volumes_find(struct vm *vm, const char *words, struct vm_volumes *ret_volumes);
void vm_volumes_done(struct vm_volumes *volumes);
#define auto_vm_volumes __attribute__((cleanup(vm_volumes_done)))

#endif
