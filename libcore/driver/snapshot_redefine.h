/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_redefine - a complete document of a snapshot is given back */
#ifndef DRIVER_SNAPSHOT_REDEFINE_H
#define DRIVER_SNAPSHOT_REDEFINE_H

#include "driver/snapshot.h"

/* Take over a document as it was printed before: nothing in the guest or its images is
 * touched or looked at.  how: SNAPSHOT_CURRENT, SNAPSHOT_DISK_ONLY. */
int snapshot_redefine(struct vm *vm, struct moment_tree *tree, struct snapshot_def *def, unsigned how);

#endif
