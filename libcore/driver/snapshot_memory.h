/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_memory - the memory of an external snapshot, in a file of its own
 *
 * spec/snapshots.md 1.9, 2.8 and 3.6.  The file is an image as of a saved guest. */
#ifndef DRIVER_SNAPSHOT_MEMORY_H
#define DRIVER_SNAPSHOT_MEMORY_H

#include "driver/snapshot.h"
#include "driver/vm_memory.h"

/* Is its memory in a file? */
bool snapshot_has_memory(const struct snapshot_def *def);

/* May the memory of the guest be written to the file now? */
int snapshot_memory_check(struct vm *vm, const struct snapshot_def *def, unsigned how);

/* The guest stands still from here on, as part of a change of snapshots. */
int snapshot_hold(struct vm *vm);

/* Write it.  The guest stands still afterwards, also when it ran until then. */
int snapshot_memory_save(struct vm *vm, const struct snapshot_def *def, unsigned how);

/* Has it come to its end? */
bool snapshot_memory_is_whole(const struct snapshot_def *def);

/* What a killed program had the hypervisor write is not written any further. */
int snapshot_memory_settle(struct vm *vm);

/* Open the file for a revert; its definition must be that of the snapshot to the guest. */
int snapshot_memory_open(const struct snapshot_def *def, struct memory_input *ret_input);

/* The processor with which the guest of a snapshot was started; NULL: its definition's.  Caller frees. */
int snapshot_cpu(const struct snapshot_def *def, struct vm_cpu **ret_cpu);

#endif
