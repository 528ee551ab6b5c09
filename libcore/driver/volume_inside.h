/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_inside - what the files behind volume.h share */
#ifndef DRIVER_VOLUME_INSIDE_H
#define DRIVER_VOLUME_INSIDE_H

#include "driver/pool.h"

/* The volume whose path or key that is; NULL without a failure when it is in no such pool.  The pool stays
 * the caller's. */
struct volume *volume_by_path(struct pool *pool, const char *path);
/* The part of a path below a pool's folder, which may be NULL; NULL when it is elsewhere. */
const char *volume_below(const char *folder, const char *path);
/* what: "deleted".  FAULT_STATE names the guest that uses it. */
int volume_must_be_unused(struct volume *volume, const char *what);
/* FAULT_XML when its header could not be understood. */
int volume_must_be_readable(const struct volume_def *def);
/* FAULT_STATE when it is neither old nor new. */
int volume_must_be_whole(struct volume *volume);

/* ---- ends, see volume.h ---- */

#define NO_END { .fd = -1 }
#define auto_volume_end __attribute__((cleanup(volume_end_close)))
int volume_end_open(struct volume *volume, bool to_write, struct volume_end *ret_end);
void volume_end_close(struct volume_end *end);
uint64_t volume_end_size(const struct volume_end *end);         /* 0: cannot be told */
/* How much was read: 0 at the end; -1 after a failure. */
ssize_t volume_end_read(const struct volume_end *end, void *data, size_t size, uint64_t at);
int volume_end_write(const struct volume_end *end, const void *data, size_t size, uint64_t at);
/* Without room of their own, where that can be had. */
int volume_end_write_zeros(const struct volume_end *end, uint64_t size, uint64_t at);
/* -1 with errno and no failure: they go only by writing zeros. */
int volume_end_drop(const struct volume_end *end, uint64_t size, uint64_t at);
/* How much of a hole is there; 0: data, up to *ret_end. */
uint64_t volume_end_hole(const struct volume_end *end, uint64_t at, uint64_t *ret_end);
/* What is longer stays. */
int volume_end_lengthen(const struct volume_end *end, uint64_t size);
int volume_end_sync(const struct volume_end *end);

/* On record while it is neither old nor new. */
int volume_set_torn(struct volume *volume, bool torn);

#endif
