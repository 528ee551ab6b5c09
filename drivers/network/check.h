/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* check - what may keep a network from working: other programs and networks of the host */
#ifndef NETWORK_CHECK_H
#define NETWORK_CHECK_H

#include "driver/network.h"

int check_network(const char *folder, const char *name, const struct network_def *def,
		  struct network_finding_list *ret_findings);

/* Before it starts: -1 after fail(FAULT_FAILED, ...) when an address is taken. */
int check_subnets(const struct network_def *def);

#endif
