/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_inside - what the files behind pool.h and volume.h share */
#ifndef DRIVER_POOL_INSIDE_H
#define DRIVER_POOL_INSIDE_H

#include "driver/pool.h"

/* A name under its lock, whether there is such a pool or not. */
struct pool *pool_take(const char *name);

#endif
