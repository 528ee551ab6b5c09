/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* interface_inside - what the files behind interface.h share; programs and drivers do not see it */
#ifndef DRIVER_INTERFACE_INSIDE_H
#define DRIVER_INTERFACE_INSIDE_H

#include "driver/interface.h"
#include "driver/vm_inside.h"

const struct interface_ops *interface_ops_of(const struct service *service);

/* The lock of all changes; -1 in a dry run, or after a failure. */
int interface_lock(const struct service *service);

/* Fields that belong together, and what becomes part of other programs' files. */
int interface_check(const struct interface_def *def);

#endif
