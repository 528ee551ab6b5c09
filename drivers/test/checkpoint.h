/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint - checkpoints of simulated guests */
#ifndef TEST_CHECKPOINT_H
#define TEST_CHECKPOINT_H

#include "driver/checkpoint.h"

extern const struct checkpoint_ops test_checkpoint_ops;

/* As in libvirt's test driver, a guest has snapshots or checkpoints: FAULT_UNSUPPORTED when it has any
 * of that noun. */
int test_has_none(const struct vm *vm, const char *noun);

#endif
