/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sysfs - what the kernel says of its devices
 *
 * Paths are those of the host, "/sys/devices/...".  With one root for all our trees, and a host/sys
 * below it, that is the host: for tests, and to look at another machine's devices. */
#ifndef NODEDEV_SYSFS_H
#define NODEDEV_SYSFS_H

#include "model/model.h"

bool host_is_this(void);

/* Names in a directory, sorted; none when it is not there.  -1 when it cannot be read to its end. */
int sysfs_list(const char *path, struct strings *ret_names);
/* Of what a device may say besides: those that can be read. */
void sysfs_names(const char *path, struct strings *ret_names);
/* The path of the device that a link or directory leads to; NULL when there is none.  Caller frees. */
char *sysfs_real(const char *path);

/* A file of a device without blanks around, NULL when there is none or it is empty.  Caller frees. */
char *sysfs_text(const char *device, const char *file);
/* The whole of a file of bytes; NULL when it cannot be read.  Caller frees. */
char *sysfs_bytes(const char *device, const char *file, size_t *ret_size);
/* A number; not given when there is none. */
struct number sysfs_number(const char *device, const char *file, int base);
/* The last step of where a link leads; NULL when there is none.  Caller frees. */
char *sysfs_link(const char *device, const char *link);
bool sysfs_has(const char *device, const char *file);
/* How long a file is said to be; 0 when there is none. */
size_t sysfs_size(const char *device, const char *file);
/* A line of the uevent file: "DEVTYPE".  Caller frees. */
char *uevent_value(const char *uevent, const char *key);

/* Tell the kernel: -1 after a failure that names the file. */
int sysfs_write(const char *device, const char *file, const char *text);

#endif
