/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_inside - what the files behind snapshot.h share, and nobody else uses */
#ifndef DRIVER_SNAPSHOT_INSIDE_H
#define DRIVER_SNAPSHOT_INSIDE_H

#include "driver/moment_file.h"
#include "driver/snapshot.h"

/* The current snapshot becomes this one: the new file is written before the old. */
int snapshot_mark_current(const struct moment_tree *tree, struct snapshot_def *current);

/* A guest that ran before a change, and was stopped for it, runs again. */
int snapshot_let_go(struct vm *vm, const struct moment_note *note);

/* End an active guest as part of a change of snapshots. */
int snapshot_halt(struct vm *vm, enum vm_reason reason);

/* Finish or undo what a killed program noted.  Every VM_TO_CHANGE open calls it, with
 * the lock held. */
int snapshot_repair(struct vm *vm);

#endif
