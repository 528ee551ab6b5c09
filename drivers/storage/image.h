/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* image - what the header of a disk image says of it */
#ifndef IMAGE_H
#define IMAGE_H

#include "model/volume.h"

struct image {
	enum volume_format format;
	uint64_t capacity;               /* 0: that of the file */
	char *backing;                   /* as the header has it, without "file:" */
	enum volume_format backing_format;
	uint64_t cluster_size;
	const char *compat;              /* "1.1"; NULL for other formats */
	bool lazy_refcounts, extended_l2;
	enum encryption_format encryption;
	uint64_t payload;                /* where the contents of a LUKS image begin */
};

/* Look at a header.  What makes no sense is raw, as nobody can read it otherwise; a qcow2 header
 * that is damaged is FAULT_XML. */
int image_probe(int fd, struct image *ret_image);
void image_done(struct image *image);
#define auto_image __attribute__((cleanup(image_done)))

#endif
