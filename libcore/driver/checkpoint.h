/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint - points in time that incremental backups start from
 *
 * From a checkpoint on, each image that takes part has a bitmap of its name that records what is
 * written.  The document and the tree are moments (moment.h), the bitmaps are the driver's.
 * Numbers in comments are sections of spec/snapshots.md. */
#ifndef DRIVER_CHECKPOINT_H
#define DRIVER_CHECKPOINT_H

#include "driver/moment.h"

enum checkpoint_how {
	CHECKPOINT_REDEFINE = 1 << 0,            /* only take over a complete document */
	CHECKPOINT_VALIDATE = 1 << 1,            /* with it: the bitmaps must be there, and good */
	CHECKPOINT_QUIESCE  = 1 << 2,            /* freeze the guest's file systems meanwhile */
	CHECKPOINT_OFF      = 1 << 3,            /* of a guest that is off too */
};
/* Create from a document; ret_name (may be NULL): the name it got.  Caller frees. */
int checkpoint_create(struct vm *vm, const char *xml, const char *whence, unsigned how, char **ret_name);

/* A changed document of that one takes its place; another name is FAULT_USAGE. */
int checkpoint_edit(struct vm *vm, const char *name, const char *xml);

/* Fill in the sizes of the disks: bytes written since then, in whole granules.  FAULT_STATE when the
 * guest is not running; disks whose bitmaps do not tell are left out. */
int checkpoint_measure(struct vm *vm, struct checkpoint_def *def);

/* What a driver supplies.  The handle is locked.  Disks that do not take part, or that the guest has no
 * more, are none of its business. */
struct checkpoint_ops {
	/* Could the images hold these bitmaps?  Before anything is done. */
	int (*check)(struct vm *vm, const struct checkpoint_def *def);
	/* The bitmaps begin to record, all or none; of the images in a file when the guest is off. */
	int (*create)(struct vm *vm, const struct checkpoint_def *def);
	/* They go from every image of the chains; what is not there is fine. */
	int (*remove)(struct vm *vm, const struct checkpoint_def *def);
	/* Has each disk a bitmap of it somewhere?  FAULT_INTERNAL. */
	int (*check_removal)(struct vm *vm, const struct checkpoint_def *def);
	/* Do they tell all that was written since (5.5)?  FAULT_INCONSISTENT. */
	int (*validate)(struct vm *vm, const struct checkpoint_def *def);
	int (*measure)(struct vm *vm, struct checkpoint_def *def);
};

#endif
