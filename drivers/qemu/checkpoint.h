/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint - persistent dirty bitmaps in qcow2 images (spec/snapshots.md 5.3 to 5.5) */
#ifndef QEMU_CHECKPOINT_H
#define QEMU_CHECKPOINT_H

#include "base/json.h"
#include "driver/checkpoint.h"

extern const struct checkpoint_ops qemu_checkpoint_ops;

/* The actions of a transaction from which on its bitmaps record. */
void qemu_checkpoint_begin(struct json_object *actions, const struct vm_def *guest, const struct checkpoint_def *def);

/* --- checkpoint_off.c: of a guest that is off, by qemu-img --- */

/* What qemu-img tells of all images of a disk, first the one that the guest writes to.  Caller puts it. */
struct json_object *qemu_off_describe(const struct storage_source *image);
/* Does the image of a disk have a bitmap of that name?  -1 after a failure. */
int qemu_off_has_bitmap(const struct storage_source *image, const char *name);
/* It begins to record; it goes from every image of the chain. */
int qemu_off_add_bitmap(const struct storage_source *image, const char *name);
int qemu_off_remove_bitmap(const struct storage_source *image, const char *name);
/* Every bitmap of the image that the guest writes to goes. */
int qemu_off_forget_bitmaps(const struct storage_source *image);
/* A layer has been committed into the image that it stands on: that has its bitmaps too. */
int qemu_off_inherit_bitmaps(const struct storage_source *layer, const struct storage_source *base);

#endif
