/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block - volumes that are devices of this host: what logical, disk, iSCSI and SCSI pools share */
#ifndef BLOCK_VOLUME_H
#define BLOCK_VOLUME_H

#include "backend.h"

int block_volume_open(const struct pool_def *pool, const struct volume_def *def, bool to_write);

/* Into a device that has just been made: the contents of another volume, unless from is NULL; owner
 * and mode. */
int block_volume_fill(const struct volume_def *def, const struct volume_def *from, volume_progress *progress);

/* What is recognised on a device: "gpt", "ext4" ...; NULL when nothing is.  Caller frees. */
char *block_contents(const char *device);

/* The name in a directory of links that leads to a node, and stays when nodes are counted anew;
 * the node itself when there is none.  Caller frees. */
char *block_stable_path(const char *directory, const char *node);

#endif
