/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* io_limits - rates of a disk, as QEMU is told them */
#ifndef QEMU_IO_LIMITS_H
#define QEMU_IO_LIMITS_H

#include "base/json.h"
#include "model/disk.h"

/* Is anything limited? */
bool disk_is_limited(const struct disk *disk);

/* Arguments of block_set_io_throttle for a disk that has its alias.  Caller puts it. */
struct json_object *disk_limits(const struct disk *disk);

#endif
