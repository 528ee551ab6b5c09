/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* image - images of simulated guests: a line of text that tells what they stand on or came from */
#ifndef TEST_IMAGE_H
#define TEST_IMAGE_H

#include "model/storage_source.h"

/* "upon /vm/a.qcow2" */
int test_image_write(const char *path, const char *what, const char *from);

/* An image that stands on another, and what such a one stands on. */
int test_image_lay(const struct storage_source *image, const struct storage_source *base);
int test_image_chain(struct storage_source *image);
/* An image with all that another shows. */
int test_image_copy(const struct storage_source *image, const struct storage_source *from);
/* Those of a chain that we made say what they stand on now. */
int test_image_settle(const struct storage_source *chain);
/* Remove it if we made it: any other file of that name is left alone. */
int test_image_remove(const struct storage_source *image);

#endif
