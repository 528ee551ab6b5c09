/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* firewall - what may pass into and out of a network
 *
 * Each network has one table of the packet filter, named after its bridge, so that
 * nobody else's rules are touched, and its own go in one step. */
#ifndef NETWORK_FIREWALL_H
#define NETWORK_FIREWALL_H

#include "model/network.h"

/* The commands that make the table anew; NULL when the network has none (open, or not ours).
 * Caller frees. */
char *firewall_text(const struct network_def *def);

int firewall_make(const struct network_def *def);
/* One that is not there is fine. */
int firewall_remove(const char *bridge);
bool firewall_is_there(const char *bridge);

#endif
