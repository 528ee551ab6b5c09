/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume - what a storage pool holds: the <volume> document */
#ifndef MODEL_VOLUME_H
#define MODEL_VOLUME_H

#include "model/document.h"
#include "model/pool.h"

#define VOLUME_KIND(X)                      \
	X(VOLUME_NONE,    NULL)             \
	X(VOLUME_FILE,    "file")           \
	X(VOLUME_BLOCK,   "block")          \
	X(VOLUME_DIR,     "dir")            \
	X(VOLUME_NETWORK, "network")        \
	X(VOLUME_NETDIR,  "netdir")         \
	X(VOLUME_PLOOP,   "ploop")
ENUM_TYPE(volume_kind, VOLUME_KIND);

/* Image formats, then what partitions hold. */
#define VOLUME_FORMAT(X)                                \
	X(VOLUME_FORMAT_NONE_SAID,  NULL)               \
	X(VOLUME_FORMAT_UNKNOWN,    "unknown")          \
	X(VOLUME_FORMAT_AUTO,       "auto")             \
	X(VOLUME_FORMAT_RAW,        "raw")              \
	X(VOLUME_FORMAT_DIR,        "dir")              \
	X(VOLUME_FORMAT_BOCHS,      "bochs")            \
	X(VOLUME_FORMAT_CLOOP,      "cloop")            \
	X(VOLUME_FORMAT_COW,        "cow")              \
	X(VOLUME_FORMAT_DMG,        "dmg")              \
	X(VOLUME_FORMAT_ISO,        "iso")              \
	X(VOLUME_FORMAT_VPC,        "vpc")              \
	X(VOLUME_FORMAT_VDI,        "vdi")              \
	X(VOLUME_FORMAT_VHD,        "vhd")              \
	X(VOLUME_FORMAT_PLOOP,      "ploop")            \
	X(VOLUME_FORMAT_FAT,        "fat")              \
	X(VOLUME_FORMAT_LUKS,       "luks")             \
	X(VOLUME_FORMAT_QCOW,       "qcow")             \
	X(VOLUME_FORMAT_QCOW2,      "qcow2")            \
	X(VOLUME_FORMAT_QED,        "qed")              \
	X(VOLUME_FORMAT_VMDK,       "vmdk")             \
	X(VOLUME_FORMAT_NONE,       "none")             \
	X(VOLUME_FORMAT_LINUX,      "linux")            \
	X(VOLUME_FORMAT_FAT16,      "fat16")            \
	X(VOLUME_FORMAT_FAT32,      "fat32")            \
	X(VOLUME_FORMAT_LINUX_SWAP, "linux-swap")       \
	X(VOLUME_FORMAT_LINUX_LVM,  "linux-lvm")        \
	X(VOLUME_FORMAT_LINUX_RAID, "linux-raid")       \
	X(VOLUME_FORMAT_EXTENDED,   "extended")         \
	X(VOLUME_FORMAT_EXT2,       "ext2")             \
	X(VOLUME_FORMAT_EXT3,       "ext3")             \
	X(VOLUME_FORMAT_EXT4,       "ext4")             \
	X(VOLUME_FORMAT_UFS,        "ufs")              \
	X(VOLUME_FORMAT_ISO9660,    "iso9660")          \
	X(VOLUME_FORMAT_UDF,        "udf")              \
	X(VOLUME_FORMAT_GFS,        "gfs")              \
	X(VOLUME_FORMAT_GFS2,       "gfs2")             \
	X(VOLUME_FORMAT_VFAT,       "vfat")             \
	X(VOLUME_FORMAT_HFSPLUS,    "hfs+")             \
	X(VOLUME_FORMAT_XFS,        "xfs")              \
	X(VOLUME_FORMAT_OCFS2,      "ocfs2")            \
	X(VOLUME_FORMAT_VMFS,       "vmfs")
ENUM_TYPE(volume_format, VOLUME_FORMAT);

struct volume_extent {
	char *path;                          /* of the device */
	struct pool_extent_list extents;
};
LIST_OF(volume_extent);

/* All STATUS: seconds since the epoch, with a fraction. */
struct timestamps { char *atime, *mtime, *ctime, *btime; };

struct volume_features { bool lazy_refcounts, extended_l2; };

struct volume_target {
	char *path;
	enum volume_format format;
	struct permissions permissions;
	struct timestamps timestamps;
	struct storage_encryption *encryption;
	char *compat;                        /* qcow2: "0.10", "1.1" */
	bool nocow;                          /* asks for it when the file is made; never printed */
	uint64_t cluster_size;               /* bytes */
	struct volume_features *features;
};

struct volume_backing {
	char *path;
	enum volume_format format;
	struct permissions permissions;
	struct timestamps timestamps;
};

struct volume_def {
	enum volume_kind type;
	char *name, *key;
	struct volume_extent_list extents;   /* STATUS */
	struct number capacity;              /* bytes; not given only with READ_UNCHECKED */
	struct number allocation, physical;  /* bytes; physical is STATUS */
	struct volume_target target;
	struct volume_backing *backing;
};
DOCUMENT(volume_def);

/* The same of the volumes in pools of a kind. */
uint64_t volume_kind_formats(enum pool_kind kind, enum volume_format *ret_usual);

/* Add what the pool decides: format, path and key.  -1 after fail(FAULT_CONFIG or FAULT_XML, ...)
 * when the pool cannot hold such a volume. */
int volume_def_complete(struct volume_def *def, const struct pool_def *pool);

#endif
