/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* storage_source - where the contents of a disk live, and the chain below
 *
 * One struct describes an image wholly: place, format, secrets and what backs
 * it.  <disk>, <mirror>, <nvram> and the disks of snapshots embed it; each
 * <backingStore> is one more, reached through `backing`.  A backing store
 * whose type is STORAGE_NONE ends the chain for good. */
#ifndef MODEL_STORAGE_SOURCE_H
#define MODEL_STORAGE_SOURCE_H

#include "model/device_info.h"
#include "model/seclabel.h"

#define STORAGE_KIND(X)                     \
	X(STORAGE_NONE,       NULL)         \
	X(STORAGE_FILE,       "file")       \
	X(STORAGE_BLOCK,      "block")      \
	X(STORAGE_DIR,        "dir")        \
	X(STORAGE_NETWORK,    "network")    \
	X(STORAGE_VOLUME,     "volume")     \
	X(STORAGE_NVME,       "nvme")       \
	X(STORAGE_VHOST_USER, "vhostuser")  \
	X(STORAGE_VHOST_VDPA, "vhostvdpa")  \
	X(STORAGE_CTL,        "ctl")
ENUM_TYPE(storage_kind, STORAGE_KIND);

#define STORAGE_FORMAT(X)             \
	X(FORMAT_NONE,  NULL)         \
	X(FORMAT_RAW,   "raw")        \
	X(FORMAT_DIR,   "dir")        \
	X(FORMAT_BOCHS, "bochs")      \
	X(FORMAT_CLOOP, "cloop")      \
	X(FORMAT_DMG,   "dmg")        \
	X(FORMAT_ISO,   "iso")        \
	X(FORMAT_VPC,   "vpc")        \
	X(FORMAT_VDI,   "vdi")        \
	X(FORMAT_VHD,   "vhd")        \
	X(FORMAT_PLOOP, "ploop")      \
	X(FORMAT_COW,   "cow")        \
	X(FORMAT_QCOW,  "qcow")       \
	X(FORMAT_QCOW2, "qcow2")      \
	X(FORMAT_QED,   "qed")        \
	X(FORMAT_VMDK,  "vmdk")       \
	X(FORMAT_FAT,   "fat")        \
	X(FORMAT_LUKS,  "luks")       \
	X(FORMAT_AIO,   "aio")
ENUM_TYPE(storage_format, STORAGE_FORMAT);

#define STORAGE_PROTOCOL(X)              \
	X(PROTOCOL_NONE,     NULL)       \
	X(PROTOCOL_NBD,      "nbd")      \
	X(PROTOCOL_RBD,      "rbd")      \
	X(PROTOCOL_SHEEPDOG, "sheepdog") \
	X(PROTOCOL_GLUSTER,  "gluster")  \
	X(PROTOCOL_ISCSI,    "iscsi")    \
	X(PROTOCOL_HTTP,     "http")     \
	X(PROTOCOL_HTTPS,    "https")    \
	X(PROTOCOL_FTP,      "ftp")      \
	X(PROTOCOL_FTPS,     "ftps")     \
	X(PROTOCOL_TFTP,     "tftp")     \
	X(PROTOCOL_SSH,      "ssh")      \
	X(PROTOCOL_VXHS,     "vxhs")     \
	X(PROTOCOL_NFS,      "nfs")
ENUM_TYPE(storage_protocol, STORAGE_PROTOCOL);

#define HOST_TRANSPORT(X)           \
	X(TRANSPORT_NONE, NULL)     \
	X(TRANSPORT_TCP,  "tcp")    \
	X(TRANSPORT_UNIX, "unix")   \
	X(TRANSPORT_RDMA, "rdma")
ENUM_TYPE(host_transport, HOST_TRANSPORT);

#define STARTUP_POLICY(X)                   \
	X(STARTUP_NONE,      NULL)          \
	X(STARTUP_MANDATORY, "mandatory")   \
	X(STARTUP_REQUISITE, "requisite")   \
	X(STARTUP_OPTIONAL,  "optional")
ENUM_TYPE(startup_policy, STARTUP_POLICY);

#define VOLUME_MODE(X)              \
	X(VOLUME_MODE_NONE, NULL)   \
	X(VOLUME_HOST,      "host") \
	X(VOLUME_DIRECT,    "direct")
ENUM_TYPE(volume_mode, VOLUME_MODE);

#define ENCRYPTION_FORMAT(X)                \
	X(ENCRYPTION_NONE,    NULL)         \
	X(ENCRYPTION_DEFAULT, "default")    \
	X(ENCRYPTION_QCOW,    "qcow")       \
	X(ENCRYPTION_LUKS,    "luks")       \
	X(ENCRYPTION_LUKS2,   "luks2")
ENUM_TYPE(encryption_format, ENCRYPTION_FORMAT);

#define ENCRYPTION_ENGINE(X)                \
	X(ENGINE_NONE,   NULL)              \
	X(ENGINE_QEMU,   "qemu")            \
	X(ENGINE_LIBRBD, "librbd")
ENUM_TYPE(encryption_engine, ENCRYPTION_ENGINE);

struct source_host {
	enum host_transport transport;
	char *name, *port, *socket;
};
LIST_OF(source_host);

struct source_cookie {
	char *name, *value;
};
LIST_OF(source_cookie);

struct source_slice {
	char *type;                         /* "storage" */
	struct number offset;
	uint64_t size;
};
LIST_OF(source_slice);

/* Which secret: by UUID or by usage. */
struct secret_ref {
	char *type, *uuid, *usage;
};
LIST_OF(secret_ref);

struct storage_auth {
	char *username;
	struct secret_ref secret;
};

struct storage_encryption {
	enum encryption_format format;
	enum encryption_engine engine;
	struct secret_ref_list secrets;
	struct { char *name; unsigned size; char *mode, *hash; } cipher;
	struct { char *name, *hash; } ivgen;
};

struct storage_source {
	enum storage_kind type;
	enum storage_format format;
	unsigned index;                     /* STATUS: number of the image in its chain */
	enum tri found;                     /* backing: from the header of the image above, nobody said it */
	char *file;                         /* FILE */
	char *dev;                          /* BLOCK, VHOST_VDPA, CTL */
	char *dir;                          /* DIR */
	struct {                            /* NETWORK */
		enum storage_protocol protocol;
		char *name, *query;
		enum tri tls;
		char *tls_hostname;
		struct source_host_list hosts;
		char *snapshot, *config;
		char *initiator;            /* iSCSI qualified name */
		enum tri ssl_verify;
		struct source_cookie_list cookies;
		uint64_t readahead, timeout;
		char *user, *group;         /* NFS identity */
		unsigned reconnect_delay;   /* NBD, seconds */
		char *known_hosts, *username, *keyfile, *agentsock;     /* SSH */
	} net;
	struct { char *pool, *volume; enum volume_mode mode; } volume;
	struct {                            /* NVME */
		enum tri managed;
		unsigned namespace;
		struct pci_address pci;
	} nvme;
	struct {                            /* VHOST_USER */
		char *path;
		enum tri reconnect;
		struct number reconnect_timeout;
	} vhost_user;
	char *fdgroup;
	enum startup_policy startup_policy;
	struct storage_auth *auth;
	struct storage_encryption *encryption;
	struct source_slice_list slices;
	struct source_seclabel_list seclabels;
	struct { enum tri managed; char *source_type, *source_path, *source_mode; } reservations;
	uint64_t metadata_cache_max_size;   /* bytes */
	char *private_data;                 /* STATUS in files: raw XML (node names) */
	struct storage_source *backing;     /* <backingStore> */
	struct storage_source *data_store;  /* <dataStore>: where a qcow2 keeps its contents */
};

extern const struct type storage_source_type, storage_auth_type, storage_encryption_type,
	source_host_type, source_cookie_type, source_slice_type, secret_ref_type;

/* Where the contents are, for messages and for matching by path: file, device, directory,
 * name on a server, "pool/volume" or socket.  Borrowed; NULL for an empty drive. */
const char *storage_source_path(const struct storage_source *source);
/* Make it an empty drive of that type: whose members count depends on the type, so it cannot
 * just be assigned. */
void storage_source_clear(struct storage_source *source, enum storage_kind type);
bool storage_source_empty(const struct storage_source *source);
bool storage_source_local(const struct storage_source *source);    /* file, block or dir */

#endif
