/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_branch - a revert to an external snapshot: a new branch of overlays upon its images
 *
 * spec/snapshots.md 3.6.  The images of the snapshot are never written to again; the overlays
 * with what the guest wrote since the current snapshot are given up once all is on record. */
#ifndef DRIVER_SNAPSHOT_BRANCH_H
#define DRIVER_SNAPSHOT_BRANCH_H

#include "driver/snapshot_inside.h"

struct snapshot_branch {
	struct snapshot_def *top;        /* its disks are the new overlays, its name is the time */
	struct strings doomed;           /* images that nobody may need afterwards, new ones among them */
};
void snapshot_branch_done(struct snapshot_branch *branch);

/* What a revert to this one makes and gives up; refuses what cannot be done before anything is. */
int snapshot_branch_plan(struct vm *vm, const struct moment_tree *tree, const struct snapshot_def *to,
			 struct snapshot_branch *ret_branch);
/* Make the images.  The guest may still be running on others. */
int snapshot_branch_make(const struct snapshot_branch *branch, const struct snapshot_def *to);
/* It came to nothing: the images that were made go, the others stay.  -1 also while
 * the stored definition, say, names one of them. */
int snapshot_branch_undo(struct vm *vm, const struct snapshot_branch *branch);
/* A definition that the snapshot brings back stands on the new overlays. */
void snapshot_branch_use(const struct snapshot_branch *branch, struct vm_def *def);
/* The snapshot says which overlays were last written since it; its file is not written yet. */
void snapshot_branch_record(const struct snapshot_branch *branch, struct moment *to);
#endif
