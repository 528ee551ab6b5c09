/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block - jobs on the disks of simulated guests */
#ifndef TEST_BLOCK_H
#define TEST_BLOCK_H

#include "driver/block.h"

extern const struct block_ops test_block_ops;

/* Remove what is kept of them when the guest has ended. */
int test_reap(struct vm *vm, struct strings *what);

#endif
