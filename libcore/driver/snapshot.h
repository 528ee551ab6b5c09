/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot - snapshots of virtual machines: tree, rules, metadata
 *
 * spec/snapshots.md is the specification.  Files: $ETC/FOLDER/snapshot/VM/SNAP.xml.
 * This file does what is the same for every driver; the driver saves, loads and
 * deletes the contents. */
#ifndef DRIVER_SNAPSHOT_H
#define DRIVER_SNAPSHOT_H

#include "driver/vm.h"
#include "model/snapshot.h"

/* What lists and trees are made of; snapshot_facts.c keeps it so that nobody parses for it. */
struct snapshot_facts {
	char *file;                  /* without .xml: as a rule the name */
	char *name, *parent;
	enum snapshot_state state;
	int64_t creation_time;       /* seconds since the epoch */
	bool external, active;
};

/* All snapshots of a guest, as a tree.  Siblings by creation time, then name. */
struct snapshot {
	struct snapshot_facts facts; /* as its file said when the tree was loaded */
	struct snapshot_def *def;    /* NULL in a brief tree, until snapshot_read() */
	struct snapshot *parent, *first_child, *next_sibling;    /* roots: parent NULL */
	unsigned walk;               /* while parents are looked for: who came by last */
};
struct snapshot_tree {
	struct snapshot **item;      /* by name, case-insensitively */
	unsigned n;
	struct snapshot *first_root, *current;
};
int snapshot_tree_load(const char *folder, const char *vm, struct snapshot_tree *ret_tree);
/* The same without the documents: what costs is a look at each file, not reading it. */
int snapshot_tree_brief(const char *folder, const char *vm, struct snapshot_tree *ret_tree);
/* The document of one of a brief tree.  Borrowed from it. */
struct snapshot_def *snapshot_read(const char *folder, const char *vm, struct snapshot *snapshot);
void snapshot_tree_done(struct snapshot_tree *tree);
#define auto_snapshot_tree __attribute__((cleanup(snapshot_tree_done)))
/* The one of that name, NULL when there is none. */
struct snapshot *snapshot_look(const struct snapshot_tree *tree, const char *name);
struct snapshot *snapshot_find(const struct snapshot_tree *tree, const char *name);  /* FAULT_NO_SNAPSHOT */
unsigned snapshot_descendants(const struct snapshot *snapshot);
bool snapshot_is_external(const struct snapshot_def *def);
int snapshot_name_check(const char *name);           /* spec 4.6 */

enum snapshot_how {
	SNAPSHOT_REDEFINE = 1 << 0, SNAPSHOT_CURRENT = 1 << 1, SNAPSHOT_NO_METADATA = 1 << 2,
	SNAPSHOT_HALT = 1 << 3, SNAPSHOT_DISK_ONLY = 1 << 4, SNAPSHOT_REUSE = 1 << 5,
	SNAPSHOT_QUIESCE = 1 << 6, SNAPSHOT_ATOMIC = 1 << 7, SNAPSHOT_LIVE = 1 << 8,
	SNAPSHOT_VALIDATE = 1 << 9,
	REVERT_RUNNING = 1 << 10, REVERT_PAUSED = 1 << 11, REVERT_FORCE = 1 << 12, REVERT_RESET_NVRAM = 1 << 13,
	DELETE_CHILDREN = 1 << 14, DELETE_CHILDREN_ONLY = 1 << 15, DELETE_METADATA = 1 << 16,
};
/* Create from a document; ret_name (may be NULL): the name it got.  Caller frees. */
int snapshot_create(struct vm *vm, const char *xml, const char *whence, unsigned how, char **ret_name);
int snapshot_revert(struct vm *vm, const char *name, unsigned how);
int snapshot_delete(struct vm *vm, const char *name, unsigned how);
int snapshot_set_current(struct vm *vm, const char *name);

/* What a driver supplies.  The handle is locked. */
struct snapshot_ops {
	/* Could these disks take part?  Refuse images that cannot (not qcow2, a name that
	 * is there already ...), before anything is done. */
	int (*check)(struct vm *vm, const struct snapshot_def *def, unsigned how);
	/* Save disks, and memory of an active guest, under def->name; the guest is as it was
	 * afterwards: running again if it ran.  May fill def->cookie.  On failure nothing is left. */
	int (*save)(struct vm *vm, struct snapshot_def *def, unsigned how);
	/* Everything that can be checked before the running guest is touched. */
	int (*check_revert)(struct vm *vm, const struct snapshot_def *def, unsigned how);
	/* Bring the disks back (vm not active); or disks and memory into the active, paused
	 * guest, leaving it paused with vm->live->def the snapshot's definition plus the
	 * runtime facts of the process.  May be repeated. */
	int (*load)(struct vm *vm, const struct snapshot_def *def, unsigned how);
	/* Delete the contents; what is not there is fine. */
	int (*remove)(struct vm *vm, const struct snapshot_def *def, unsigned how);
	/* Wait for what a killed program had started for this snapshot, and forget it. */
	int (*settle)(struct vm *vm, const char *name);
};

#endif
