/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint_inside - what backups need of checkpoints, and nobody else */
#ifndef DRIVER_CHECKPOINT_INSIDE_H
#define DRIVER_CHECKPOINT_INSIDE_H

#include "driver/checkpoint.h"
#include "driver/moment_file.h"

/* A request made complete and checked: it could be created now. */
int checkpoint_prepare(struct vm *vm, const struct moment_tree *tree, struct checkpoint_def *def, unsigned how);

/* Prepare it, and create it; not taken over. */
int checkpoint_add(struct vm *vm, struct checkpoint_def *def, unsigned how);

/* Finish or undo what a killed program noted.  Every VM_TO_CHANGE open calls it, with the lock held. */
int checkpoint_repair(struct vm *vm);

#endif
