/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_edit - a snapshot's document changed by hand */
#ifndef DRIVER_SNAPSHOT_EDIT_H
#define DRIVER_SNAPSHOT_EDIT_H

#include "driver/snapshot.h"

enum snapshot_edit {
	SNAPSHOT_EDIT_SAME_NAME,         /* a new name is FAULT_USAGE */
	SNAPSHOT_EDIT_RENAME,            /* it takes the new name, its place and its children; FAULT_UNSUPPORTED
	                                    for an internal one, whose images keep the old name */
	SNAPSHOT_EDIT_RENAME_ANY,        /* the same for an internal one: it cannot be reverted to any more */
	SNAPSHOT_EDIT_CLONE,             /* the new name is a second entry for the same contents */
};
int snapshot_edit(struct vm *vm, const char *name, const char *xml, enum snapshot_edit how, bool validate);

/* The document as it is, under another name. */
int snapshot_rename(struct vm *vm, const char *name, const char *new_name, bool any);

#endif
