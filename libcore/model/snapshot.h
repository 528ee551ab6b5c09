/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot - the <domainsnapshot> document */
#ifndef MODEL_SNAPSHOT_H
#define MODEL_SNAPSHOT_H

#include "model/vm_def.h"

#define SNAPSHOT_STATE(X)                                   \
	X(SNAPSHOT_STATE_NONE,    NULL)                     \
	X(SNAPSHOT_RUNNING,       "running")                \
	X(SNAPSHOT_BLOCKED,       "blocked")                \
	X(SNAPSHOT_PAUSED,        "paused")                 \
	X(SNAPSHOT_SHUTDOWN,      "shutdown")               \
	X(SNAPSHOT_SHUTOFF,       "shutoff")                \
	X(SNAPSHOT_CRASHED,       "crashed")                \
	X(SNAPSHOT_PMSUSPENDED,   "pmsuspended")            \
	X(SNAPSHOT_DISK_SNAPSHOT, "disk-snapshot")
ENUM_TYPE(snapshot_state, SNAPSHOT_STATE);

struct snapshot_disk {
	char *name;                          /* target of the disk; a path until aligned */
	enum disk_snapshot snapshot;
	struct storage_source source;        /* the overlay: source.type, source.format ... */
	bool delete_in_progress;             /* <snapshotDeleteInProgress/> */
};
LIST_OF(snapshot_disk);

struct snapshot_def {
	char *name, *description;
	enum snapshot_state state;
	char *parent;
	struct number creation_time;         /* seconds since the epoch */
	struct { enum disk_snapshot snapshot; char *file; } memory;
	struct snapshot_disk_list disks, revert_disks;
	struct vm_def *domain;               /* NULL when the document had only a <uuid> */
	struct vm_def *inactive_domain;
	char *cookie;                        /* raw XML, the element included */
	struct number active;                /* FILED: 1 for the current one */
};

extern const struct type snapshot_def_type, snapshot_disk_type;

/* The rules of the embedded definitions are not applied: what was a definition once can be
 * read for ever.  Those of the snapshot itself depend on what is done with it. */
struct snapshot_def *snapshot_def_parse(const char *xml, size_t size, const char *whence,
					enum view view, enum model_how how);
char *snapshot_def_text(const struct snapshot_def *def, enum view view);
void snapshot_def_free(struct snapshot_def *def);
struct snapshot_def *snapshot_def_copy(const struct snapshot_def *def);
AUTO_FREE(snapshot_def)
#define auto_snapshot_def __attribute__((cleanup(snapshot_def_free_at)))

#endif
