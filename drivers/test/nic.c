/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nic - network cards of simulated guests: each has an address, and is silent */
#include "driver/vm_nic.h"
#include "test.h"

enum { FIRST_HOST = 2 };

static int
is_done(__attribute__((unused)) struct vm *vm, __attribute__((unused)) const struct nic *nic)
{
	return 0;
}

static int
counters(__attribute__((unused)) struct vm *vm, __attribute__((unused)) const struct nic *nic,
	 struct nic_counters *ret_counters)
{
	*ret_counters = (struct nic_counters){ 0 };
	return 0;
}

/* From the network of test:///default, by their order. */
static int
addresses(struct vm *vm, enum nic_source source, struct nic_address_list *ret_addresses)
{
	unsigned host = FIRST_HOST;

	list_each(nic, &vm->live->def->devices.nics) {
		auto_free char *address = text_format("192.168.122.%u", host++);

		nic_addresses_add(ret_addresses, nic->target.dev, nic->mac.address, address, 24, source);
	}
	return 0;
}

const struct nic_ops test_nic_ops = {
	.set_up    = is_done,
	.tune      = is_done,
	.counters  = counters,
	.addresses = addresses,
};
