/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_inside - what the files behind volume.h share */
#ifndef DRIVER_VOLUME_INSIDE_H
#define DRIVER_VOLUME_INSIDE_H

#include "driver/pool.h"

const struct volume_ops *volume_ops_of(const struct pool *pool);

/* The volume whose path that is; NULL without a failure when it is in no such pool.  The pool stays
 * the caller's. */
struct volume *volume_by_path(struct pool *pool, const char *path);
/* what: "deleted".  FAULT_STATE names the guest that uses it. */
int volume_must_be_unused(struct volume *volume, const char *what);
/* Could a volume have that name?  No way out of its pool. */
int volume_name_check(const char *name);

/* Its file or device; -1 after a failure. */
int volume_open_contents(struct volume *volume, bool to_write);
uint64_t volume_size_of(int fd);         /* 0: cannot be told */
/* On record while it is neither old nor new. */
int volume_set_torn(struct volume *volume, bool torn);

#endif
