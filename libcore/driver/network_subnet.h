/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_subnet - which addresses are whose */
#ifndef DRIVER_NETWORK_SUBNET_H
#define DRIVER_NETWORK_SUBNET_H

#include "model/network.h"

/* The device of the host with addresses of that network ("eth0"), other than `except`;
 * NULL if none.  Caller frees. */
char *network_subnet_device(const struct network_ip *ip, const char *except);

/* The other network that has addresses of it; NULL if none.  Caller frees. */
char *network_subnet_owner(const struct network_ip *ip, const char *except);

/* Each IPv4 network of def that is taken is replaced by a free one, with all that is in it. */
int network_subnets_choose(struct network_def *def);

#endif
