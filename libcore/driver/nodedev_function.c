/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_function - physical and virtual functions of network adapters */
#include "driver/nodedev_inside.h"

static struct nodedev *
nodedev_open_pci(const struct pci_address *pci, enum object_how how)
{
	auto_free char *name = nodedev_pci_name(pci);
	struct nodedev *nodedev = nodedev_open(name, how);

	if (!nodedev)
		fail_within("device '%s'", name);
	return nodedev;
}

/* The network device that an adapter is: "ens3". */
static char *
interface_of(const struct nodedev *nodedev)
{
	const struct nodedev_ops *ops = nodedev_ops_of(nodedev);

	if (!ops->interface)
		return driver_cannot("device", "interface"), NULL;
	return ops->interface(nodedev->object.service, &nodedev->brief);
}

char *
nodedev_interface(const struct pci_address *pci)
{
	auto_nodedev struct nodedev *nodedev = nodedev_open_pci(pci, OBJECT_TO_READ);

	return nodedev ? interface_of(nodedev) : NULL;
}

static char *
name_behind(const char *adapter)
{
	const struct service *service = service_for(NOUN_NODEDEV);
	char *name;

	if (!service)
		return NULL;
	if (!service->driver->nodedev->behind)
		return driver_cannot("device", "behind"), NULL;
	name = service->driver->nodedev->behind(service, adapter);
	if (!name)
		fail(FAULT_MISSING, "device %s: no such network adapter", quote(adapter));
	return name;
}

int
nodedev_functions(const char *adapter, struct nodedev_address_list *ret_functions)
{
	auto_free char *name = name_behind(adapter);
	auto_nodedev struct nodedev *nodedev = name ? nodedev_open(name, OBJECT_TO_READ) : NULL;
	const struct nodedev_def *def = nodedev ? nodedev_def(nodedev, false) : NULL;
	const struct nodedev_nested *virtual = def ? nodedev_nested(def, NESTED_VIRT_FUNCTIONS) : NULL;

	if (!def)
		return -1;
	if (!virtual)
		return fail(FAULT_UNSUPPORTED, "device %s cannot have virtual functions", quote(adapter));
	list_each(address, &virtual->addresses)
		*list_add(ret_functions) = *address;
	return 0;
}

/* Which of the functions it is: the kernel counts them in the order of the list. */
static int
number_among(const struct nodedev_nested *virtual, const struct pci_address *pci)
{
	for (unsigned i = 0; virtual && i < virtual->addresses.n; i++)
		if (pci_same(&virtual->addresses.item[i].pci, pci))
			return (int)i;
	return -1;
}

int
nodedev_adapter(struct nodedev *nodedev, const struct pci_address *pci, char **ret_adapter, unsigned *ret_number)
{
	const struct nodedev_def *def = nodedev_def(nodedev, false);
	const struct nodedev_nested *physical = def ? nodedev_nested(def, NESTED_PHYS_FUNCTION) : NULL;
	auto_nodedev struct nodedev *above = NULL;
	auto_free char *adapter = NULL;
	int number = -1;

	if (!def)
		return -1;
	if (!physical || !physical->addresses.n)
		return fail(FAULT_UNSUPPORTED, "device '%s' is no virtual function of a network adapter", nodedev->object.name);
	above = nodedev_open_pci(&physical->addresses.item[0].pci, OBJECT_TO_READ);
	def = above ? nodedev_def(above, false) : NULL;
	adapter = def ? interface_of(above) : NULL;
	if (adapter)
		number = number_among(nodedev_nested(def, NESTED_VIRT_FUNCTIONS), pci);
	if (number < 0)
		return fail_fault() ? -1 : fail(FAULT_UNSUPPORTED, "device '%s': the network adapter that it is a function of is not there",
						nodedev->object.name);
	*ret_adapter = steal(adapter);
	*ret_number = (unsigned)number;
	return 0;
}
