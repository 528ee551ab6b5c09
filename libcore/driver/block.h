/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block - long work on the disks of a running guest: copy, commit, pull; and their size
 *
 * The hypervisor does the work; who started it may be gone before it ends.  What was started is
 * on record in the live file (vm_job.h), and every opening of the guest for a change compares the
 * record with what the hypervisor says and finishes or undoes what has ended.  So nobody waits
 * here: these functions start, look, and ask for the end.  spec/snapshots.md 6 is the
 * specification. */
#ifndef DRIVER_BLOCK_H
#define DRIVER_BLOCK_H

#include "driver/vm.h"

enum block_how {
	BLOCK_SHALLOW    = 1 << 0,       /* only the top image; commit: into the one below */
	BLOCK_REUSE      = 1 << 1,       /* the destination is there already */
	BLOCK_TRANSIENT  = 1 << 2,       /* fine that the job dies with the guest */
	BLOCK_SYNC_WRITES = 1 << 3,      /* what the guest writes goes to both sides at once */
	BLOCK_ZEROED     = 1 << 4,       /* the destination reads as zeroes */
	BLOCK_DEVICE     = 1 << 5,       /* the destination is a block device */
	BLOCK_ACTIVE     = 1 << 6,       /* commit what the guest writes to */
	BLOCK_DELETE     = 1 << 7,       /* remove what was committed */
	BLOCK_RELATIVE   = 1 << 8,       /* backing files stay relative */
	BLOCK_SHRINK     = 1 << 9,       /* resize: may be smaller than now */
	BLOCK_CAPACITY   = 1 << 10,      /* resize: to the size of the device */
	BLOCK_OVERLAY    = 1 << 11,      /* make: it is put above what it stands on afterwards */
	BLOCK_FITTING    = 1 << 12,      /* make: of a raw device that is longer only as much as the disk has */
};

/* Each starts its job, or refuses.  disk: target, source path.  bandwidth: bytes a second, 0 is
 * all there is. */
struct block_copy {
	const char *dest, *format;       /* format NULL: that of the source */
	const char *xml, *whence;        /* <disk> instead of both */
	uint64_t bandwidth;
	uint64_t granularity, buffer;    /* bytes; 0: the hypervisor's choice */
	unsigned how;
};
int block_copy(struct vm *vm, const char *disk, const struct block_copy *copy);
/* The destination as <disk>.  Caller frees. */
char *block_copy_xml(const struct block_copy *copy);

struct block_commit {
	const char *base, *top;          /* path or "vda[3]"; NULL: the lowest, the active one */
	uint64_t bandwidth;
	unsigned how;
};
int block_commit(struct vm *vm, const char *disk, const struct block_commit *commit);

struct block_pull {
	const char *base;                /* NULL: all of it */
	uint64_t bandwidth;
	unsigned how;
};
int block_pull(struct vm *vm, const char *disk, const struct block_pull *pull);

/* size in bytes, 0: with BLOCK_CAPACITY that of the device. */
int block_resize(struct vm *vm, const char *disk, uint64_t size, unsigned how);
/* What the guest sees of it now. */
int block_capacity(struct vm *vm, const char *disk, uint64_t *ret_bytes);

/* The job of a disk as it stands.  done == total only when it is ready or over. */
struct block_progress {
	enum block_job_kind kind;
	enum block_job_state state;
	uint64_t started;                /* which job it is: see struct block_job */
	uint64_t bandwidth, done, total;
	char error[256];                 /* FAILED: why */
};
/* 1, or 0 when there is none.  The job that ended last is found with its `started`. */
int block_job_look(struct vm *vm, const char *disk, struct block_progress *ret_progress);
int block_job_ended(struct vm *vm, const char *disk, uint64_t started, struct block_progress *ret_progress);

/* Which job was begun just now, or is on record; 0: none. */
uint64_t block_job_begun(struct vm *vm, const char *disk);

int block_job_speed(struct vm *vm, const char *disk, uint64_t bandwidth);
/* Ask for its end: an abort leaves the disk as it is (a copy that was ready is whole), a pivot puts the other image
 * in its place.  Both return at once. */
int block_job_abort(struct vm *vm, const char *disk);
int block_job_pivot(struct vm *vm, const char *disk);

/* May something else be done to this disk now?  FAULT_BLOCK_JOB or FAULT_UNSUPPORTED when a
 * job is at work on it. */
int block_disk_is_free(struct vm *vm, const struct disk *disk);
/* Is a job at work on any disk? */
bool block_any_job(struct vm *vm);

/* --- what is known of disks --- */

/* The disk of a guest, active or not, by target, path or "vda[3]".  FAULT_NO_DISK. */
const struct disk *block_disk_of(struct vm *vm, const char *name);

/* What the guest sees of an image, what of it is allocated, and the length of its file. */
struct block_info {
	uint64_t capacity, allocation, physical;
};
int block_info(struct vm *vm, const struct disk *disk, struct block_info *ret_info);

/* What an active guest has done with a disk since its start. */
struct block_stats {
	char *target;
	uint64_t reads, read_bytes, read_ns;
	uint64_t writes, write_bytes, write_ns;
	uint64_t flushes, flush_ns;
	const char *error;               /* it is stuck on one: "no space"; NULL: it is not */
};
LIST_OF(block_stats);
/* Of all disks, in the order of the definition. */
int block_stats(struct vm *vm, struct block_stats_list *ret_stats);
void block_stats_done(struct block_stats_list *stats);
#define auto_block_stats __attribute__((cleanup(block_stats_done)))

/* An event "block-threshold" once what is written passes that offset of an image. */
int block_threshold(struct vm *vm, const char *image, uint64_t bytes);

/* --- what a driver supplies.  The handle is locked, vm->live loaded. --- */

/* What the hypervisor says of a job.  PENDING: its work is done, and finalize() is waited for. */
enum block_phase { BLOCK_GOES_ON, BLOCK_IS_READY, BLOCK_IS_PENDING, BLOCK_IS_OVER };
struct block_seen {
	char *name;
	enum block_job_kind kind;        /* NONE: it is of nothing we start */
	enum block_phase phase;
	char *error;                     /* OVER: NULL when all went well */
	uint64_t done, total, speed;
};
LIST_OF(block_seen);
/* Which image a disk's writes go to. */
struct block_node {
	char *target, *node;             /* "vda", "libvirt-1-format" */
};
LIST_OF(block_node);
struct block_view {
	struct block_seen_list jobs;
	struct block_node_list disks;
};
void block_view_done(struct block_view *view);
#define auto_block_view __attribute__((cleanup(block_view_done)))

struct block_tuning {
	uint64_t speed, granularity, buffer;
	bool sync_writes, zeroed;
	const char *backing;             /* what the layer above is to say it stands on; NULL: as it does */
};

enum block_end { BLOCK_END_CANCEL, BLOCK_END_KEEP, BLOCK_END_PIVOT };

struct block_ops {
	int (*view)(struct vm *vm, struct block_view *ret_view);
	/* Size the guest sees of an image that is in use. */
	int (*capacity)(struct vm *vm, const struct disk *disk, uint64_t *ret_bytes);
	/* Format and size of an image that nobody uses. */
	int (*inspect)(const struct storage_source *image, enum storage_format *ret_format, uint64_t *ret_bytes);
	/* Make the image of a copy (but not with BLOCK_REUSE) and make it known under its number.
	 * shared: the chain it will stand on, NULL for none.  Nothing is left after a failure. */
	int (*make)(struct vm *vm, const struct disk *disk, struct storage_source *image,
		    const struct storage_source *shared, unsigned how);
	/* A job is done and job->gone has left the chain of the disk, which is as it is now: what those images
	 * knew of changes (bitmaps) goes to the one that has their contents.  May be repeated; left out
	 * where nothing of the kind is known. */
	int (*inherit)(struct vm *vm, const struct disk *disk, const struct block_job *job);
	/* Close the images from the first on, up to one that is in use; those that are not open are fine. */
	int (*close)(struct vm *vm, const struct disk *disk, const struct storage_source *images);
	/* Find out the number of an image that is open, by its place; what is not is left as it is. */
	int (*number)(struct vm *vm, struct storage_source *image);
	/* Remove an image that nobody uses; one that is not there, or is no file, is fine. */
	int (*remove)(const struct storage_source *image);
	int (*start)(struct vm *vm, const struct disk *disk, const struct block_job *job, const struct block_tuning *tuning);
	int (*speed)(struct vm *vm, const struct block_job *job, uint64_t speed);
	/* A job that is kept or pivoted is pending or over afterwards, unless that takes too long. */
	int (*end)(struct vm *vm, const struct disk *disk, const struct block_job *job, enum block_end how);
	/* A job that is pending does to the chain what it was for, and is over.  Left out where jobs are
	 * never pending. */
	int (*finalize)(struct vm *vm, const struct block_job *job);
	/* Forget a job that is over; one that is not there is fine. */
	int (*dismiss)(struct vm *vm, const struct block_job *job);
	int (*resize)(struct vm *vm, const struct disk *disk, uint64_t bytes);
	/* The limits in disk->iotune are in force from now on. */
	int (*tune)(struct vm *vm, const struct disk *disk);
	/* What an image takes on the host. */
	int (*usage)(const struct storage_source *image, uint64_t *ret_allocation, uint64_t *ret_physical);
	int (*stats)(struct vm *vm, struct block_stats_list *ret_stats);
	int (*threshold)(struct vm *vm, const struct storage_source *image, uint64_t bytes);
};

#endif
