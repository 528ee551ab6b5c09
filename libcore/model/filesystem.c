/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* filesystem - directories of the host shared with the guest */
#include "model/filesystem.h"

#include "model/vm_kinds.h"

ENUM_WORDS(fs_kind, FS_KIND);
ENUM_WORDS(fs_access, FS_ACCESS);
ENUM_WORDS(fs_driver, FS_DRIVER);
ENUM_WORDS(fs_multidevs, FS_MULTIDEVS);
ENUM_WORDS(fs_wrpolicy, FS_WRPOLICY);
ENUM_WORDS(fs_cache, FS_CACHE);
ENUM_WORDS(fs_sandbox, FS_SANDBOX);

#define T struct id_range
static const struct row id_range_rows[] = {
	NUMBER(T, start,  "@start",  REQUIRED, "first in the guest"),
	UINT  (T, target, "@target", REQUIRED | ALWAYS, "first on the host"),
	UINT  (T, count,  "@count",  REQUIRED | ALWAYS, "how many"),
	ROWS_END
};
#undef T
const struct type id_range_type = { .name = "uid", .size = sizeof(struct id_range), .rows = id_range_rows };

#define T struct filesystem
#define IS(v)   ONLY_IF(T, type, FS_##v)
#define DRIVEN  ONLY_IF_ANY(T, driver.type, ~ONE(FS_DRIVER_NONE))
#define MOUNTED ONLY_IF_ANY(T, type, ONE(FS_MOUNT) | ONE(FS_BIND))
static const struct row filesystem_rows[] = {
	ENUM  (T, type,              "@type", fs_kind,             ABI, "what is shared", DEFAULT("mount")),
	ENUM  (T, accessmode,        "@accessmode", fs_access,     ABI, "whose permissions count"),
	ENUM  (T, model,             "@model", virtio_model,       ABI, "variant of a virtio device"),
	ENUM  (T, multidevs,         "@multidevs", fs_multidevs,   ABI, "several devices below one directory"),
	OCTAL (T, fmode,             "@fmode",                     0,   "permissions of new files"),
	OCTAL (T, dmode,             "@dmode",                     0,   "permissions of new directories"),
	ENUM  (T, driver.type,       "driver/@type", fs_driver,    ABI, "who serves it"),
	ENUM  (T, driver.format,     "driver/@format", storage_format, UNSUPPORTED, "format of the image", DRIVEN),
	ENUM  (T, driver.wrpolicy,   "driver/@wrpolicy", fs_wrpolicy, 0, "when the host writes", DRIVEN),
	UINT  (T, driver.queue,      "driver/@queue",              ABI, "length of the virtqueue"),
	VIRTIO_ROWS(T, driver.virtio),
	STRING(T, binary.path,       "binary/@path",               0,   "program that serves it"),
	ONOFF (T, binary.xattr,      "binary/@xattr",              0,   "extended attributes"),
	ENUM  (T, binary.cache,      "binary/cache/@mode", fs_cache, 0, "what the guest may cache"),
	ENUM  (T, binary.sandbox,    "binary/sandbox/@mode", fs_sandbox, 0, "how the program is locked in"),
	ONOFF (T, binary.lock_posix, "binary/lock/@posix",         0,   "locks of fcntl(2)"),
	ONOFF (T, binary.lock_flock, "binary/lock/@flock",         0,   "locks of flock(2)"),
	UINT  (T, binary.thread_pool_size, "binary/thread_pool/@size", 0, "threads of the program"),
	UINT  (T, binary.openfiles,  "binary/openfiles/@max",      0,   "files the program may have open"),
	LIST  (T, idmap.uids,        "idmap/uid", id_range,        0,   "users of the guest"),
	LIST  (T, idmap.gids,        "idmap/gid", id_range,        0,   "groups of the guest"),
	STRING(T, source.dir,        "source/@dir",                0,   "directory of the host",  MOUNTED),
	STRING(T, source.socket,     "source/@socket",             0,   "socket of a program that runs", MOUNTED),
	STRING(T, source.dev,        "source/@dev",                0,   "block device",           IS(BLOCK)),
	STRING(T, source.file,       "source/@file",               0,   "image file",             IS(FILE)),
	STRING(T, source.name,       "source/@name",               0,   "template",               IS(TEMPLATE)),
	USAGE (T, source.usage,      "source/@usage", "KiB",       0,   "memory it may take",     IS(RAM)),
	STRING(T, source.pool,       "source/@pool",               0,   "storage pool",           IS(VOLUME)),
	STRING(T, source.volume,     "source/@volume",             0,   "volume in it",           IS(VOLUME)),
	STRING(T, target,            "target/@dir",                ABI, "tag or directory in the guest"),
	FLAG  (T, readonly,          "readonly",                   ABI, "the guest may not write"),
	PART  (T, info,              ".", device_info,             0,   "place and name"),
	SIZE  (T, space_hard_limit,  "space_hard_limit", "bytes",  0,   "most room it may take"),
	SIZE  (T, space_soft_limit,  "space_soft_limit", "bytes",  0,   "room it may take for long"),
	ROWS_END
};
#undef MOUNTED
#undef DRIVEN
#undef IS
#undef T

/* A program that runs already may know its own tag. */
static int
filesystem_check(const void *object, const xmlNode *at)
{
	const struct filesystem *fs = object;

	if (!fs->source.dir && !fs->source.socket && !fs->source.dev && !fs->source.file && !fs->source.name &&
	    !fs->source.usage && (!fs->source.pool || !fs->source.volume))
		return fail(FAULT_XML, "%s: missing source of a filesystem", at ? xml_place(at) : "devices");
	if (fs->target || (fs->type == FS_MOUNT && fs->source.socket))
		return 0;
	return fail(FAULT_XML, "%s: missing attribute 'dir' of 'target'", at ? xml_place(at) : "filesystem");
}

const struct type filesystem_type = {
	.name = "filesystem", .size = sizeof(struct filesystem), .rows = filesystem_rows, .check = filesystem_check,
};
