/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block - jobs on the disks of simulated guests */
#ifndef TEST_BLOCK_H
#define TEST_BLOCK_H

#include "driver/block.h"
#include "driver/snapshot.h"

extern const struct block_ops test_block_ops;

/* Of an endless one nothing is ever done.  other: the image that a pivot leads to, or NULL. */
int test_job_begin(struct vm *vm, const struct block_job *job, const char *other, uint64_t limit, bool endless);

/* The disks of an active guest write to the overlays of a snapshot from here on. */
int test_overlays_use(struct vm *vm, const struct snapshot_def *def, struct json_object *survey);

/* Remove what is kept of them when the guest has ended. */
int test_reap(struct vm *vm, struct strings *what);

#endif
