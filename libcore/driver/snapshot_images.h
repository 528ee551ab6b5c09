/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_images - the images that a guest and its snapshots stand on
 *
 * What they stand on is what their definitions say and what the headers of the images say: a
 * stored definition need not list a chain. */
#ifndef DRIVER_SNAPSHOT_IMAGES_H
#define DRIVER_SNAPSHOT_IMAGES_H

#include "driver/moment.h"

/* The chain below an image as the headers say it.  NULL after a failure; caller frees. */
struct storage_source *snapshot_image_chain(const struct storage_source *image);

/* Call with the chain, as headers say it, of every image that a definition of the guest, or one in a
 * snapshot, or a list of overlays in one, names; NULL for one of which that cannot be found out.
 * Until a call returns -1. */
typedef int snapshot_chain_call(void *context, const struct storage_source *chain);
int snapshot_each_chain(struct vm *vm, const struct moment_tree *tree, snapshot_chain_call *call, void *context);

/* Is there a definition, of the guest or in a snapshot other than `but` (NULL: in any), that
 * needs this file?  What cannot be looked into may. */
bool snapshot_image_is_needed(struct vm *vm, const struct moment_tree *tree, const struct moment *but,
			      const char *path);

/* An external snapshot that stands on what this image holds now: its name, in the tree; NULL: there is none. */
const char *snapshot_standing_on(const struct moment_tree *tree, const char *path);

/* The file to remove when nobody needs an image any more; NULL: devices and what is on servers stay. */
const char *snapshot_image_file(const struct storage_source *image);

/* Remove those of these files that nobody needs.  What cannot be removed is told as a warning. */
int snapshot_images_clean(struct vm *vm, const struct strings *doomed);

#endif
