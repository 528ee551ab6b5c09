/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* uevent - what the kernel tells of devices that come, go and change */
#ifndef NODEDEV_UEVENT_H
#define NODEDEV_UEVENT_H

#include "driver/nodedev.h"

/* A descriptor, or -1. */
int uevent_open(void);
/* As struct nodedev_ops' next. */
int uevent_next(int fd, struct nodedev_change *ret_change);

#endif
