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

#define T struct volume_features
static const struct row volume_features_rows[] = {
	FLAG(T, lazy_refcounts, "lazy_refcounts", 0, "reference counts are written late"),
	FLAG(T, extended_l2,    "extended_l2",    0, "clusters are allocated in parts"),
	ROWS_END
};
#undef T

static const struct type volume_features_type = {
	.name = "features", .size = sizeof(struct volume_features), .rows = volume_features_rows,
	.closed = true,
};

#define IMAGE_ROWS(T)                                                                           \
	STRING(T, path,        "path",                          0, "file, device or name"),     \
	ENUM  (T, format,      "format/@type", volume_format,   UNSUPPORTED, "format of the contents"),   \
	PART  (T, permissions, "permissions", permissions,      0, "owner and mode"),           \
	PART  (T, timestamps,  "timestamps", timestamps,        0, "points in time")

#define T struct volume_target
static const struct row volume_target_rows[] = {
	IMAGE_ROWS(T),
	GROUP (T, encryption,   "encryption", storage_encryption, 0,   "encryption"),
	STRING(T, compat,       "compat",                       0,     "oldest QEMU that reads the qcow2 image"),
	FLAG  (T, nocow,        "nocow",                        FILED, "the file is made without copy on write"),
	SIZE  (T, cluster_size, "clusterSize", "B",             0,     "size of a qcow2 cluster"),
	GROUP (T, features,     "features", volume_features,    0,     "what the image format can do"),
	ROWS_END
};
#undef T

/* "1.1": two numbers. */
static bool
is_version(const char *text)
{
	static const char digits[] = "0123456789";
	size_t one = strspn(text, digits), other = text[one] == '.' ? strspn(text + one + 1, digits) : 0;

	return one && other && !text[one + 1 + other];
}

/* Features came with the second version of the format. */
static int
volume_target_read_rest(void *object, const xmlNode *at)
{
	struct volume_target *target = object;

	if (target->compat && !is_version(target->compat))
		return fail(FAULT_XML, "%s: %s is no version", xml_place(at), quote(target->compat));
	if (!target->compat && target->features)
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
	ENUM  (T, type,       "@type", volume_kind,           UNSUPPORTED, "what it is", DEFAULT("file")),
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
volume_def_read_rest(void *object, const xmlNode *at)
{
	struct volume_def *def = object;

	if (!def->allocation.given)
		def->allocation = def->capacity;
	if (def->backing && !def->backing->path) {
		warn("%s: <backingStore> without <path> does not count", xml_place(at));
		model_free(&volume_backing_type, steal(def->backing));
	}
	return 0;
}

static int
volume_def_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct volume_def *def = object;

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

#define IMAGES                                                                                   \
	(ONE(VOLUME_FORMAT_RAW) | ONE(VOLUME_FORMAT_DIR) | ONE(VOLUME_FORMAT_BOCHS) |           \
	 ONE(VOLUME_FORMAT_CLOOP) | ONE(VOLUME_FORMAT_DMG) | ONE(VOLUME_FORMAT_ISO) |           \
	 ONE(VOLUME_FORMAT_VPC) | ONE(VOLUME_FORMAT_VDI) | ONE(VOLUME_FORMAT_VHD) |             \
	 ONE(VOLUME_FORMAT_PLOOP) | ONE(VOLUME_FORMAT_FAT) | ONE(VOLUME_FORMAT_COW) |           \
	 ONE(VOLUME_FORMAT_QCOW) | ONE(VOLUME_FORMAT_QCOW2) | ONE(VOLUME_FORMAT_QED) |          \
	 ONE(VOLUME_FORMAT_VMDK))
#define PARTITIONS                                                                               \
	(ONE(VOLUME_FORMAT_NONE) | ONE(VOLUME_FORMAT_LINUX) | ONE(VOLUME_FORMAT_FAT16) |        \
	 ONE(VOLUME_FORMAT_FAT32) | ONE(VOLUME_FORMAT_LINUX_SWAP) |                             \
	 ONE(VOLUME_FORMAT_LINUX_LVM) | ONE(VOLUME_FORMAT_LINUX_RAID) |                         \
	 ONE(VOLUME_FORMAT_EXTENDED))

/* Pools that are not here hold raw devices, whose format is not said. */
static const struct {
	uint64_t formats;
	enum volume_format usual;
} holds[pool_kind_count] = {
	[POOL_DIR]      = { IMAGES, VOLUME_FORMAT_RAW },
	[POOL_FS]       = { IMAGES, VOLUME_FORMAT_RAW },
	[POOL_NETFS]    = { IMAGES, VOLUME_FORMAT_RAW },
	[POOL_GLUSTER]  = { IMAGES, VOLUME_FORMAT_RAW },
	[POOL_RBD]      = { IMAGES, VOLUME_FORMAT_RAW },
	[POOL_VSTORAGE] = { IMAGES, VOLUME_FORMAT_RAW },
	[POOL_DISK]     = { PARTITIONS, VOLUME_FORMAT_NONE },
};

uint64_t
volume_kind_formats(enum pool_kind kind, enum volume_format *ret_usual)
{
	*ret_usual = holds[kind].usual;
	return holds[kind].formats;
}

static int
complete_format(enum volume_format *format, enum pool_kind kind)
{
	if (!*format || !holds[kind].formats)
		*format = holds[kind].usual;
	if (*format && !(holds[kind].formats >> *format & 1))
		return fail(FAULT_CONFIG, "a pool of type '%s' does not hold volumes of format '%s'",
			    words_name(&pool_kind_words, kind), words_name(&volume_format_words, *format));
	return 0;
}

int
volume_def_complete(struct volume_def *def, const struct pool_def *pool)
{
	if (complete_format(&def->target.format, pool->type) < 0 ||
	    (def->backing && complete_format(&def->backing->format, pool->type) < 0))
		return -1;
	if (!pool->target.path)
		return 0;
	if (holds[pool->type].formats == IMAGES && strchr(def->name, '/'))
		return fail(FAULT_XML, "name %s has a '/'", quote(def->name));
	free(def->target.path);
	free(def->key);
	def->target.path = text_format("%s/%s", pool->target.path, def->name);
	def->key = xstrdup(def->target.path);
	return 0;
}
