/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_merge - deleting an external snapshot: what was written since goes into what it stood on
 *
 * spec/snapshots.md 3.7.  Where it is in the tree says what is done with each of its disks:
 *
 *	current, a leaf       the guest's top image is committed, and the guest goes on below it
 *	one child, on the     the image between it and the child is committed, what stood on that
 *	way to the current    stands on the one below
 *	a leaf elsewhere      nothing is merged; images that nobody else needs go
 *
 * Every step may be repeated.  From the first on the snapshot itself is spoilt, and says so by
 * <snapshotDeleteInProgress/>: only another delete is of use. */
#ifndef DRIVER_SNAPSHOT_MERGE_H
#define DRIVER_SNAPSHOT_MERGE_H

#include "driver/moment.h"

/* May it go?  What it would take with it is added to the removal. */
int snapshot_merge_check(struct moment_removal *removal, const struct moment *moment);
/* Merge the contents and bring all definitions up to date. */
int snapshot_merge(const struct moment_removal *removal, const struct moment *moment);
/* Who wants to know how far the merge of a disk of an active guest is: called while it goes on, and
 * at its end with `last`. */
typedef void snapshot_merge_watcher(const char *target, uint64_t done, uint64_t total, bool last);
void snapshot_merge_watch(snapshot_merge_watcher *watcher);
/* A delete of this one was begun, and has failed. */
bool snapshot_is_spoilt(const struct snapshot_def *def);

#endif
