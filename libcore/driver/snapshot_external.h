/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_external - snapshots in files of their own: overlays over the disks
 *
 * spec/snapshots.md 1.6, 2.6, 2.8 and 2.10.  What is on record in the note lets the next
 * program finish a change that was cut short, or undo it. */
#ifndef DRIVER_SNAPSHOT_EXTERNAL_H
#define DRIVER_SNAPSHOT_EXTERNAL_H

#include "driver/snapshot.h"
#include "driver/moment_file.h"

/* Is there a disk that the user keeps by own means, while the guest stands still? */
bool snapshot_has_manual(const struct snapshot_def *def);

/* Give overlays that have none a name.  The disks are aligned. */
int snapshot_name_overlays(struct snapshot_def *def, const struct vm_def *guest);

/* The same for some that are to be made: a format too, and no two are one. */
int snapshot_plan_overlays(struct snapshot_def *def, const struct vm_def *guest);

/* May these files become overlays?  2.4, checks 11 to 13, and that none is of a chain. */
int snapshot_check_overlays(struct vm *vm, const struct snapshot_def *def, unsigned how);

/* Make them, have the disks write to them, and write the definitions; an active guest goes on
 * afterwards, unless a disk is the user's to keep now.  After a failure nothing
 * has come of it, or the note says that there is something to finish. */
int snapshot_put_overlays(struct vm *vm, struct snapshot_def *def, unsigned how);

/* What has come of a note that has overlays: 1 the disks write to them and the definitions say
 * so (*ret_def is what was to be recorded, the caller's), 0 nothing, and nothing is left. */
int snapshot_settle_overlays(struct vm *vm, const struct moment_note *note, struct snapshot_def **ret_def);

#endif
