/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_pci - PCI devices: to guests and back */
#include "driver/nodedev_inside.h"

#include <inttypes.h>

char *
nodedev_pci_name(const struct pci_address *pci)
{
	return text_format("pci_%04" PRIx64 "_%02" PRIx64 "_%02" PRIx64 "_%" PRIx64, pci->domain.value,
			   pci->bus.value, pci->slot.value, pci->function.value);
}

int
nodedev_must_be_free(struct nodedev *nodedev)
{
	const char *vm;

	if (nodedev_user(nodedev, &vm) < 0)
		return -1;
	return vm ? fail(FAULT_STATE, "virtual machine '%s' has it", vm) : 0;
}

/* A PCI device that no guest has. */
static int
must_be_ours(struct nodedev *nodedev)
{
	if (nodedev->brief.kind != NODEDEV_PCI)
		return fail(FAULT_UNSUPPORTED, "it is no PCI device");
	return nodedev_must_be_free(nodedev);
}

const char *
nodedev_driver(struct nodedev *nodedev)
{
	const struct nodedev_def *def = nodedev_def(nodedev, false);

	return def ? def->driver : NULL;
}

int
nodedev_bind(struct nodedev *nodedev, const char *driver)
{
	const struct nodedev_ops *ops = nodedev_ops_of(nodedev);

	if (!ops->bind)
		return driver_cannot("device", "bind");
	if (vm_told("give %s to %s", nodedev->object.name, driver ? driver : "the host"))
		return 0;
	return ops->bind(nodedev->object.service, &nodedev->brief, driver);
}

int
nodedev_detach(struct nodedev *nodedev, const char *driver)
{
	return must_be_ours(nodedev) < 0 ? -1 : nodedev_bind(nodedev, driver);
}

int
nodedev_reattach(struct nodedev *nodedev)
{
	return must_be_ours(nodedev) < 0 ? -1 : nodedev_bind(nodedev, NULL);
}

int
nodedev_reset(struct nodedev *nodedev)
{
	const struct nodedev_ops *ops = nodedev_ops_of(nodedev);

	if (must_be_ours(nodedev) < 0)
		return -1;
	if (!ops->reset)
		return driver_cannot("device", "reset");
	return vm_told("reset %s", nodedev->object.name) ? 0 :
	       ops->reset(nodedev->object.service, &nodedev->brief);
}

int
nodedev_group(struct nodedev *nodedev, struct strings *ret_names)
{
	const struct nodedev_def *def = nodedev_def(nodedev, false);

	if (!def)
		return -1;
	if (nodedev->brief.kind != NODEDEV_PCI || !def->capabilities.item[0].pci.iommu_group.addresses.n)
		strings_add(ret_names, nodedev->object.name);
	else
		list_each(address, &def->capabilities.item[0].pci.iommu_group.addresses) {
			auto_free char *name = nodedev_pci_name(&address->pci);

			strings_add(ret_names, name);
		}
	return 0;
}
