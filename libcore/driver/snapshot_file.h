/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_file - the files behind snapshots, and the note of an unfinished change
 *
 * $ETC/FOLDER/snapshot/VM/SNAP.xml     one snapshot
 * $RUN/FOLDER/VM.snapshot              what a change of snapshots was about to do */
#ifndef DRIVER_SNAPSHOT_FILE_H
#define DRIVER_SNAPSHOT_FILE_H

#include "driver/snapshot.h"

/* Open the directory of a guest's snapshots.  Without make, -1 and no story when
 * there is none. */
int snapshot_directory(const char *folder, const char *vm, bool make);

/* Write a snapshot's file, durably; remove it. */
int snapshot_save(const char *folder, const char *vm, const struct snapshot_def *def);
int snapshot_remove_file(const char *folder, const char *vm, const char *name);

/* The current snapshot becomes `name` (NULL: none): the new file is written before the old. */
int snapshot_mark_current(const char *folder, const char *vm, struct snapshot_tree *tree,
			  struct snapshot_def *current);

/* What a change is about to do, written before it does it. */
enum snapshot_operation { SNAPSHOT_NOTHING, SNAPSHOT_CREATING, SNAPSHOT_REVERTING, SNAPSHOT_DELETING };
struct snapshot_note {
	enum snapshot_operation operation;
	char *name;              /* of the snapshot */
	bool resume;             /* the guest ran and is to run again if nothing comes of it */
	bool past;               /* the point of no return is behind: finish, do not undo */
	unsigned how;
};
int snapshot_note_write(const char *folder, const char *vm, const struct snapshot_note *note);
/* SNAPSHOT_NOTHING when there is none.  ret_note->name is the caller's. */
int snapshot_note_read(const char *folder, const char *vm, struct snapshot_note *ret_note);
void snapshot_note_clear(const char *folder, const char *vm);

/* End an active guest as part of a change of snapshots. */
int snapshot_halt(struct vm *vm, enum vm_reason reason);

/* Finish or undo what a killed program noted.  Every VM_TO_CHANGE open calls it, with
 * the lock held. */
int snapshot_repair(struct vm *vm);

#endif
