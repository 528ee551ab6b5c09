/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot - snapshots: inside the qcow2 images, and in overlays over the disks */
#ifndef QEMU_SNAPSHOT_H
#define QEMU_SNAPSHOT_H

#include "driver/snapshot.h"

extern const struct snapshot_ops qemu_snapshot_ops;

/* --- snapshot_overlay.c */

int qemu_overlays_check(struct vm *vm, const struct vm_def *guest, const struct snapshot_def *def);
int qemu_overlay_make(const struct disk *disk, const struct storage_source *image);
int qemu_overlays_survey(struct vm *vm, struct json_object **ret_nodes);
int qemu_overlays_layer(struct vm *vm, const struct snapshot_def *def, struct json_object *nodes);
int qemu_layer_commit(const struct storage_source *layer, const struct storage_source *base);
int qemu_layer_rebase(const struct storage_source *image, const struct storage_source *base);

/* --- snapshot_tags.c */

/* The entries of one image. */
struct image_tag {
	char *name, *id;
	uint64_t vm_state_size;
};
LIST_OF(image_tag);
void image_tags_done(struct image_tag_list *tags);
#define auto_image_tags __attribute__((cleanup(image_tags_done)))

/* From the snapshot array of an image's description (qemu-img info, query-named-block-nodes). */
int image_tags_from(struct json_object *image, struct image_tag_list *ret_tags);

/* May this name be used as a tag of an image that has these?  qcow2 looks a name up as
 * an id first, so a number may hit another entry (spec/snapshots.md 4.6). */
enum tag_use { TAG_NEW, TAG_EXISTING };
int image_tag_check(const struct image_tag_list *tags, const char *name, enum tag_use use);

#endif
