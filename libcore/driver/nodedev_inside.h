/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_inside - what the files behind nodedev.h share; programs and drivers do not see it */
#ifndef DRIVER_NODEDEV_INSIDE_H
#define DRIVER_NODEDEV_INSIDE_H

#include "driver/nodedev.h"
#include "driver/vm_inside.h"

const struct nodedev_ops *nodedev_ops_of(const struct nodedev *nodedev);

/* What there is under a name, if anything; with its lock, but in a dry run. */
struct nodedev *nodedev_look(const char *name, enum object_how how);

/* A name under its lock, whether there is such a device or not; what a killed program left
 * half made is removed.  NULL after a failure. */
struct nodedev *nodedev_take(const char *name);

/* In use by a running guest: FAULT_STATE. */
int nodedev_must_be_free(struct nodedev *nodedev);

#endif
