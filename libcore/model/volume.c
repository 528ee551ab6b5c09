/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume - what a storage pool holds: the <volume> document */
#include "model/volume.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

ENUM_WORDS(volume_kind, VOLUME_KIND);
ENUM_WORDS(volume_format, VOLUME_FORMAT);

#define T struct pool_extent
static const struct row extent_rows[] = {
	NUMBER(T, start, "@start", REQUIRED, "first byte"),
	NUMBER(T, end,   "@end",   REQUIRED, "byte behind the last"),
	ROWS_END
};
#undef T
static const struct type extent_type = {
	.name = "extent", .size = sizeof(struct pool_extent), .rows = extent_rows,
};

#define T struct volume_extent
static const struct row volume_extent_rows[] = {
	STRING(T, path, "@path", REQUIRED, "device"),
	ROW_(kind_list, AT_(T, extents, struct pool_extent_list), "extent", 0, "where on the device", .type = &extent_type),
	ROWS_END
};
#undef T
static const struct type volume_extent_type = {
	.name = "device", .size = sizeof(struct volume_extent), .rows = volume_extent_rows,
};

#define T struct timestamps
static const struct row timestamps_rows[] = {
	STRING(T, atime, "atime", STATUS, "last read"),
	STRING(T, mtime, "mtime", STATUS, "last written"),
	STRING(T, ctime, "ctime", STATUS, "last changed"),
	STRING(T, btime, "btime", STATUS, "made"),
	ROWS_END
};
#undef T
static const struct type timestamps_type = {
	.name = "timestamps", .size = sizeof(struct timestamps), .rows = timestamps_rows,
};

#define IMAGE_ROWS(T)                                                                           \
	STRING(T, path,        "path",                          0, "file, device or name"),     \
	ENUM  (T, format,      "format/@type", volume_format,   0, "format of the contents"),   \
	PART  (T, permissions, "permissions", permissions,      0, "owner and mode"),           \
	PART  (T, timestamps,  "timestamps", timestamps,        0, "points in time")

#define T struct volume_target
static const struct row volume_target_rows[] = {
	IMAGE_ROWS(T),
	GROUP (T, encryption,   "encryption", storage_encryption, 0,   "encryption"),
	STRING(T, compat,       "compat",                       0,     "oldest QEMU that reads the qcow2 image"),
	FLAG  (T, nocow,        "nocow",                        FILED, "the file is made without copy on write"),
	SIZE  (T, cluster_size, "clusterSize", "B",             0,     "size of a qcow2 cluster"),
	FLAG  (T, features.lazy_refcounts, "features/lazy_refcounts", 0, "reference counts are written late"),
	FLAG  (T, features.extended_l2, "features/extended_l2", 0,     "clusters are allocated in parts"),
	ROWS_END
};
#undef T

/* Features came with the second version of the format. */
static int
volume_target_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct volume_target *target = object;

	if (!target->compat && (target->features.lazy_refcounts || target->features.extended_l2))
		target->compat = xstrdup("1.1");
	return 0;
}

static const struct type volume_target_type = {
	.name = "target", .size = sizeof(struct volume_target), .rows = volume_target_rows,
	.read_rest = volume_target_read_rest,
};

#define T struct volume_backing
static const struct row volume_backing_rows[] = {
	IMAGE_ROWS(T),
	ROWS_END
};
#undef T
static const struct type volume_backing_type = {
	.name = "backingStore", .size = sizeof(struct volume_backing), .rows = volume_backing_rows,
};

#define T struct volume_def
static const struct row volume_def_rows[] = {
	ENUM  (T, type,       "@type", volume_kind,           0,        "what it is", DEFAULT("file")),
	STRING(T, name,       "name",                         REQUIRED, "name"),
	STRING(T, key,        "key",                          0,        "identity, unique on the host"),
	LIST  (T, extents,    "source/device", volume_extent, STATUS,   "where on devices it is"),
	LIMIT (T, capacity,   "capacity", "bytes",            0,        "size that users see"),
	LIMIT (T, allocation, "allocation", "bytes",          0,        "room it takes in the pool"),
	LIMIT (T, physical,   "physical", "bytes",            STATUS,   "size of the file or device"),
	PART  (T, target,     "target", volume_target,        0,        "the volume on this host"),
	GROUP (T, backing,    "backingStore", volume_backing, 0,        "what it is an overlay of"),
	ROWS_END
};
#undef T

/* All of it is allocated when nothing else is said. */
static int
volume_def_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct volume_def *def = object;

	if (!def->allocation.given)
		def->allocation = def->capacity;
	return 0;
}

static int
volume_def_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct volume_def *def = object;

	if (strchr(def->name, '/'))
		return fail(FAULT_XML, "name %s has a '/'", quote(def->name));
	if (!def->capacity.given)
		return fail(FAULT_XML, "missing element 'capacity' in 'volume'");
	if (def->target.compat && def->target.compat[strspn(def->target.compat, "0123456789.")])
		return fail(FAULT_XML, "%s is no value of element 'compat'", quote(def->target.compat));
	return 0;
}

const struct type volume_def_type = {
	.name = "volume", .size = sizeof(struct volume_def), .rows = volume_def_rows,
	.read_rest = volume_def_read_rest, .check = volume_def_check,
};

/* ---- what the pool decides ---- */

static enum volume_format
usual_format(enum pool_kind kind)
{
	switch (kind) {
	case POOL_DIR:
	case POOL_FS:
	case POOL_NETFS:
	case POOL_GLUSTER:
	case POOL_RBD:
	case POOL_VSTORAGE:
		return VOLUME_FORMAT_RAW;
	case POOL_DISK:
		return VOLUME_FORMAT_NONE;
	default:
		return VOLUME_FORMAT_NONE_SAID;
	}
}

void
volume_def_complete(struct volume_def *def, const struct pool_def *pool)
{
	enum volume_format format = usual_format(pool->type);

	if (!def->target.format)
		def->target.format = format;
	if (def->backing && !def->backing->format)
		def->backing->format = format;
	if (!pool->target.path)
		return;
	free(def->target.path);
	free(def->key);
	def->target.path = text_format("%s/%s", pool->target.path, def->name);
	def->key = xstrdup(def->target.path);
}
