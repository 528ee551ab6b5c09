/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network - virtual networks: what programs do with them and what drivers supply
 *
 * A network is $ETC/FOLDER/NAME.xml when it is stored and $RUN/FOLDER/NAME.xml while it is
 * active.  $RUN/FOLDER/NAME.undo is what is being made, removed or changed to: a program that finds
 * it undoes what is in it, down to what the live file says or, beside no live file, to nothing. */
#ifndef DRIVER_NETWORK_H
#define DRIVER_NETWORK_H

#include "driver/driver.h"
#include "driver/event_log.h"
#include "driver/network_update.h"
#include "model/network_port.h"

enum network_how {
	NETWORK_TO_READ   = 0,
	NETWORK_TO_CHANGE = 1 << 0,      /* take the lock; leftovers of killed programs are removed first */
	NETWORK_TO_STOP   = NETWORK_TO_CHANGE | 1 << 1,  /* also one that cannot be what it was */
};

struct network {
	char *name;
	const char *folder;              /* borrowed from the service */
	const struct network_ops *ops;
	bool stored, active;
	int lock;                        /* -1 unless NETWORK_TO_CHANGE */
	struct network_def *config;      /* use network_config() */
	struct network_def *live;        /* use network_live() */
};

/* Exact name or UUID.  NULL after FAULT_MISSING. */
struct network *network_open(const char *name, enum network_how how);
void network_close(struct network *network);
static inline void network_close_at(struct network **network) { network_close(*network); }
#define auto_network __attribute__((cleanup(network_close_at)))

/* Borrowed; NULL after a failure (FAULT_STATE "not active", "transient"). */
struct network_def *network_config(struct network *network);
struct network_def *network_live(struct network *network);
/* The live definition of an active network, else the stored one. */
struct network_def *network_def(struct network *network);

/* Names, sorted.  Patterns as in fnmatch(3), NULL for all. */
enum network_filter {
	NETWORKS_ACTIVE = 1 << 0, NETWORKS_INACTIVE = 1 << 1,
	NETWORKS_ALL = NETWORKS_ACTIVE | NETWORKS_INACTIVE,
};
int network_names(unsigned filter, const char *pattern, struct strings *ret_names);

/* Remove, or change back, what killed programs left of any network.  Whoever opens one to change it does so in
 * passing. */
int network_reap(void);

/* As users see it.  config: the stored one of an active network.  Caller frees. */
char *network_xml(struct network *network, bool config);

enum network_define_how {
	NETWORK_VALIDATE = 1 << 0, NETWORK_IF_CHANGED = 1 << 1, NETWORK_STRICT = 1 << 2,
	NETWORK_FREE_SUBNET = 1 << 3,    /* one that is taken is replaced by one that is free */
};
/* Store a definition.  ret_name and ret_changed may be NULL; if_was: refuse unless that is
 * the stored document now. */
int network_define(const char *xml, const char *whence, enum network_define_how how,
		   const char *if_was, char **ret_name, bool *ret_changed);
int network_undefine(struct network *network);
int network_set_autostart(struct network *network, bool on);

int network_start(struct network *network);
int network_create(const char *xml, const char *whence, enum network_define_how how);
int network_stop(struct network *network);
int network_repair(struct network *network);
/* In the live definition, the stored one or both. */
int network_update(struct network *network, enum network_command command,
		   enum network_section section, int parent, const char *xml, bool live, bool config);
/* What a document would make of a network: the definition itself, not stored.  Caller frees. */
struct network_def *network_prepare(const char *xml, const char *whence, enum network_define_how how);
/* The stored definition becomes def. */
int network_store_def(struct network *network, const struct network_def *def);
/* Decide what def, read from a document, leaves open: it can be a live definition then. */
int network_settle(struct network *network, struct network_def *def);
/* The live definition becomes def; what cannot change in a running network is FAULT_STATE. */
int network_become(struct network *network, const struct network_def *def);

/* Title and description; "" when there is none, and "" removes it. */
enum network_note { NETWORK_TITLE, NETWORK_DESCRIPTION };
const char *network_note(struct network *network, enum network_note note, bool config);
int network_set_note(struct network *network, enum network_note note, const char *text, bool live, bool config);
/* As vm_metadata() and vm_set_metadata(). */
char *network_metadata(struct network *network, const char *uri, bool config);
int network_set_metadata(struct network *network, const char *uri, const char *key, const char *xml,
			 bool live, bool config);

/* Ports: who has a place in an active network. */
int network_ports(struct network *network, struct strings *ret_uuids);
/* NULL after FAULT_MISSING.  Caller frees. */
struct network_port_def *network_port(struct network *network, const char *uuid);
/* Make one for a guest: def says who and with what; what the network decides (the plug, port
 * group settings) is put into it.  The caller holds no lock. */
int network_port_make(struct network *network, struct network_port_def *def);
int network_port_remove(struct network *network, const char *uuid);
unsigned network_connections(struct network *network);
/* A live definition learns how many there are, and how many use each device that it lends. */
void network_count_users(struct network *network, struct network_def *def);
/* The guest whose port has that MAC address; NULL if none.  Caller frees. */
char *network_port_owner(struct network *network, const char *mac);

/* Does it lend devices of the host, which several cards share?  It need not be there. */
bool network_lends_devices(const char *network);
/* Or functions of adapters, each to one card? */
bool network_lends_functions(const char *network);

/* For hypervisor drivers: a place in a network for a card of a live definition, which learns what
 * the network decides for it: portid, virtualport, limits; the port says what the card is to be
 * connected to (caller frees).  Rules and processes that the network has lost are put back.  The
 * place may be given back twice. */
int network_plug(struct nic *nic, const char *vm_name, const char *vm_uuid,
		 struct network_port_def **ret_port);
void network_unplug(const char *network, const char *portid);

/* Put the host's end of a card into a bridge of the kernel's. */
struct network_bridge_port {
	const char *bridge, *mac;
	bool isolated;                   /* from other isolated ports */
	bool known;                      /* its address is told, not learned: see link_set_known() */
};
int network_bridge_join(const char *device, const struct network_bridge_port *port);

/* Limit the host's end of a card, or the bridge of a network: what goes to the guests (inbound) and
 * comes from them (outbound); NULL: as fast as it can.  A floor is the network's affair, see below. */
int network_limit(const char *device, const struct nic_rate *inbound, const struct nic_rate *outbound);

/* What a network guarantees to one card (floor), a part of what the guests may receive together. */
struct network_share {
	unsigned class_id;
	char *mac;
	uint64_t floor;                  /* as in a document */
};
LIST_OF(network_share);
/* Limit the bridge of a network so that each has his share. */
int network_share(const char *bridge, const struct nic_rate *inbound, const struct network_share_list *shares);

struct network_lease {
	char *mac, *address, *hostname, *client_id;
	unsigned prefix;
	int64_t expiry;                  /* epoch seconds, 0 for ever */
	bool v6;
};
LIST_OF(network_lease);
void network_leases_done(struct network_lease_list *leases);
#define auto_network_leases __attribute__((cleanup(network_leases_done)))
/* Those of an active network that have not ended. */
int network_leases(struct network *network, struct network_lease_list *ret_leases);

/* Something that may keep a network from working. */
struct network_finding {
	const char *check;               /* "subnet" */
	bool fine;
	char *detail;
};
LIST_OF(network_finding);
void network_findings_done(struct network_finding_list *findings);
#define auto_network_findings __attribute__((cleanup(network_findings_done)))
int network_check(struct network *network, struct network_finding_list *ret_findings);

struct network_ops {
	const char *hook;                /* what hooks call it; NULL: none are told */
	/* Add what this driver adds to a definition that is stored, refuse what it cannot do. */
	int (*prepare)(struct network_def *def);
	/* Decide what a definition leaves open until its network starts; now: that of one that runs, or NULL. */
	int (*settle)(struct network_def *def, const struct network_def *now);
	/* Make it; what was made is removed again after a failure. */
	int (*start)(const char *folder, const char *name, const struct network_def *def);
	/* Remove all there is of it, which may be parts or nothing. */
	int (*stop)(const char *folder, const char *name, const struct network_def *def);
	/* Missing: as long as the live file is there. */
	bool (*is_there)(const struct network_def *def);
	/* A guest's device on the host, which was in it before, is connected again. */
	int (*join)(const struct network_def *def, const char *device, const struct network_port_def *port);
	/* The shares of its cards are these from now on.  Missing: it guarantees nothing. */
	int (*share)(const struct network_def *def, const struct network_share_list *shares);
	/* What outlives it (leases) goes with its definition.  Missing: there is nothing. */
	int (*forget)(const char *folder, const char *name);
	int (*repair)(const char *folder, const char *name, const struct network_def *def);
	int (*update)(const char *folder, const char *name, const struct network_def *before,
		      const struct network_def *def);
	int (*leases)(const char *folder, const char *name, const struct network_def *def,
		      struct network_lease_list *ret_leases);
	int (*check)(const char *folder, const char *name, const struct network_def *def,
		     struct network_finding_list *ret_findings);
};

#endif
