/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* settle - what a definition leaves open until its network starts */
#ifndef NETWORK_SETTLE_H
#define NETWORK_SETTLE_H

#include "model/network.h"

/* The ports that guests appear as, and the functions that an adapter has (FAULT_FAILED: none).  now: the
 * definition of one that runs, whose functions stay the same; NULL when it starts. */
int settle(struct network_def *def, const struct network_def *now);

#endif
