/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* filesystem - directories of the host shared with the guest */
#ifndef MODEL_FILESYSTEM_H
#define MODEL_FILESYSTEM_H

#include "model/storage_source.h"

#define FS_KIND(X)                      \
	X(FS_NONE,     NULL)            \
	X(FS_MOUNT,    "mount")         \
	X(FS_BLOCK,    "block")         \
	X(FS_FILE,     "file")          \
	X(FS_TEMPLATE, "template")      \
	X(FS_RAM,      "ram")           \
	X(FS_BIND,     "bind")          \
	X(FS_VOLUME,   "volume")
ENUM_TYPE(fs_kind, FS_KIND);

#define FS_ACCESS(X)                        \
	X(FS_ACCESS_NONE,   NULL)           \
	X(FS_PASSTHROUGH,   "passthrough")  \
	X(FS_MAPPED,        "mapped")       \
	X(FS_SQUASH,        "squash")
ENUM_TYPE(fs_access, FS_ACCESS);

#define FS_DRIVER(X)                    \
	X(FS_DRIVER_NONE,  NULL)        \
	X(FS_PATH,         "path")      \
	X(FS_HANDLE,       "handle")    \
	X(FS_LOOP,         "loop")      \
	X(FS_NBD,          "nbd")       \
	X(FS_PLOOP,        "ploop")     \
	X(FS_VIRTIOFS,     "virtiofs")  \
	X(FS_MTP,          "mtp")
ENUM_TYPE(fs_driver, FS_DRIVER);

#define FS_MULTIDEVS(X)                     \
	X(FS_MULTIDEVS_NONE,    NULL)       \
	X(FS_MULTIDEVS_DEFAULT, "default")  \
	X(FS_MULTIDEVS_REMAP,   "remap")    \
	X(FS_MULTIDEVS_FORBID,  "forbid")   \
	X(FS_MULTIDEVS_WARN,    "warn")
ENUM_TYPE(fs_multidevs, FS_MULTIDEVS);

#define FS_WRPOLICY(X)                      \
	X(FS_WRPOLICY_NONE,      NULL)      \
	X(FS_WRPOLICY_IMMEDIATE, "immediate")
ENUM_TYPE(fs_wrpolicy, FS_WRPOLICY);

#define FS_CACHE(X)                     \
	X(FS_CACHE_NONE_SAID, NULL)     \
	X(FS_CACHE_NONE,      "none")   \
	X(FS_CACHE_ALWAYS,    "always")
ENUM_TYPE(fs_cache, FS_CACHE);

#define FS_SANDBOX(X)                       \
	X(FS_SANDBOX_NONE,      NULL)       \
	X(FS_SANDBOX_NAMESPACE, "namespace")\
	X(FS_SANDBOX_CHROOT,    "chroot")
ENUM_TYPE(fs_sandbox, FS_SANDBOX);

/* Users or groups of a container, or of a directory shared without privileges. */
struct id_range { struct number start; unsigned target, count; };
LIST_OF(id_range);

struct filesystem {
	enum fs_kind type;
	enum fs_access accessmode;
	enum virtio_model model;
	enum fs_multidevs multidevs;
	struct number fmode, dmode;                  /* octal permissions */
	struct {
		enum fs_driver type;
		enum storage_format format;
		enum fs_wrpolicy wrpolicy;
		unsigned queue;
		struct virtio_options virtio;
	} driver;
	struct {                                     /* virtiofsd */
		char *path;
		enum tri xattr;
		unsigned thread_pool_size, openfiles;
		enum fs_cache cache;
		enum fs_sandbox sandbox;
		enum tri lock_posix, lock_flock;
	} binary;
	struct { struct id_range_list uids, gids; } idmap;
	struct {
		char *dir, *socket;                  /* MOUNT, BIND */
		char *dev, *file, *name;             /* BLOCK, FILE, TEMPLATE */
		uint64_t usage;                      /* RAM, bytes */
		char *pool, *volume;                 /* VOLUME */
	} source;
	char *target;
	bool readonly;
	uint64_t space_hard_limit, space_soft_limit;     /* bytes */
	struct device_info info;
};
LIST_OF(filesystem);

extern const struct type filesystem_type, id_range_type;

#endif
