/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gluster_mount - a volume of a Gluster cluster, by libgfapi, which is opened on first use */
#ifndef GLUSTER_MOUNT_H
#define GLUSTER_MOUNT_H

#include <glusterfs/api/glfs.h>

#include "driver/volume.h"
#include "model/pool.h"

#define GLUSTER_FUNCTIONS(X)        \
	X(glfs_close)               \
	X(glfs_closedir)            \
	X(glfs_creat)               \
	X(glfs_discard)             \
	X(glfs_fallocate)           \
	X(glfs_fsync)               \
	X(glfs_ftruncate)           \
	X(glfs_init)                \
	X(glfs_link)                \
	X(glfs_lseek)               \
	X(glfs_mkdir)               \
	X(glfs_new)                 \
	X(glfs_open)                \
	X(glfs_opendir)             \
	X(glfs_pread)               \
	X(glfs_pwrite)              \
	X(glfs_readdir)             \
	X(glfs_rmdir)               \
	X(glfs_set_logging)         \
	X(glfs_set_volfile_server)  \
	X(glfs_stat)                \
	X(glfs_statvfs)             \
	X(glfs_unlink)

#define GLUSTER_POINTER_(name) __typeof__(name) *name;
struct gluster_library { GLUSTER_FUNCTIONS(GLUSTER_POINTER_) };
extern struct gluster_library gfapi;

/* What a pool's volumes are in; NULL after a failure.  It stays until the process ends: to let it
 * go in order takes the library ten seconds. */
glfs_t *gluster_mount(const struct pool_def *pool);

/* A file of the pool, as the library wants it and as others do: "/dir/name", "gluster://server/volume/dir/name".
 * Caller frees. */
char *gluster_path(const struct pool_def *pool, const char *name);
char *gluster_uri(const struct pool_def *pool, const char *name);

/* Which names are ours to give? */
bool gluster_could_be_volume(const char *name);
/* That file, as open(2) would; NULL after a failure (FAULT_MISSING). */
struct volume_contents *gluster_open(const struct pool_def *pool, const char *name, int flags);
/* As those of struct volume_ops and pool_ops. */
int gluster_create(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
		   const struct volume_def *from, volume_progress *progress);
int gluster_clean(const struct pool_def *pool);

/* The contents of an open file, which is closed with them. */
struct volume_contents *gluster_contents(glfs_fd_t *fd, uint64_t size);

#endif
