/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* compile - a binding with all its filters as one table of nftables
 *
 * Frames that come from a port's guest pass `from`, those to it `to`.  A frame that was accepted
 * there is a packet, and if there are rules for packets, passes `from-packets` or `to-packets`,
 * where connections are known. */
#ifndef NWFILTER_COMPILE_H
#define NWFILTER_COMPILE_H

#include "driver/nwfilter_instance.h"
#include "rule.h"

#define TABLE_PREFIX "virtutils-nwfilter-"

/* The table of a port.  learned: addresses "10.0.0.1, 10.0.0.2" that are known already; may be
 * NULL.  NULL after a failure. */
char *compile(const struct nwfilter_instance *instance, struct rule_how how, const char *learned);

/* Does the text have such a table's set of addresses that are learned? */
bool compile_learns(const char *table);

#endif
