/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_define - what making definitions and making pools from them share */
#ifndef DRIVER_POOL_DEFINE_H
#define DRIVER_POOL_DEFINE_H

#include "driver/pool_inside.h"

/* While a pool takes a UUID and a target.  Descriptor or -1. */
int pool_lock_definitions(void);
/* Parse, complete, check against the other pools. */
struct pool_def *pool_prepare(const char *xml, const char *whence, enum pool_define_how how);

#endif
