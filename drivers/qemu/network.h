/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* network - the host's ends of a guest's network cards */
#ifndef QEMU_NETWORK_H
#define QEMU_NETWORK_H

#include "model/network_port.h"
#include "model/vm_def.h"

/* Can this version connect it?  FAULT_UNSUPPORTED names the card. */
int nic_check(const struct nic *nic);

/* Does the emulator get a tap device for it? */
bool nic_has_tap(const struct nic *nic);

/* Or a socket, with passt at the other end? */
bool nic_has_passt(const struct nic *nic);

/* Can it be a port of Open vSwitch?  The network's word counts, too. */
bool nic_may_be_switched(const struct nic *nic);

/* Where it is joined to: the card's own bridge, or what a port of a network says. */
struct nic_place {
	const char *bridge;              /* NULL: none */
	const struct nic_virtualport *virtualport;   /* with the tags of its VLANs; NULL: the bridge is the kernel's */
	enum tri trunk;
	const struct nic_vlan_tag_list *tags;
	bool isolated;                   /* from other isolated ports of it */
	bool known;                      /* its address is told to the bridge, not learned by it */
	bool is_guests_end;              /* what the device sends is what the guest sends */
	const struct nic_rate *inbound, *outbound;   /* NULL: as fast as it can */
	const char *vm_name, *vm_uuid;   /* whose card it is */
};

/* The place that a network gives; both are borrowed from. */
struct nic_place nic_place_of_port(const struct network_port_def *port, const char *vm_name, const char *vm_uuid);
/* The place of a card that is in no network. */
struct nic_place nic_place_own(const struct nic *nic, const char *vm_name, const char *vm_uuid);

/* Join a device that is there. */
int nic_join(const char *name, const struct nic *nic, const struct nic_place *at);
int nic_limit(const char *name, const struct nic_place *at);

/* Make the tap device of a card, filter it, join it to its place and bring it up; its name is put
 * into the (live) definition.  A descriptor for each of its queues; after a failure the caller
 * closes those that are not -1.  The kernel removes the device when the last is closed; the filter
 * is the guest's, see nwfilter_unbind_owner(). */
int nic_open_tap(struct nic *nic, const struct nic_place *at, int *ret_fds);
unsigned nic_queues(const struct nic *nic);

/* Filter a card whose device on the host has that name; instead of what there is. */
int nic_filter(const struct nic *nic, const char *name, const char *vm_name, const char *vm_uuid);

#endif
