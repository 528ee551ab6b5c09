/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool - places that storage volumes are in: the <pool> document */
#ifndef MODEL_POOL_H
#define MODEL_POOL_H

#include "model/document.h"
#include "model/permissions.h"
#include "model/storage_source.h"

#define POOL_KIND(X)                            \
	X(POOL_NONE,         NULL)              \
	X(POOL_DIR,          "dir")             \
	X(POOL_FS,           "fs")              \
	X(POOL_NETFS,        "netfs")           \
	X(POOL_LOGICAL,      "logical")         \
	X(POOL_DISK,         "disk")            \
	X(POOL_ISCSI,        "iscsi")           \
	X(POOL_ISCSI_DIRECT, "iscsi-direct")    \
	X(POOL_SCSI,         "scsi")            \
	X(POOL_MPATH,        "mpath")           \
	X(POOL_RBD,          "rbd")             \
	X(POOL_SHEEPDOG,     "sheepdog")        \
	X(POOL_GLUSTER,      "gluster")         \
	X(POOL_ZFS,          "zfs")             \
	X(POOL_VSTORAGE,     "vstorage")
ENUM_TYPE(pool_kind, POOL_KIND);

#define POOL_FORMAT(X)                          \
	X(POOL_FORMAT_NONE,    NULL)            \
	X(POOL_FORMAT_UNKNOWN, "unknown")       \
	X(POOL_FORMAT_AUTO,    "auto")          \
	X(POOL_FORMAT_EXT2,    "ext2")          \
	X(POOL_FORMAT_EXT3,    "ext3")          \
	X(POOL_FORMAT_EXT4,    "ext4")          \
	X(POOL_FORMAT_UFS,     "ufs")           \
	X(POOL_FORMAT_ISO9660, "iso9660")       \
	X(POOL_FORMAT_UDF,     "udf")           \
	X(POOL_FORMAT_GFS,     "gfs")           \
	X(POOL_FORMAT_GFS2,    "gfs2")          \
	X(POOL_FORMAT_VFAT,    "vfat")          \
	X(POOL_FORMAT_HFSPLUS, "hfs+")          \
	X(POOL_FORMAT_XFS,     "xfs")           \
	X(POOL_FORMAT_OCFS2,   "ocfs2")         \
	X(POOL_FORMAT_VMFS,    "vmfs")          \
	X(POOL_FORMAT_NFS,     "nfs")           \
	X(POOL_FORMAT_GLUSTERFS, "glusterfs")   \
	X(POOL_FORMAT_CIFS,    "cifs")          \
	X(POOL_FORMAT_DOS,     "dos")           \
	X(POOL_FORMAT_DVH,     "dvh")           \
	X(POOL_FORMAT_GPT,     "gpt")           \
	X(POOL_FORMAT_MAC,     "mac")           \
	X(POOL_FORMAT_BSD,     "bsd")           \
	X(POOL_FORMAT_PC98,    "pc98")          \
	X(POOL_FORMAT_SUN,     "sun")           \
	X(POOL_FORMAT_LVM2,    "lvm2")
ENUM_TYPE(pool_format, POOL_FORMAT);

#define ADAPTER_KIND(X)                     \
	X(ADAPTER_NONE,      NULL)          \
	X(ADAPTER_SCSI_HOST, "scsi_host")   \
	X(ADAPTER_FC_HOST,   "fc_host")
ENUM_TYPE(adapter_kind, ADAPTER_KIND);

#define POOL_AUTH_KIND(X)           \
	X(POOL_AUTH_NONE, NULL)     \
	X(POOL_AUTH_CHAP, "chap")   \
	X(POOL_AUTH_CEPH, "ceph")
ENUM_TYPE(pool_auth_kind, POOL_AUTH_KIND);

#define REFRESH_ALLOCATION(X)                   \
	X(REFRESH_UNSAID,   NULL)               \
	X(REFRESH_DEFAULT,  "default")          \
	X(REFRESH_CAPACITY, "capacity")
ENUM_TYPE(refresh_allocation, REFRESH_ALLOCATION);

struct pool_extent { struct number start, end; };
LIST_OF(pool_extent);

struct pool_device {
	char *path;
	enum tri part_separator;
	struct pool_extent_list free_extents;    /* STATUS */
};
LIST_OF(pool_device);

struct pool_host { char *name; struct number port; };
LIST_OF(pool_host);

struct pool_adapter {
	enum adapter_kind type;
	char *name;                              /* SCSI_HOST, or by parent: */
	unsigned unique_id;
	struct pci_address parent_address;
	char *parent, *parent_wwnn, *parent_wwpn, *parent_fabric_wwn;    /* FC_HOST */
	enum tri managed;
	char *wwnn, *wwpn;
};

struct pool_auth {
	enum pool_auth_kind type;
	char *username;
	struct secret_ref secret;
};

struct pool_source {
	struct pool_host_list hosts;
	struct pool_device_list devices;
	char *dir;
	struct pool_adapter *adapter;
	char *name, *initiator;
	enum pool_format format;
	char *format_vendor, *format_product;        /* as the schema has them */
	struct pool_auth *auth;
	char *vendor, *product, *protocol_ver;
};

struct pool_option { char *name, *value; };
LIST_OF(pool_option);

struct pool_def {
	enum pool_kind type;
	char *name, *uuid;
	uint64_t capacity, allocation, available;     /* bytes, as of the last refresh */
	enum tri cow;
	struct pool_source source;
	struct { char *path; struct permissions permissions; } target;
	enum refresh_allocation refresh;
	struct pool_option_list mount_opts;           /* names only */
	struct pool_option_list rbd_opts;
};
DOCUMENT(pool_def);

extern const struct type pool_source_type;

/* The formats that pools of a kind can be made in, one bit each (0: it has none), and the usual one. */
uint64_t pool_kind_formats(enum pool_kind kind, enum pool_format *ret_usual);

/* Add what libvirt adds to any definition: identity, names, formats, paths.  What an old
 * document says of sizes does not count.  -1 after fail(FAULT_XML, ...) when what the pool
 * is made from is not said. */
int pool_def_complete(struct pool_def *def);

#endif
