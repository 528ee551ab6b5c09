/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rbd_image - what the images of a Ceph cluster hold */
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/fail.h"
#include "marks.h"
#include "rbd_cluster.h"

/* For half a minute the cluster takes a killed program for one that is slow.  Who may not have others
 * shut out waits that long. */
void
rbd_image_evict(const struct pool_def *pool, const char *name)
{
	enum { MOST = 4, SECONDS = 60 };
	auto_rbd_image rbd_image_t image = rbd_image_open(pool, name, false);
	rbd_image_watcher_t users[MOST];
	size_t n = MOST;

	fail_forget();
	if (!image || ceph.rbd_watchers_list(image, users, &n) < 0)
		return;
	for (size_t i = 0; i < n; i++)
		ceph.rados_blocklist_add(rbd_cluster(pool)->rados, users[i].addr, SECONDS);
	ceph.rbd_watchers_list_cleanup(users, n);
}

rbd_image_t
rbd_image_open(const struct pool_def *pool, const char *name, bool to_write)
{
	const struct rbd_cluster *cluster = rbd_cluster(pool);
	rbd_image_t image;
	int result;

	if (!cluster)
		return NULL;
	if (to_write && marks_are_cut_short(pool, name))
		rbd_image_evict(pool, name);
	result = (to_write ? ceph.rbd_open : ceph.rbd_open_read_only)(cluster->images, name, &image, NULL);
	if (result == -ENOENT)
		return fail(FAULT_MISSING, "no such storage volume"), NULL;
	return result < 0 ? (rbd_failed(pool, result, "open", name), NULL) : image;
}

/* ---- which of its objects are there ---- */

struct extent { uint64_t at, end; };
LIST_OF(extent);

/* Called in the order of offsets. */
static int
add_extent(uint64_t at, size_t size, int exists, void *list)
{
	struct extent_list *extents = list;
	struct extent *last = extents->n ? &extents->item[extents->n - 1] : NULL;

	if (!exists)
		return 0;
	if (last && last->end == at)
		last->end += size;
	else
		*list_add(extents) = (struct extent) { at, at + size };
	return 0;
}

/* Whole objects: which of these there are, the image knows. */
static int
find_extents(rbd_image_t image, uint64_t size, struct extent_list *ret_extents)
{
	enum { WITH_PARENT = 1, WHOLE_OBJECTS = 1 };
	struct extent_list found = { 0 };
	int result = ceph.rbd_diff_iterate2(image, NULL, 0, size, WITH_PARENT, WHOLE_OBJECTS, add_extent, &found);

	*ret_extents = found;
	return result;
}

static bool
knows_its_objects(rbd_image_t image)
{
	uint64_t features, flags;

	return ceph.rbd_get_features(image, &features) == 0 && features & RBD_FEATURE_FAST_DIFF &&
	       ceph.rbd_get_flags(image, &flags) == 0 && !(flags & RBD_FLAG_FAST_DIFF_INVALID);
}

int
rbd_image_measure(const struct pool_def *pool, const char *name, rbd_image_t image, struct volume_def *def)
{
	struct extent_list extents = { 0 };
	rbd_image_info_t info;
	uint64_t allocated = 0;
	int result = ceph.rbd_stat(image, &info, sizeof info);

	if (result < 0)
		return rbd_failed(pool, result, "look at", name);
	def->capacity = NUMBER_OF((int64_t)info.size);
	def->physical = NUMBER_OF((int64_t)(info.num_objs * info.obj_size));
	def->allocation = def->physical;
	if (!knows_its_objects(image))
		return 0;
	result = find_extents(image, info.size, &extents);
	list_each(extent, &extents)
		allocated += extent->end - extent->at;
	free(extents.item);
	if (result < 0)
		return rbd_failed(pool, result, "measure", name);
	def->allocation = NUMBER_OF((int64_t)allocated);
	return 0;
}

/* ---- contents ---- */

struct image_contents {
	struct volume_contents contents;
	const struct pool_def *pool;
	char *name;
	rbd_image_t image;
	bool looked;                     /* for its extents: only what is read has such */
	struct extent_list extents;
};

static int
failed(const struct image_contents *c, ssize_t result, const char *what)
{
	return rbd_failed(c->pool, (int)result, what, c->name);
}

static int
read_image(struct volume_contents *contents, void *data, size_t size, uint64_t at)
{
	const struct image_contents *c = (struct image_contents *)contents;

	for (ssize_t got; size; size -= (size_t)got, at += (uint64_t)got, data = (char *)data + got) {
		got = ceph.rbd_read(c->image, at, size, data);
		if (got <= 0)
			return failed(c, got ? got : -EIO, "read");
	}
	return 0;
}

static int
write_image(struct volume_contents *contents, const void *data, size_t size, uint64_t at)
{
	const struct image_contents *c = (struct image_contents *)contents;

	for (ssize_t put; size; size -= (size_t)put, at += (uint64_t)put, data = (const char *)data + put) {
		put = ceph.rbd_write(c->image, at, size, data);
		if (put <= 0)
			return failed(c, put ? put : -EIO, "write to");
	}
	return 0;
}

static int
drop(struct volume_contents *contents, uint64_t size, uint64_t at)
{
	const struct image_contents *c = (struct image_contents *)contents;
	const uint64_t most = 1 << 30;   /* the library counts in int */

	for (uint64_t part; size; size -= part, at += part) {
		ssize_t result;

		part = size < most ? size : most;
		result = ceph.rbd_write_zeroes(c->image, at, part, 0, 0);
		if (result < 0)
			return failed(c, result, "write zeros to");
	}
	return 0;
}

/* The first extent that is not wholly before. */
static const struct extent *
extent_at(const struct extent_list *extents, uint64_t at)
{
	unsigned low = 0, high = extents->n;

	while (low < high) {
		unsigned middle = low + (high - low) / 2;

		if (extents->item[middle].end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < extents->n ? &extents->item[low] : NULL;
}

static off_t
seek(struct volume_contents *contents, off_t at, int whence)
{
	struct image_contents *c = (struct image_contents *)contents;
	uint64_t from = (uint64_t)at;
	const struct extent *extent;

	if (!c->looked && find_extents(c->image, contents->size, &c->extents) < 0)
		return whence == SEEK_DATA ? at : (off_t)contents->size;
	c->looked = true;
	extent = extent_at(&c->extents, from);
	if (whence == SEEK_HOLE)
		return extent && extent->at <= from ? (off_t)extent->end : at;
	if (!extent)
		return errno = ENXIO, -1;
	return (off_t)(extent->at > from ? extent->at : from);
}

static int
sync_image(struct volume_contents *contents)
{
	const struct image_contents *c = (struct image_contents *)contents;
	int result = ceph.rbd_flush(c->image);

	return result < 0 ? failed(c, result, "write to") : 0;
}

static void
close_image(struct volume_contents *contents)
{
	struct image_contents *c = (struct image_contents *)contents;

	ceph.rbd_close(c->image);
	free(c->extents.item);
	free(c->name);
	free(c);
}

static const struct volume_contents_ops reading_ops = {
	.read = read_image, .seek = seek, .sync = sync_image, .close = close_image,
};
static const struct volume_contents_ops writing_ops = {
	.read = read_image, .write = write_image, .drop = drop, .sync = sync_image, .close = close_image,
};

struct volume_contents *
rbd_image_contents(const struct pool_def *pool, const char *name, bool to_write)
{
	auto_rbd_image rbd_image_t image = rbd_image_open(pool, name, to_write);
	struct image_contents *c;
	rbd_image_info_t info;
	int result = image ? ceph.rbd_stat(image, &info, sizeof info) : 0;

	if (result < 0)
		rbd_failed(pool, result, "look at", name);
	if (!image || result < 0)
		return NULL;
	c = xcalloc(1, sizeof *c);
	*c = (struct image_contents) {
		.contents = { .ops = to_write ? &writing_ops : &reading_ops, .size = info.size },
		.pool = pool, .name = xstrdup(name), .image = steal(image),
	};
	return &c->contents;
}
