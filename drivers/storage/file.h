/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file - volumes that are files in a directory of this host: those of dir, fs and netfs pools */
#ifndef FILE_VOLUME_H
#define FILE_VOLUME_H

#include "backend.h"

int file_volume_names(const struct pool_def *pool, struct strings *ret_names);
char *file_volume_path(const struct pool_def *pool, const char *name);
struct volume_def *file_volume_look(const struct pool_def *pool, const char *name);
int file_volume_create(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
		       const struct volume_def *from, volume_progress *progress);
int file_volume_remove(const struct pool_def *pool, const struct volume_def *def);
int file_volume_resize(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity,
		       enum volume_how how);
int file_volume_open(const struct pool_def *pool, const struct volume_def *def, bool to_write);
int file_volume_set_torn(const struct pool_def *pool, const char *name, bool torn);
bool file_volume_is_torn(const struct pool_def *pool, const char *name);

/* Remove drafts of killed programs. */
int file_volume_clean(const struct pool_def *pool);
int file_volume_usage(const struct pool_def *pool, struct pool_usage *ret_usage);

/* Our own files in the directory begin with this and are no volumes. */
#define OWN_FILE    ".virtutils-"
#define DRAFT_FILE  OWN_FILE "draft-"
/* What a volume of that name is called until it is whole.  Caller frees. */
char *file_draft(const char *name);
#define TORN_FILE   OWN_FILE "torn-"

#define FILE_VOLUMES {                                                                          \
	.names = file_volume_names, .path = file_volume_path, .look = file_volume_look,         \
	.create = file_volume_create, .remove = file_volume_remove, .resize = file_volume_resize, \
	.open = file_volume_open, .set_torn = file_volume_set_torn, .is_torn = file_volume_is_torn, \
}

/* Make the directory of a pool, as its permissions say. */
int file_pool_make(const struct pool_def *pool);
/* What its permissions are now. */
int file_pool_look(struct pool_def *pool);
/* A link is followed to a file that its maker could have put there himself: his own, unless he may do all.
 * Descriptor; -1 after a failure. */
int file_open(const char *path, int how);
/* The directory of a pool; -1 after a failure. */
int file_pool_open(const struct pool_def *pool);
/* Owner, group, mode and label, as far as they are said. */
int file_set_permissions(int fd, const struct permissions *permissions);

#endif
