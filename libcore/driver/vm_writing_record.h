/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_writing_record - what is on record of memory that is being written, and finishing or undoing it
 *
 * By the program that began it, or by the next one when that was killed. */
#ifndef DRIVER_VM_WRITING_RECORD_H
#define DRIVER_VM_WRITING_RECORD_H

#include "driver/vm_writing.h"

struct writing_record {
	const char *target, *draft;
	enum writing_then then;
	bool dump;
	bool resume;                     /* it ran, and is to run again */
	bool past;                       /* the file is whole: finish, do not undo */
};
struct json_object *writing_record_json(const struct writing_record *record);

/* Stop its processors, for that reason. */
int writing_hold(struct vm *vm, enum vm_job_kind kind);

/* The file is whole: it takes its place, and the guest does what follows.  work (may be NULL)
 * is what is told of it afterwards. */
int writing_finish(struct vm *vm, struct vm_work *work);
/* Nothing has come of it. */
int writing_undo(struct vm *vm, struct vm_work *work);

/* For vm_job.c: nobody attends to it; whoever does is told to end it; its guest is gone. */
int vm_writing_settle(struct vm *vm);
int vm_writing_abort(struct vm *vm);
int vm_writing_bury(struct vm *vm);

#endif
