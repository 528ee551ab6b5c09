/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_inside - what the files behind block.h and vm_job.h share, and nobody else uses */
#ifndef DRIVER_BLOCK_INSIDE_H
#define DRIVER_BLOCK_INSIDE_H

#include "driver/block.h"

/* --- the mark that a job is on record: vm_job.c */

bool vm_jobs_marked(const char *folder, const char *name);
int vm_jobs_forget(const char *folder, const char *name);
/* Write the live file after changing live->job or live->block_jobs. */
int vm_jobs_save(struct vm *vm);
/* Settle all jobs on record. */
int vm_jobs_settle(struct vm *vm);

/* --- images of a chain: block_chain.c */

/* "libvirt-3-format": what jobs call an image.  Caller frees. */
char *block_node_name(const struct storage_source *image);
/* The image of that node in a chain; NULL when it is not there. */
struct storage_source *block_chain_node(struct storage_source *top, const char *node);
/* The image just above another one; NULL when that is the first, or not there. */
struct storage_source *block_chain_above(struct storage_source *top, const struct storage_source *image);
/* The image that a user named: path, or "vda[3]"; NULL when it is not in the chain of the disk. */
struct storage_source *block_chain_find(struct disk *disk, const char *name);
/* What stands below the last image of a live definition. */
struct storage_source *block_chain_end(void);
/* Do two sources name the same place? */
bool block_same_place(const struct storage_source *a, const struct storage_source *b);
/* Does an image stand on another? */
bool block_has_backing(const struct storage_source *image);
/* Take the images from `first` to the one above `end` (NULL: to the last) out of a chain, which
 * then goes on with `end`: *link is the pointer that leads to first.  Caller frees them. */
struct storage_source *block_chain_cut(struct storage_source **link, const struct storage_source *end);
/* The contents of a member of a struct, moved to an object of their own, and back. */
struct storage_source *block_source_take(struct storage_source *source);
void block_source_put(struct storage_source *source, struct storage_source *owned);
/* A copy of an overlay is put above an image and its chain. */
void block_source_lay(struct storage_source *source, const struct storage_source *overlay);
/* A copy as stored definitions have it: without numbers and chain. */
struct storage_source *block_source_stored(const struct storage_source *source);

/* --- before a job begins: block_start.c */

/* The disk of an active guest, by target, path or "vda[3]".  NULL: FAULT_NO_DISK. */
struct disk *block_disk(struct vm *vm, const char *name);
/* The same, if a job may begin on it now. */
struct disk *block_disk_for_job(struct vm *vm, const char *name);
int block_check_bandwidth(uint64_t bandwidth);
/* Put a complete record in the file, and begin. */
int block_begin(struct vm *vm, struct disk *disk, struct block_job *job, const struct block_tuning *tuning,
		unsigned how);
/* How an image above names its backing file relatively.  NULL after a failure; caller frees. */
char *block_relative(const struct storage_source *above, const struct storage_source *base);

/* --- records: block_settle.c, block_conclude.c */

struct block_job *block_job_of(struct vm *vm, const char *target);
struct block_job *block_record(struct vm *vm, const struct disk *disk, enum block_job_kind kind, const struct storage_source *top);
void block_record_drop(struct vm *vm, struct block_job *job);
void block_keep_end(struct vm *vm, struct block_job *job);

/* Compare what is on record of each disk with what the hypervisor says, and finish or undo what
 * has ended (spec/snapshots.md 6.9). */
int block_settle(struct vm *vm);

/* How a job has ended, or that it has not. */
enum block_verdict {
	BLOCK_RUNS, BLOCK_READY, BLOCK_MERGED, BLOCK_PIVOTED, BLOCK_ABORTED, BLOCK_FAILED,
	BLOCK_NEVER_BEGUN, BLOCK_HALF_CONCLUDED,
};
enum block_verdict block_judge(const struct block_job *job, const struct block_seen *seen, bool switched);
/* Bring the definitions up to date, close what is not used any more, forget the job. */
int block_conclude(struct vm *vm, struct disk *disk, struct block_job *job, enum block_verdict verdict,
		   const char *error);
/* The stored definition names the other image already. */
int block_store_pivot(struct vm *vm, const struct disk *disk);

#endif
