/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup - copies of the disks of a running guest, of one moment, whole or what changed since a checkpoint
 *
 * The hypervisor moves the data (push), or serves it to who asks (pull), and goes on whoever is
 * killed.  What was begun is on record in the live file (vm_job.h) before it begins; every opening of the
 * guest for a change compares the record with what the hypervisor says, finishes what has ended and
 * undoes what never began.  So nobody waits here.  spec/snapshots.md 5.6 and 5.7 is the specification. */
#ifndef DRIVER_BACKUP_H
#define DRIVER_BACKUP_H

#include "driver/checkpoint.h"
#include "model/backup.h"

enum backup_how {
	BACKUP_REUSE   = 1 << 0,         /* the stores are there already, and stay whatever comes */
	BACKUP_QUIESCE = 1 << 1,         /* freeze the guest's file systems while it begins */
	BACKUP_PRESERVE = 1 << 2,        /* a guest that shuts down meanwhile ends with the backup, if it is not resumed before */
};
/* Begin.  checkpoint (NULL for none) is created at the very moment that is copied; both documents are
 * taken over.  FAULT_BUSY when there is a job already. */
int backup_begin(struct vm *vm, struct backup_def *def, struct checkpoint_def *checkpoint, unsigned how);

/* Let the copies go to files in a directory, "DIR/VM-vda.SUFFIX.qcow2": of every disk that can be copied. */
int backup_aim(struct vm *vm, struct backup_def *def, const char *directory, const char *suffix);

/* Have it end: a push backup has failed then, a pull backup is over.  FAULT_NO_WORK when there is none. */
int backup_abort(struct vm *vm);

/* The document of the backup that goes on; NULL: FAULT_NO_BACKUP.  Caller frees. */
char *backup_xml(struct vm *vm);
/* Where a pull backup is served: "nbd+unix:///?socket=/run/b.sock".  NULL: it is none.  Caller frees. */
char *backup_uri(struct vm *vm);

struct backup_progress {
	enum backup_mode mode;
	uint64_t started;                /* milliseconds of the epoch: which backup it is */
	uint64_t done, total;            /* push: bytes copied.  pull: bytes kept of what the guest overwrote */
};
/* 1, or 0 when none goes on. */
int backup_look(struct vm *vm, struct backup_progress *ret_progress);
/* How the one that began then has ended: 1, or 0 when nobody knows.  ret_error: why it failed, or NULL;
 * caller frees. */
int backup_ended(struct vm *vm, uint64_t started, enum block_job_state *ret_state, char **ret_error);

/* What a driver supplies.  The handle is locked, vm->live loaded; which disks, where to, and the
 * jobs' names are in the records of kind BLOCK_JOB_BACKUP. */
struct backup_ops {
	/* Do the bitmaps tell what changed since the checkpoints asked for?  FAULT_INCONSISTENT. */
	int (*check)(struct vm *vm, const struct backup_def *def);
	/* pull: listen. */
	int (*listen)(struct vm *vm, const struct backup_def *def);
	/* Until finish() a guest that shuts down is reset and left stopped (VM_REASON_SHUTTING_DOWN), with the
	 * hypervisor at work.  vm_ops.settle ends it when no backup is on record any more. */
	int (*preserve)(struct vm *vm);
	/* The stores are open (block_ops.make): all jobs begin in this moment, together with the bitmaps
	 * of the checkpoint (NULL: none), or none does. */
	int (*begin)(struct vm *vm, const struct backup_def *def, const struct checkpoint_def *checkpoint);
	/* pull: offer the disks to clients.  May be repeated. */
	int (*serve)(struct vm *vm, const struct backup_def *def);
	/* The jobs are over, or never were: nobody is served any more, and what was only there for the
	 * backup goes, but the stores.  May be repeated. */
	int (*finish)(struct vm *vm, const struct backup_def *def);
	/* The guest has died: what finish() would remove from the host. */
	int (*bury)(const struct backup_def *def);

	/* Images that nobody uses.  A copy of what is in one and all below it: */
	int (*copy)(const struct storage_source *from, const struct storage_source *to);
	/* What changed on a disk of a guest that is off since that checkpoint, to a new file; FAULT_INCONSISTENT when
	 * nobody knows.  Nothing is left after a failure. */
	int (*copy_changed)(const struct disk *disk, const char *since, const char *to);
	/* An image stands on that one from now on, whose path is told from its place; NULL: on none. */
	int (*stand)(const char *image, const char *below);
	/* It stands on none any more: what the one below has goes into it, and that is gone.  May be repeated. */
	int (*merge)(const char *image, const char *below);
	/* Is it sound, and all below it? */
	int (*verify)(const char *image);
};

#endif
