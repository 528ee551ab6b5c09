/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* settle - what a definition leaves open until its network starts */
#include "settle.h"

#include "base/fail.h"
#include "driver/nodedev.h"

enum { FIRST_PORT = 1024, LAST_PORT = 65535 };   /* those below are the host's own */

static void
settle_ports(struct network_forward *forward)
{
	if (forward->nat.last_port)
		return;
	forward->nat.first_port = FIRST_PORT;
	forward->nat.last_port = LAST_PORT;
}

/* Functions that a guest has have no names here. */
static void
add_name(struct network_forward *forward, const struct pci_address *pci)
{
	char *name = nodedev_interface(pci);

	if (name)
		list_add(&forward->interfaces)->dev = name;
	fail_forget();
}

static void
add_address(struct network_forward *forward, const struct pci_address *pci)
{
	*list_add(&forward->addresses) = (struct forward_address){ .type = ADDRESS_PCI, .pci = *pci };
}

static int
settle_functions(struct network_forward *forward)
{
	struct nodedev_address_list functions = { 0 };

	if (nodedev_functions(forward->pf, &functions) < 0)
		return -1;
	list_each(function, &functions) {
		if (forward->mode == NETWORK_HOSTDEV)
			add_address(forward, &function->pci);
		else
			add_name(forward, &function->pci);
	}
	free(functions.item);
	if (!forward->interfaces.n && !forward->addresses.n)
		return fail(FAULT_FAILED, "adapter %s has no functions to lend", quote(forward->pf));
	return 0;
}

static void
keep_functions(struct network_forward *forward, const struct network_forward *now)
{
	list_each(interface, &now->interfaces)
		list_add(&forward->interfaces)->dev = xstrdup(interface->dev);
	list_each(address, &now->addresses)
		add_address(forward, &address->pci);
}

int
settle(struct network_def *def, const struct network_def *now)
{
	struct network_forward *forward = def->forward;

	if (!forward)
		return 0;
	if (forward->mode == NETWORK_NAT)
		settle_ports(forward);
	if (!forward->pf)
		return 0;
	if (!now || !now->forward || !text_same(now->forward->pf, forward->pf))
		return settle_functions(forward);
	keep_functions(forward, now->forward);
	return 0;
}
