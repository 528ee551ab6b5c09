/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* contents - what can be found out about a volume that has a path on this host */
#ifndef CONTENTS_H
#define CONTENTS_H

#include <sys/stat.h>

#include "model/volume.h"

/* Look at what is at target.path: type, sizes, owner, mode, times and, with image, what its header
 * says.  A header that cannot be read or is damaged is a warning and format "unknown": such a
 * volume can still be seen and deleted.  -1 after FAULT_MISSING. */
int contents_describe(struct volume_def *def, bool image);

/* Not its label: label.h. */
void contents_describe_permissions(const struct statx *about, struct permissions *permissions);

/* A relative name of a backing image is that of one beside the image on it. */
bool contents_is_beside(const char *backing);
char *contents_backing_path(const char *backing, const char *path);      /* caller frees */

/* The two halves: what the file system says of a file, and what the header of an image does. */
void contents_describe_file(const struct statx *about, struct volume_def *def);
int contents_describe_image(int fd, struct volume_def *def);

#endif
