/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu_img - disk images in formats that have tables, by qemu-img */
#ifndef QEMU_IMG_H
#define QEMU_IMG_H

#include "driver/volume.h"

/* Does the volume hold its bytes as they are?  A device does. */
static inline bool
qemu_img_is_plain(const struct volume_def *def)
{
	return !def->target.encryption && (def->type == VOLUME_BLOCK || def->target.format == VOLUME_FORMAT_RAW);
}

/* Can an image be encrypted so? */
int qemu_img_check_encryption(const struct volume_def *def);

/* At path, where there may be an empty file; whatever def.target.path says. */
int qemu_img_create(const char *path, const struct volume_def *def, enum volume_how how);
int qemu_img_convert(const char *path, const struct volume_def *def, enum volume_how how,
		     const struct volume_def *from);
int qemu_img_resize(const struct volume_def *def, uint64_t capacity, enum volume_how how);

#endif
