/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_pci - PCI devices: to guests and back */
#include "driver/nodedev_inside.h"

#include <inttypes.h>

int
nodedev_must_be_free(struct nodedev *nodedev)
{
	const char *vm;

	if (nodedev_user(nodedev, &vm) < 0)
		return -1;
	return vm ? fail(FAULT_STATE, "virtual machine '%s' has it", vm) : 0;
}

static int
must_be_pci(struct nodedev *nodedev)
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

static int
bind_to(struct nodedev *nodedev, const char *driver)
{
	const struct nodedev_ops *ops = nodedev_ops_of(nodedev);

	if (must_be_pci(nodedev) < 0)
		return -1;
	if (!ops->bind)
		return driver_cannot("device", "bind");
	if (vm_told("give %s to %s", nodedev->object.name, driver ? driver : "the host"))
		return 0;
	return ops->bind(nodedev->object.service, &nodedev->brief, driver);
}

int
nodedev_detach(struct nodedev *nodedev, const char *driver)
{
	return bind_to(nodedev, driver);
}

int
nodedev_reattach(struct nodedev *nodedev)
{
	return bind_to(nodedev, NULL);
}

int
nodedev_reset(struct nodedev *nodedev)
{
	const struct nodedev_ops *ops = nodedev_ops_of(nodedev);

	if (must_be_pci(nodedev) < 0)
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
		list_each(address, &def->capabilities.item[0].pci.iommu_group.addresses)
			strings_addf(ret_names, "pci_%04" PRIx64 "_%02" PRIx64 "_%02" PRIx64 "_%" PRIx64,
				     address->pci.domain.value, address->pci.bus.value,
				     address->pci.slot.value, address->pci.function.value);
	return 0;
}
