/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* match - what a rule compares packets with, in nftables' words */
#ifndef NWFILTER_MATCH_H
#define NWFILTER_MATCH_H

#include "values.h"

/* Is it about packets whose connections are tracked, rather than about frames? */
bool match_is_tracked(enum rule_protocol protocol);
bool match_is_v6(enum rule_protocol protocol);

/* Append " ether type ip ip saddr 10.0.0.1": what a packet must be like.  back: seen the other
 * way, sender and receiver change places.  1: the rule says nothing of packets that are; -1 after a
 * failure. */
int match_write(enum rule_protocol protocol, const struct nwfilter_match *match, bool back,
		struct values *values, struct text *out);

#endif
