/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_nic - network cards of guests: cable, limits, counters, addresses */
#ifndef DRIVER_VM_NIC_H
#define DRIVER_VM_NIC_H

#include "driver/vm.h"

/* The card of a live or stored definition: by its device on the host, its MAC address or its
 * alias.  Borrowed; NULL after FAULT_MISSING, or FAULT_FAILED when two have that address. */
struct nic *vm_nic(struct vm *vm, const char *name, bool config);
/* What it is connected to: network, bridge, device; NULL when the type says all. */
const char *vm_nic_source(const struct nic *nic);
/* Its element, as users see it.  Caller frees. */
char *vm_nic_xml(const struct nic *nic, bool live);

/* Is the cable plugged in? */
bool vm_nic_is_up(const struct nic *nic);
int vm_nic_set_up(struct vm *vm, const char *name, bool up, bool live, bool config);

/* KiB a second: what was not given stays, an average of 0 removes the limit. */
struct nic_limits {
	struct nic_rate inbound, outbound;
	bool set_inbound, set_outbound;
};
int vm_nic_tune(struct vm *vm, const char *name, const struct nic_limits *limits, bool live, bool config);

/* Let ports of the host lead to the guest by its first card of type 'user'.  FAULT_CONFIG: it has none. */
int vm_nic_publish(struct vm_def *def, const struct port_range_list *ports);

/* Since the start, from the guest's point of view. */
struct nic_counters {
	uint64_t rx_bytes, rx_packets, rx_errs, rx_drop;
	uint64_t tx_bytes, tx_packets, tx_errs, tx_drop;
};
int vm_nic_counters(struct vm *vm, const char *name, struct nic_counters *ret_counters);

#define NIC_SOURCE(X)                \
	X(NIC_SOURCE_NONE, NULL)     \
	X(NIC_LEASE, "lease")        \
	X(NIC_AGENT, "agent")        \
	X(NIC_ARP,   "arp")          \
	X(NIC_ANY,   "any")
ENUM_TYPE(nic_source, NIC_SOURCE);

/* A card and one address of it; a card without one has none of the last three. */
struct nic_address {
	char *name, *mac;                /* as the source calls it: on the host, or in the guest */
	char *address;
	unsigned prefix;
	enum nic_source source;
};
LIST_OF(nic_address);
void nic_addresses_done(struct nic_address_list *addresses);
#define auto_nic_addresses __attribute__((cleanup(nic_addresses_done)))
void nic_addresses_add(struct nic_address_list *addresses, const char *name, const char *mac,
		       const char *address, unsigned prefix, enum nic_source source);
/* Can others reach the guest by it?  By loopback, and what is meant for one link alone, they cannot. */
bool nic_address_leads(const struct nic_address *address);
/* NIC_ANY: those that lead to the guest, of the first source that knows one: agent, leases, neighbours. */
int vm_nic_addresses(struct vm *vm, enum nic_source source, struct nic_address_list *ret_addresses);

/* What a driver supplies: the guest is active, vm->live loaded, the card in it as it is to be. */
struct nic_ops {
	int (*set_up)(struct vm *vm, const struct nic *nic);
	int (*tune)(struct vm *vm, const struct nic *nic);
	int (*counters)(struct vm *vm, const struct nic *nic, struct nic_counters *ret_counters);
	/* What the guest's agent knows; drivers of other hosts: what any source knows. */
	int (*addresses)(struct vm *vm, enum nic_source source, struct nic_address_list *ret_addresses);
};

#endif
