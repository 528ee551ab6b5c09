/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup - a backup that is asked for or runs: the <domainbackup> document */
#ifndef MODEL_BACKUP_H
#define MODEL_BACKUP_H

#include "model/document.h"
#include "model/vm_def.h"

#define BACKUP_MODE(X)                      \
	X(BACKUP_MODE_NONE, NULL)           \
	X(BACKUP_PUSH,      "push")         \
	X(BACKUP_PULL,      "pull")
ENUM_TYPE(backup_mode, BACKUP_MODE);

#define BACKUP_DISK_MODE(X)                     \
	X(BACKUP_DISK_UNSAID,      NULL)        \
	X(BACKUP_DISK_FULL,        "full")      \
	X(BACKUP_DISK_INCREMENTAL, "incremental")
ENUM_TYPE(backup_disk_mode, BACKUP_DISK_MODE);

#define BACKUP_STATE(X)                         \
	X(BACKUP_STATE_NONE, NULL)              \
	X(BACKUP_RUNNING,    "running")         \
	X(BACKUP_COMPLETE,   "complete")        \
	X(BACKUP_FAILED,     "failed")          \
	X(BACKUP_CANCELLING, "cancelling")      \
	X(BACKUP_CANCELLED,  "cancelled")
ENUM_TYPE(backup_state, BACKUP_STATE);

#define BACKUP_TRANSPORT(X)                 \
	X(BACKUP_TRANSPORT_NONE, NULL)      \
	X(BACKUP_TCP,            "tcp")     \
	X(BACKUP_UNIX,           "unix")    \
	X(BACKUP_FD,             "fd")
ENUM_TYPE(backup_transport, BACKUP_TRANSPORT);

/* Where a disk's blocks go: the copy (push), or what the guest overwrites (pull). */
struct backup_store {
	char *file, *dev;
	struct source_seclabel_list seclabels;
	struct storage_encryption *encryption;
};

struct backup_disk {
	char *name;
	enum tri backup;
	enum backup_state state;             /* only in files */
	enum storage_kind type;              /* file or block */
	enum backup_disk_mode mode;
	char *incremental, *exportname, *exportbitmap;
	unsigned index;                      /* STATUS: number of the store's node */
	enum storage_format format;
	struct backup_store target, scratch;
};
LIST_OF(backup_disk);

struct backup_def {
	enum backup_mode mode;
	char *incremental;                   /* checkpoint; NULL: full */
	struct {
		enum backup_transport transport;
		enum tri tls;
		char *name;
		unsigned port;
		char *socket, *fdgroup;
	} server;
	struct backup_disk_list disks;
	char *private_data;                  /* raw XML, only in files */
};
STRICT_DOCUMENT(backup_def);

extern const struct type backup_disk_type;

/* A disk that has contents, and can be written to. */
bool backup_can_copy(const struct disk *disk);

/* One entry for each disk of the domain that can be copied; stores of a push backup that are
 * not said are "SOURCE.SUFFIX".  -1 after fail(). */
int backup_def_align(struct backup_def *def, const struct vm_def *domain, const char *suffix);

#endif
