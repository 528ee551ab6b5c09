/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_inside - what the files behind backup.h share, and nobody else uses */
#ifndef DRIVER_BACKUP_INSIDE_H
#define DRIVER_BACKUP_INSIDE_H

#include "driver/backup.h"
#include "driver/block_inside.h"

/* Each record of a disk that is copied. */
#define backup_each(job, vm) list_each(job, &(vm)->live->block_jobs) if (job->kind == BLOCK_JOB_BACKUP)

/* The backup on record; NULL when there is none. */
struct vm_job *backup_of(struct vm *vm);

/* Its jobs have begun: what else belongs to it is done, again if need be. */
int backup_advance(struct vm *vm);
/* Nothing has begun: everything that was made for it goes. */
int backup_undo(struct vm *vm);

/* As settlers and buriers of vm_job.c. */
int backup_settle(struct vm *vm);
int backup_bury(struct vm *vm);

/* A checkpoint that no increment will begin at any more goes; NULL, or one that is not there, is fine. */
int backup_drop_checkpoint(struct vm *vm, const char *name);

#endif
