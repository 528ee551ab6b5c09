/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_save - the managed save image: memory that the next start resumes from */
#ifndef DRIVER_VM_SAVE_H
#define DRIVER_VM_SAVE_H

#include "driver/vm.h"

/* $VAR/FOLDER/save/NAME.save, whether there is one or not.  Caller frees. */
char *vm_save_image(const char *folder, const char *name);

bool vm_is_saved(const struct vm *vm);

#endif
