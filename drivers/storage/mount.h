/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* mount - pools whose target is where something is mounted */
#ifndef MOUNT_POOL_H
#define MOUNT_POOL_H

#include "backend.h"

/* Is something mounted there?  What the kernel says, not what was done. */
bool mount_is_there(const struct pool_def *def);
int mount_stop(const struct pool_def *def);
/* Remove the directory that it is mounted on. */
int mount_remove_target(const struct pool_def *def);

#endif
