/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot - snapshots of virtual machines: rules, contents, metadata
 *
 * spec/snapshots.md is the specification.  The tree of them is in moment.h.
 * This file does what is the same for every driver; the driver saves, loads and
 * deletes the contents. */
#ifndef DRIVER_SNAPSHOT_H
#define DRIVER_SNAPSHOT_H

#include "driver/moment.h"

bool snapshot_is_external(const struct snapshot_def *def);
/* It has the memory of a guest that ran or was paused. */
bool snapshot_is_online(const struct snapshot_def *def);

enum snapshot_how {
	SNAPSHOT_REDEFINE = 1 << 0, SNAPSHOT_CURRENT = 1 << 1, SNAPSHOT_NO_METADATA = 1 << 2,
	SNAPSHOT_HALT = 1 << 3, SNAPSHOT_DISK_ONLY = 1 << 4, SNAPSHOT_REUSE = 1 << 5,
	SNAPSHOT_QUIESCE = 1 << 6, SNAPSHOT_ATOMIC = 1 << 7, SNAPSHOT_LIVE = 1 << 8,
	SNAPSHOT_VALIDATE = 1 << 9,
	REVERT_RUNNING = 1 << 10, REVERT_PAUSED = 1 << 11, REVERT_FORCE = 1 << 12, REVERT_RESET_NVRAM = 1 << 13,
};
/* Create from a document; ret_name (may be NULL): the name it got.  Caller frees. */
int snapshot_create(struct vm *vm, const char *xml, const char *whence, unsigned how, char **ret_name);
/* name NULL: to the current one. */
int snapshot_revert(struct vm *vm, const char *name, unsigned how);
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
	/* External ones.  Make the image of an overlay upon a disk of a guest that is off. */
	int (*overlay)(const struct disk *disk, const struct storage_source *image);
	/* What layer() has to know of an active guest, and cannot ask once the memory is written.
	 * Caller puts. */
	int (*survey)(struct vm *vm, struct json_object **ret_survey);
	/* The overlays of an active guest are open (block_ops.make): its disks write to them from
	 * here on, all or none. */
	int (*layer)(struct vm *vm, const struct snapshot_def *def, struct json_object *survey);
	/* Find out from its header, and from those below, what an image stands on. */
	int (*chain)(struct storage_source *image);
	/* Of a guest that is off: what a layer has goes into the image it stands on, and what is known
	 * of changes in it; may be repeated.  Another image stands on that from now on. */
	int (*commit)(const struct storage_source *layer, const struct storage_source *base);
	int (*rebase)(const struct storage_source *image, const struct storage_source *base);
	/* Wait for what a killed program had started for this snapshot, and forget it. */
	int (*settle)(struct vm *vm, const char *name);
};

#endif
