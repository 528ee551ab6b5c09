/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rbd_cluster - a pool of a Ceph cluster, by librados and librbd, which are opened on first use */
#ifndef RBD_CLUSTER_H
#define RBD_CLUSTER_H

#include <rados/librados.h>
#include <rbd/librbd.h>

#include "driver/volume.h"
#include "model/pool.h"

/* Those of librados come with librbd, which is linked with it. */
#define CEPH_FUNCTIONS(X)                \
	X(rados_blocklist_add)           \
	X(rados_cluster_stat)            \
	X(rados_conf_set)                \
	X(rados_connect)                 \
	X(rados_create2)                 \
	X(rados_ioctx_create)            \
	X(rados_ioctx_destroy)           \
	X(rados_ioctx_pool_stat)         \
	X(rados_shutdown)                \
	X(rbd_close)                     \
	X(rbd_create)                    \
	X(rbd_diff_iterate2)             \
	X(rbd_flush)                     \
	X(rbd_get_features)              \
	X(rbd_get_flags)                 \
	X(rbd_image_spec_list_cleanup)   \
	X(rbd_list2)                     \
	X(rbd_open)                      \
	X(rbd_open_read_only)            \
	X(rbd_read)                      \
	X(rbd_remove)                    \
	X(rbd_rename)                    \
	X(rbd_resize2)                   \
	X(rbd_snap_is_protected)         \
	X(rbd_snap_list)                 \
	X(rbd_snap_list_end)             \
	X(rbd_snap_remove)               \
	X(rbd_snap_unprotect)            \
	X(rbd_stat)                      \
	X(rbd_watchers_list)             \
	X(rbd_watchers_list_cleanup)     \
	X(rbd_write)                     \
	X(rbd_write_zeroes)

#define CEPH_POINTER_(name) __typeof__(name) *name;
struct ceph_library { CEPH_FUNCTIONS(CEPH_POINTER_) };
extern struct ceph_library ceph;

/* What a pool's images are in; NULL after a failure.  It stays until the process ends. */
struct rbd_cluster { rados_t rados; rados_ioctx_t images; };
const struct rbd_cluster *rbd_cluster(const struct pool_def *pool);

/* result: what the library returned, a negative errno.  what: "open".  -1. */
int rbd_failed(const struct pool_def *pool, int result, const char *what, const char *image);

/* That image; NULL after a failure (FAULT_MISSING). */
rbd_image_t rbd_image_open(const struct pool_def *pool, const char *name, bool to_write);
static inline void
rbd_image_close_at(rbd_image_t *image)
{
	if (*image)
		ceph.rbd_close(*image);
}
#define auto_rbd_image __attribute__((cleanup(rbd_image_close_at)))

/* Whoever has it open is shut out: a program that was killed. */
void rbd_image_evict(const struct pool_def *pool, const char *name);

/* What it holds. */
struct volume_contents *rbd_image_contents(const struct pool_def *pool, const char *name, bool to_write);
/* The room that its objects take, where that is known without asking for each of them: else as much
 * as it may come to. */
int rbd_image_measure(const struct pool_def *pool, const char *name, rbd_image_t image, struct volume_def *def);

/* "pool/name"; caller frees. */
char *rbd_spec(const struct pool_def *pool, const char *name);
/* Which names are ours to give? */
bool rbd_could_be_volume(const char *name);
/* FAULT_STATE: it is open elsewhere, or has snapshots. */
int rbd_unmake(const struct pool_def *pool, const char *name);
/* As those of struct volume_ops and pool_ops. */
int rbd_create_volume(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
		      const struct volume_def *from, volume_progress *progress);
int rbd_clean(const struct pool_def *pool);

#endif
