/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leases - the addresses that dnsmasq gave out, from its own file */
#ifndef NETWORK_LEASES_H
#define NETWORK_LEASES_H

#include "driver/network.h"

/* Those of text that have not ended at `now`.  Lines that are none are passed over. */
void leases_parse(const char *text, const struct network_def *def, int64_t now,
		  struct network_lease_list *leases);

int leases_read(const char *folder, const char *name, const struct network_def *def,
		struct network_lease_list *ret_leases);
int leases_forget(const char *folder, const char *name);

#endif
