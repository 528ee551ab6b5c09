/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* state - connections: by the kernel's tracking, or remembered in sets where it does not track those of bridges
 *
 * Where it does not (nf_conntrack_bridge is missing), each way has sets of what was accepted, and
 * a packet is of an established connection when something that it answers was.  It is of a new one
 * otherwise; none is related or invalid. */
#ifndef NWFILTER_STATE_H
#define NWFILTER_STATE_H

#include "driver/nwfilter_instance.h"

enum way { FROM_GUEST, TO_GUEST, WAYS };
#define each_way(way) (enum way way = FROM_GUEST; way < WAYS; way++)
extern const char *const way_names[WAYS];        /* "from", "to" */

/* What packets of a protocol are like that go this way in one of these states ("NEW,ESTABLISHED",
 * or "NONE" for any): conditions " ct state new", of which one is to hold.  None: there are no
 * such packets. */
void state_conditions(const char *states, enum way way, enum rule_protocol protocol, bool can_track,
		      struct strings *ret_conditions);

/* Where a packet goes that is accepted: the verdict, and what it needs in the table. */
const char *state_accept(enum way way, bool can_track);
void state_write_sets(enum way way, struct text *out);
void state_write_chain(enum way way, struct text *out);

#endif
