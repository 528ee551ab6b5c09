/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_job - work on a guest that goes on while its lock is free
 *
 * There are two sorts, both on record in the live file ($RUN/FOLDER/NAME.xml):
 *
 *	<blockjobs active='yes'>            what the hypervisor does to one disk each: it goes
 *	  <blockjob name='copy-vda-...'>    on whoever is killed (block.h)
 *	<job kind='save' started='...'>     one operation on the whole guest, at most one at a time
 *
 * A <job> whose work needs our program is attended: that program holds a second lock,
 * $RUN/lock/FOLDER.job/NAME, for as long as it lives.  A job on record that nobody attends
 * is either the hypervisor's alone (a pull backup) or of a program that was killed; every
 * opening of the guest for a change settles it (settlers[] in vm_job.c).
 *
 * So a long operation goes: vm_job_begin(), start the work, vm_job_step_aside(), wait with the
 * guest's lock free, vm_job_return(), finish, vm_job_end(). */
#ifndef DRIVER_VM_JOB_H
#define DRIVER_VM_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "model/model.h"
#include "model/storage_source.h"

struct vm;

#define VM_JOB_KIND(X)                     \
	X(VM_JOB_NONE,     NULL)           \
	X(VM_JOB_BACKUP,   "backup")       \
	X(VM_JOB_SAVE,     "save")         \
	X(VM_JOB_DUMP,     "dump")         \
	X(VM_JOB_MIGRATE,  "migration")
ENUM_TYPE(vm_job_kind, VM_JOB_KIND);

struct backup_def;
struct checkpoint_def;

struct vm_job {
	enum vm_job_kind kind;
	uint64_t started;        /* milliseconds of the epoch */
	struct backup_def *backup;           /* BACKUP: what is copied, and where to */
	struct checkpoint_def *checkpoint;   /* BACKUP: begins with it, not yet in a file */
	char *data;              /* what its owner needs to finish or undo it: one JSON object on a line */
};
extern const struct type vm_job_type;

/* How the work of a job stands, as the hypervisor says.  What it does not tell is 0. */
enum vm_work_phase { VM_WORK_NONE, VM_WORK_GOES_ON, VM_WORK_DONE, VM_WORK_FAILED, VM_WORK_CANCELLED };
struct vm_work {
	enum vm_work_phase phase;
	char error[256];                 /* FAILED: why */
	uint64_t elapsed_ms, downtime_ms, expected_downtime_ms, setup_ms;
	uint64_t memory_total, memory_done, memory_left;     /* bytes */
	uint64_t disk_total, disk_done, disk_left;
	uint64_t temp_used, temp_total;  /* kept of what was overwritten meanwhile */
	uint64_t speed;                  /* bytes a second */
	uint64_t dirty_rate;             /* pages a second */
	uint64_t page_size, iteration, constant, normal, normal_bytes;   /* pages */
	uint64_t postcopy_requests;
};

/* Put a job on record and, when attended, take the second lock for this program.  data is
 * taken over, NULL for none.  FAULT_BUSY when there is a job already. */
int vm_job_begin(struct vm *vm, enum vm_job_kind kind, bool attended, struct json_object *data);
/* Replace what is on record with it; data is taken over. */
int vm_job_note(struct vm *vm, struct json_object *data);
/* The data of the job on record; NULL when there is none.  Caller puts it. */
struct json_object *vm_job_data(struct vm *vm);
/* It is over, well or not: off the record, and the second lock is free. */
int vm_job_end(struct vm *vm);

/* FAULT_BUSY "busy: backup (vm-backup, pid 12, root) for 5m" when a job is going on: for changes
 * that must not come between. */
int vm_job_must_be_none(struct vm *vm);

/* The same for its run state, which a backup has nothing against. */
int vm_job_allows_change(struct vm *vm);

/* Let others change the guest while we wait; come back.  What the handle knew is read anew,
 * and leftovers are settled as by vm_open().  FAULT_STATE when the guest has ended meanwhile. */
void vm_job_step_aside(struct vm *vm);
int vm_job_return(struct vm *vm);

/* Settle a job that nobody attends to.  Part of opening a guest for a change. */
int vm_job_settle(struct vm *vm);
/* The guest has died: what its job leaves is finished, or removed.  Part of cleaning up after it. */
int vm_job_bury(struct vm *vm);

/* --- what the hypervisor does to one disk --- */

#define BLOCK_JOB_KIND(X)                              \
	X(BLOCK_JOB_NONE,          NULL)               \
	X(BLOCK_JOB_PULL,          "pull")             \
	X(BLOCK_JOB_COPY,          "copy")             \
	X(BLOCK_JOB_COMMIT,        "commit")           \
	X(BLOCK_JOB_ACTIVE_COMMIT, "active-commit")    \
	X(BLOCK_JOB_BACKUP,        "backup")           \
	X(BLOCK_JOB_CREATE,        "create")
ENUM_TYPE(block_job_kind, BLOCK_JOB_KIND);

#define BLOCK_JOB_STATE(X)                     \
	X(BLOCK_JOB_UNKNOWN,   NULL)           \
	X(BLOCK_JOB_NEW,       "new")          \
	X(BLOCK_JOB_RUNNING,   "running")      \
	X(BLOCK_JOB_READY,     "ready")        \
	X(BLOCK_JOB_PENDING,   "pending")      \
	X(BLOCK_JOB_PIVOTING,  "pivoting")     \
	X(BLOCK_JOB_ABORTING,  "aborting")     \
	X(BLOCK_JOB_COMPLETED, "completed")    \
	X(BLOCK_JOB_FAILED,    "failed")       \
	X(BLOCK_JOB_CANCELLED, "cancelled")    \
	X(BLOCK_JOB_CONCLUDED, "concluded")
ENUM_TYPE(block_job_state, BLOCK_JOB_STATE);

/* In jobflags of a copy. */
enum {
	BLOCK_JOB_SHALLOW = 1 << 0, BLOCK_JOB_REUSE = 1 << 1,
	BLOCK_JOB_MADE = 1 << 8,             /* ours: the destination was not there before */
};

struct block_job {
	char *name;                          /* the hypervisor's: "copy-vda-libvirt-1-format" */
	enum block_job_kind kind;
	enum block_job_state state;
	uint64_t started;                    /* milliseconds of the epoch: tells it from the next of that name */
	struct number flags;                 /* COPY */
	enum tri shallow_new;                /* COPY: the copy's chain is opened at the pivot */
	struct { char *target; enum tri mirror; } disk;      /* "vda"; it has a <mirror> */
	char *base, *top, *top_parent;       /* nodes: "libvirt-4-format" */
	bool delete_images;                  /* COMMIT: what was merged is removed afterwards */
	char *bitmap;                        /* BACKUP */
	struct storage_source *store;        /* BACKUP: where it goes, or its scratch image */
	struct storage_source *gone;         /* images nobody uses any more, still open */
	bool told_to_end;                    /* the hypervisor has taken the order: PIVOTING, ABORTING */
	char *error;                         /* why it failed */
};
LIST_OF(block_job);
extern const struct type block_job_type;

/* The number of a new image of an active guest: no other has or had it since the start.  On
 * record with the next vm_save_live(). */
unsigned vm_next_node(struct vm *vm);

#endif
