/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fill_pci - PCI devices */
#include <stdio.h>

#include "device.h"
#include "pci_config.h"
#include "pci_names.h"
#include "sysfs.h"

bool
pci_place(const char *name, struct pci_address *ret_address)
{
	unsigned domain, bus, slot, function;
	int end = 0;

	if (sscanf(name, "%x:%x:%x.%u%n", &domain, &bus, &slot, &function, &end) != 4 || name[end])
		return false;
	*ret_address = pci_address(domain, bus, slot, function);
	return true;
}

static void
add_address(struct nodedev_address_list *addresses, const char *name)
{
	struct pci_address address;

	if (name && pci_place(name, &address))
		list_add(addresses)->pci = address;
}

static struct nodedev_nested *
add_nested(struct nodedev_capability *capability, enum nested_kind kind)
{
	struct nodedev_nested *nested = list_add(&capability->nested);

	nested->type = kind;
	return nested;
}

/* A function that others were made from, and one that was made from another. */
static void
add_functions(struct device *device, struct nodedev_capability *capability)
{
	struct number most = sysfs_number(device->path, "sriov_totalvfs", 10);
	auto_free char *physical = sysfs_link(device->path, "physfn");
	struct nodedev_nested *nested;

	if (physical)
		add_address(&add_nested(capability, NESTED_PHYS_FUNCTION)->addresses, physical);
	if (!most.value)
		return;
	nested = add_nested(capability, NESTED_VIRT_FUNCTIONS);
	nested->max_count = most;
	for (unsigned i = 0; i < (unsigned)most.value; i++) {
		auto_free char *link = text_format("virtfn%u", i);
		auto_free char *virtual = sysfs_link(device->path, link);

		if (!virtual)
			break;
		add_address(&nested->addresses, virtual);
	}
}

static void
add_group(struct device *device, struct nodedev_pci *pci)
{
	auto_free char *group = sysfs_link(device->path, "iommu_group");
	auto_free char *folder = text_format("%s/iommu_group/devices", device->path);
	auto_strings struct strings members = { 0 };

	if (!group)
		return;
	pci->iommu_group.number = NUMBER_OF(atoll(group));
	sysfs_names(folder, &members);
	for (unsigned i = 0; i < members.n; i++)
		add_address(&pci->iommu_group.addresses, members.item[i]);
}

static void
add_link(struct nodedev_pci *pci, const char *validity, const struct pci_lanes *lanes)
{
	struct pci_express_link *link = list_add(&pci->links);

	link->validity = xstrdup(validity);
	link->port = lanes->port;
	link->speed = xstrdup(lanes->speed);
	link->width = NUMBER_OF(lanes->width);
}

/* What only the configuration space says. */
static void
add_config(struct device *device, struct nodedev_capability *capability)
{
	struct pci_config config;

	pci_config_read(device->path, &config);
	if (config.is_bridge)
		add_nested(capability, NESTED_PCI_BRIDGE);
	if (config.is_cardbus)
		add_nested(capability, NESTED_CARDBUS_BRIDGE);
	capability->pci.express = config.is_express;
	if (!config.has_link)
		return;
	add_link(&capability->pci, "cap", &config.can);
	add_link(&capability->pci, "sta", &config.is);
}

void
fill_pci(struct device *device, struct nodedev_capability *capability)
{
	struct nodedev_pci *pci = &capability->pci;
	struct number node = sysfs_number(device->path, "numa_node", 10);
	auto_free unsigned char *vpd = NULL;
	struct pci_address place;
	size_t size = 0;

	if (!pci_place(device->name, &place))
		return;
	pci->domain = place.domain;
	pci->bus = place.bus;
	pci->slot = place.slot;
	pci->function = place.function;
	pci->class = sysfs_number(device->path, "class", 16);
	pci->vendor.id = sysfs_number(device->path, "vendor", 16);
	pci->product.id = sysfs_number(device->path, "device", 16);
	pci_names((unsigned)pci->vendor.id.value, (unsigned)pci->product.id.value, &pci->vendor.name, &pci->product.name);
	if (node.value >= 0)
		pci->numa_node = node;
	add_functions(device, capability);
	add_config(device, capability);
	add_mdev_types(device, capability);
	vpd = (unsigned char *)sysfs_bytes(device->path, "vpd", &size);
	if (vpd)
		add_vpd(vpd, size, capability);
	add_group(device, pci);
}
