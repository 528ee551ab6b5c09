/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_nic_address - which addresses guests have, as far as anybody knows */
#include "base/netlink.h"
#include "driver/network.h"
#include "driver/vm_inside.h"
#include "driver/vm_nic.h"

ENUM_WORDS(nic_source, NIC_SOURCE);

static void
address_done(struct nic_address *address)
{
	free(address->name);
	free(address->mac);
	free(address->address);
}

void
nic_addresses_done(struct nic_address_list *addresses)
{
	list_each(one, addresses)
		address_done(one);
	free(addresses->item);
	*addresses = (struct nic_address_list){ 0 };
}

void
nic_addresses_add(struct nic_address_list *addresses, const char *name, const char *mac,
		  const char *address, unsigned prefix, enum nic_source source)
{
	*list_add(addresses) = (struct nic_address){
		.name = xstrdup(name), .mac = xstrdup(mac), .address = xstrdup(address),
		.prefix = prefix, .source = source,
	};
}

/* ---- leases of the networks that its cards are in ---- */

static int
add_leases(const struct nic *nic, struct nic_address_list *addresses)
{
	auto_network struct network *network = network_open(nic->source.network, NETWORK_TO_READ);
	auto_network_leases struct network_lease_list leases = { 0 };

	if (!network || network_leases(network, &leases) < 0)
		return -1;
	list_each(lease, &leases)
		if (text_same(lease->mac, nic->mac.address))
			nic_addresses_add(addresses, nic->target.dev, lease->mac, lease->address,
					  lease->prefix, NIC_LEASE);
	return 0;
}

static int
from_leases(struct vm *vm, struct nic_address_list *addresses)
{
	list_each(nic, &vm->live->def->devices.nics)
		if (nic->type == NIC_NETWORK && add_leases(nic, addresses) < 0)
			return -1;
	return 0;
}

/* ---- who talked with this host ---- */

struct search {
	struct vm *vm;
	struct nic_address_list *addresses;
};

static void
add_neighbour(const char *address, const char *mac, void *context)
{
	const struct search *search = context;

	list_each(nic, &search->vm->live->def->devices.nics)
		if (text_same(nic->mac.address, mac))
			nic_addresses_add(search->addresses, nic->target.dev, mac, address, 0, NIC_ARP);
}

/* ---- all sources ---- */

static int
ask(struct vm *vm, enum nic_source source, struct nic_address_list *addresses)
{
	if (source == NIC_AGENT || !host_here()->driver->local)
		return DRIVER_CALL(nic, addresses, vm, source, addresses);
	if (source == NIC_LEASE)
		return from_leases(vm, addresses);
	return link_neighbours(add_neighbour, &(struct search){ vm, addresses });
}

bool
nic_address_leads(const struct nic_address *one)
{
	return one->address && !text_starts(one->address, "127.") && !text_same(one->address, "::1") &&
	       !text_starts(one->address, "fe80:");
}

/* Keep those that lead to the guest; is there any? */
static bool
keep_leading(struct nic_address_list *addresses)
{
	unsigned kept = 0;

	list_each(one, addresses)
		if (nic_address_leads(one))
			addresses->item[kept++] = *one;
		else
			address_done(one);
	addresses->n = kept;
	return kept > 0;
}

/* One that cannot be asked knows nothing. */
static int
ask_all(struct vm *vm, struct nic_address_list *addresses)
{
	static const enum nic_source order[] = { NIC_AGENT, NIC_LEASE, NIC_ARP };

	for (unsigned i = 0; i < COUNT(order); i++) {
		nic_addresses_done(addresses);
		if (ask(vm, order[i], addresses) < 0)
			fail_forget();
		else if (keep_leading(addresses))
			return 0;
	}
	return 0;
}

int
vm_nic_addresses(struct vm *vm, enum nic_source source, struct nic_address_list *ret_addresses)
{
	if (vm_must_be_active(vm) < 0 || !vm_live(vm))
		return -1;
	return source == NIC_ANY ? ask_all(vm, ret_addresses) : ask(vm, source, ret_addresses);
}
