/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot - snapshots of simulated guests */
#ifndef TEST_SNAPSHOT_H
#define TEST_SNAPSHOT_H

#include "driver/snapshot.h"

extern const struct snapshot_ops test_snapshot_ops;

#endif
