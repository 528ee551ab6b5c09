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

/* --- snapshot_parts.c */

/* An image that an internal snapshot is in. */
struct snapshot_part {
	const struct disk *disk;         /* NULL: it has the firmware's variables */
	const char *name, *path;
	struct storage_source *place;    /* of the disk: a volume is what it stands for */
	char *node;                      /* format node, when the guest is active */
	struct image_tag_list tags;
};
LIST_OF(snapshot_part);
void snapshot_parts_done(struct snapshot_part_list *parts);
#define auto_snapshot_parts __attribute__((cleanup(snapshot_parts_done)))

/* The images of a definition that take part, with their tags; qmp: of an active guest, else NULL. */
struct qmp;
int snapshot_parts(const struct vm_def *guest, const struct snapshot_def *def, struct qmp *qmp,
		   struct snapshot_part_list *ret_parts);
bool snapshot_part_has(const struct snapshot_part *part, const char *name);
bool qemu_disk_takes_part(const struct snapshot_def *def, const char *target);
bool qemu_disk_is_writable(const struct disk *disk);

#endif
