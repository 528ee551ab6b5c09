/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block - jobs on the disks of a running guest, and the images they work on */
#ifndef QEMU_BLOCK_H
#define QEMU_BLOCK_H

#include "driver/block.h"
#include "qmp.h"

extern const struct block_ops qemu_block_ops;

/* Complete the backing chains of a definition that is to be started from the headers of the
 * images, so that every image gets a block node with a name: one that QEMU opens by itself
 * cannot be named (spec/snapshots.md 7.1). */
int qemu_find_chains(struct vm_def *def);
int qemu_find_chain(struct storage_source *image);     /* of one image */

/* --- block_image.c: images of a guest that runs --- */

int qemu_image_make(struct vm *vm, const struct disk *disk, struct storage_source *image,
		    const struct storage_source *shared, unsigned how);
int qemu_image_close(struct vm *vm, const struct disk *disk, const struct storage_source *images);
int qemu_image_number(struct vm *vm, struct storage_source *image);
int qemu_image_remove(const struct storage_source *image);
int qemu_image_inspect(const struct storage_source *image, enum storage_format *ret_format, uint64_t *ret_bytes);
int qemu_image_capacity(struct vm *vm, const struct disk *disk, uint64_t *ret_bytes);

/* Is a device of that alias in "/machine/peripheral/virtio-disk0/virtio-backend"? */
bool qemu_is_device(const char *path, const char *alias);

/* --- block_bitmap.c --- */

int qemu_bitmaps_prepare(struct qmp *qmp, const struct disk *disk, const struct block_job *job);
int qemu_bitmaps_inherit(struct vm *vm, const struct disk *disk, const struct block_job *job);

/* --- block_stats.c --- */

int qemu_image_usage(const struct storage_source *image, uint64_t *ret_allocation, uint64_t *ret_physical);
int qemu_block_stats(struct vm *vm, struct block_stats_list *ret_stats);
int qemu_block_threshold(struct vm *vm, const struct storage_source *image, uint64_t bytes);

/* What query-named-block-nodes tells of a node; NULL after a failure.  Caller puts it. */
struct json_object *qemu_block_nodes(struct qmp *qmp);
struct json_object *qemu_block_node(struct json_object *nodes, const char *name);      /* borrowed */

#endif
