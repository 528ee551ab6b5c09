/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rbd - pools that are a pool of a Ceph cluster, whose images are the volumes */
#include <errno.h>

#include "base/fail.h"
#include "file.h"
#include "marks.h"
#include "rbd_cluster.h"
#include "server.h"

/* ---- pools ---- */

static int
start(const struct pool_def *pool)
{
	return rbd_cluster(pool) ? 0 : -1;
}

static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	const struct rbd_cluster *cluster = rbd_cluster(pool);
	struct rados_cluster_stat_t all;
	struct rados_pool_stat_t ours;
	int result;

	if (!cluster)
		return -1;
	result = ceph.rados_cluster_stat(cluster->rados, &all);
	if (result == 0)
		result = ceph.rados_ioctx_pool_stat(cluster->images, &ours);
	if (result < 0)
		return rbd_failed(pool, result, "ask for the room in", NULL);
	*ret_usage = (struct pool_usage) {
		.capacity = all.kb << 10, .available = all.kb_avail << 10, .allocation = ours.num_bytes,
	};
	return 0;
}

/* ---- which there are ---- */

char *
rbd_spec(const struct pool_def *pool, const char *name)
{
	return text_format("%s/%s", pool->source.name, name);
}

/* "@" is what a snapshot has behind the name. */
bool
rbd_could_be_volume(const char *name)
{
	return *name && !strpbrk(name, "/@") && !text_starts(name, OWN_FILE);
}

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	const struct rbd_cluster *cluster = rbd_cluster(pool);
	rbd_image_spec_t *images = NULL;
	struct strings found = { 0 };
	size_t n = 0;
	int result;

	if (!cluster)
		return -1;
	/* More may come while there is asked how many there are. */
	while ((result = ceph.rbd_list2(cluster->images, images, &n)) == -ERANGE)
		images = xrealloc(images, n + 1, sizeof *images);
	for (size_t i = 0; result >= 0 && i < n; i++)
		if (rbd_could_be_volume(images[i].name))
			strings_add(&found, images[i].name);
	if (result >= 0)
		ceph.rbd_image_spec_list_cleanup(images, n);
	free(images);
	if (result < 0)
		return rbd_failed(pool, result, "list", NULL);
	strings_sort(&found);
	*ret_names = found;
	return 0;
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	auto_rbd_image rbd_image_t image = NULL;
	auto_document(volume_def) struct volume_def *def = NULL;

	if (!rbd_could_be_volume(name))
		return fail(FAULT_MISSING, "no such storage volume"), NULL;
	image = rbd_image_open(pool, name, false);
	if (!image)
		return NULL;
	def = model_new(&volume_def_type);
	def->type = VOLUME_NETWORK;
	def->name = xstrdup(name);
	def->key = rbd_spec(pool, name);
	def->target.path = rbd_spec(pool, name);
	def->target.format = VOLUME_FORMAT_RAW;
	return rbd_image_measure(pool, name, image, def) < 0 ? NULL : steal(def);
}

static struct volume_contents *
connect_image(const struct pool_def *pool, const struct volume_def *def, bool to_write)
{
	return rbd_image_contents(pool, def->name, to_write);
}

/* ---- unmaking ---- */

int
rbd_unmake(const struct pool_def *pool, const char *name)
{
	const struct rbd_cluster *cluster = rbd_cluster(pool);
	int result = cluster ? ceph.rbd_remove(cluster->images, name) : 0;

	if (result == -ENOENT)
		return fail(FAULT_MISSING, "no such storage volume");
	if (result == -EBUSY)
		return fail(FAULT_STATE, "it is open elsewhere");
	if (result == -ENOTEMPTY)
		return fail(FAULT_STATE, "it has snapshots");
	return !cluster ? -1 : result < 0 ? rbd_failed(pool, result, "remove", name) : 0;
}

static int
delete(const struct pool_def *pool, const struct volume_def *def)
{
	if (marks_are_cut_short(pool, def->name))
		rbd_image_evict(pool, def->name);
	return rbd_unmake(pool, def->name) < 0 ? -1 : marks_set_torn(pool, def->name, false);
}

/* ---- changing ---- */

static int
no_matter(__attribute__((unused)) uint64_t done, __attribute__((unused)) uint64_t total, __attribute__((unused)) void *data)
{
	return 0;
}

static int
resize(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity, enum volume_how how)
{
	auto_rbd_image rbd_image_t image = NULL;
	int result;

	if (how & VOLUME_ALLOCATE)
		return fail(FAULT_UNSUPPORTED, "a volume of Ceph gets its room when it is written");
	image = rbd_image_open(pool, def->name, true);
	if (!image)
		return -1;
	result = ceph.rbd_resize2(image, capacity, how & VOLUME_SHRINK, no_matter, NULL);
	return result < 0 ? rbd_failed(pool, result, "resize", def->name) : 0;
}

static int
remove_snapshot(const struct pool_def *pool, rbd_image_t image, const struct volume_def *def, const char *name)
{
	int is_protected = 0, result = ceph.rbd_snap_is_protected(image, name, &is_protected);

	if (result == 0 && is_protected)
		result = ceph.rbd_snap_unprotect(image, name);
	if (result == 0)
		result = ceph.rbd_snap_remove(image, name);
	if (result == -EBUSY)
		return fail(FAULT_STATE, "its snapshot %s has clones", quote(name));
	return result < 0 ? rbd_failed(pool, result, "remove a snapshot of", def->name) : 0;
}

static int
remove_snapshots(const struct pool_def *pool, const struct volume_def *def)
{
	auto_rbd_image rbd_image_t image = rbd_image_open(pool, def->name, true);
	rbd_snap_info_t *snapshots = NULL;
	int n = 0, room = 0, result = 0;

	if (!image)
		return -1;
	while ((n = ceph.rbd_snap_list(image, snapshots, &room)) == -ERANGE)
		snapshots = xrealloc(snapshots, (size_t)room + 1, sizeof *snapshots);
	if (n < 0)
		result = rbd_failed(pool, n, "list the snapshots of", def->name);
	for (int i = 0; i < n && result == 0; i++)
		result = remove_snapshot(pool, image, def, snapshots[i].name);
	if (n > 0)
		ceph.rbd_snap_list_end(snapshots);
	free(snapshots);
	return result;
}

const struct backend backend_rbd = {
	.pool = { .start = start, .clean = rbd_clean, .usage = usage },
	.volume = {
		.names = names, .path = rbd_spec, .name_of = server_name_in_key, .look = look, .create = rbd_create_volume, .remove = delete, .resize = resize,
		.remove_snapshots = remove_snapshots, .connect = connect_image,
		.set_torn = marks_set_torn, .is_torn = marks_is_torn,
	},
};
