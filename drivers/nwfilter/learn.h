/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* learn - the addresses of a guest, from what it sends and what it is given
 *
 * They are in a set, which rules of the kernel fill: nobody has to wait for frames.  The first
 * address that a guest uses is its own ($CTRL_IP_LEARNING any), or all that DHCP gives it
 * (dhcp).  A set forgets nothing until the binding is removed. */
#ifndef NWFILTER_LEARN_H
#define NWFILTER_LEARN_H

#include "driver/nwfilter_instance.h"

/* The set, and the chains that fill it.  -1 after a failure. */
int learn_write(const struct nwfilter_instance *instance, const char *learned, struct text *out);

#endif
