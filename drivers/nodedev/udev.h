/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* udev - what udev wrote down of a device, in /run/udev/data */
#ifndef NODEDEV_UDEV_H
#define NODEDEV_UDEV_H

#include "base/text.h"

struct udev;
/* Is there a udev?  Asked once. */
bool udev_is_there(void);
/* Never NULL: where there is no udev, it knows nothing. */
struct udev *udev_read(const char *path, const char *uevent);
void udev_free(struct udev *udev);
/* A property: "ID_SERIAL"; NULL when there is none.  Borrowed. */
const char *udev_value(const struct udev *udev, const char *key);
/* The links to its node, "/dev/disk/by-id/...", sorted. */
void udev_links(const struct udev *udev, struct strings *ret_links);

#endif
