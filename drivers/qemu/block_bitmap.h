/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_bitmap - which blocks of an image were written since when (spec/snapshots.md 5.5) */
#ifndef QEMU_BLOCK_BITMAP_H
#define QEMU_BLOCK_BITMAP_H

#include "block.h"

/* Among what qemu_block_nodes() has told.  Borrowed; NULL when there is none. */
struct json_object *qemu_bitmap_find(struct json_object *nodes, const char *node, const char *name);

/* The contents of an image become others than those that its bitmaps tell about: they go. */
int qemu_bitmaps_forget(struct qmp *qmp, struct json_object *nodes, const char *node);

/* One more action of a transaction; data is taken over. */
void qemu_action_add(struct json_object *actions, const char *type, struct json_object *data);

/* An image below the first can be written to, or not any more. */
int qemu_image_reopen(struct qmp *qmp, const struct disk *disk, const struct storage_source *image, bool writable);

/* The bitmaps of that name in the images of a disk, which together tell all that was written since: one
 * {"node", "name"} each.  NULL: FAULT_INCONSISTENT, they do not tell it.  Caller puts it. */
struct json_object *qemu_bitmap_chain(struct json_object *nodes, const struct disk *disk, const char *name);

#endif
