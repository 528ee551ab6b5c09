/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network_inside - what the files of the network side share; programs and drivers do not see it */
#ifndef DRIVER_NETWORK_INSIDE_H
#define DRIVER_NETWORK_INSIDE_H

#include "driver/network.h"
#include "driver/object.h"
#include "driver/vm_inside.h"
#include "state/store.h"

/* Who serves networks here, and his folder; NULL after a failure. */
const struct service *network_service(void);

/* A definition from a file.  NULL after a failure. */
struct network_def *network_read(enum place place, const char *folder, const char *name);

/* Held while a definition takes names of its own (UUID, bridge): two must not take the same.  -1 in a dry
 * run, or after a failure. */
int network_lock_definitions(const struct service *service);

int network_store(const char *folder, const struct network_def *def);
int network_write_live(const struct network *network, const struct network_def *def);

/* A name under its lock; leftovers are removed.  Whether there is such a network is for the
 * caller to see. */
struct network *network_take(const char *name);
/* How an object is that is open, which it takes over; leftovers are removed where its lock is held. */
struct network *network_look(struct object *object, enum network_how how);

/* Tell those that follow; detail may be NULL. */
int network_tell(const char *folder, const char *name, const char *event, const char *detail);

int network_must_be_stored(const struct network *network);

/* What is being made or removed, or what an active one is to become, is on record. */
int network_undo_write(const struct network *network, const struct network_def *def);
void network_undo_clear(const struct network *network);
/* An active one that was to become this is what its live file says again. */
int network_change_back(struct network *network, const struct network_def *def);

/* What a port is connected to: a bridge, or a free one of the devices that the network lends. */
int network_choose_plug(struct network *network, const struct network_def *def, struct network_port_def *port);

/* What a port wants to be guaranteed (0: nothing); a class for it, unless the network has no such
 * bandwidth left; and the kernel learns who has what. */
uint64_t network_port_floor(const struct network_port_def *port);
int network_claim_share(struct network *network, const struct network_def *def, struct network_port_def *port);
int network_tell_shares(struct network *network, const struct network_def *def);

/* Tell the hooks.  A failure is for the caller to undo; after: it is too late for that. */
int network_hook(const struct network *network, const struct network_def *def, const struct network_port_def *port,
		 const char *operation, const char *when);
void network_hook_after(const struct network *network, const struct network_def *def, const struct network_port_def *port,
			const char *operation, const char *when);

/* The guests that have ports in it and run on are connected again. */
void network_reconnect(struct network *network, const struct network_def *def);

#endif
