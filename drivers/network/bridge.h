/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bridge - the networks that the host makes: a bridge, its addresses, dnsmasq, rules */
#ifndef NETWORK_BRIDGE_H
#define NETWORK_BRIDGE_H

#include "model/network.h"

/* Make it.  What was made is removed again after a failure; the caller has written down
 * that it is being made. */
int bridge_make(const char *folder, const char *name, const struct network_def *def);

/* Remove all there is of it; may be done twice, and after a start that was killed. */
int bridge_remove(const char *folder, const char *name, const struct network_def *def);

/* Is there a bridge, and is it ours? */
bool bridge_is_there(const struct network_def *def);

/* Put missing parts back. */
int bridge_repair(const char *folder, const char *name, const struct network_def *def);

/* A running one becomes what def says.  before is what it was. */
int bridge_update(const char *folder, const char *name, const struct network_def *before,
		  const struct network_def *def);

#endif
