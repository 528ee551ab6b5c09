/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_users - which guests have devices of the host */
#include "driver/nodedev_inside.h"

struct use {
	struct hostdev what;             /* borrows from the definitions below */
	const char *vm;
};
LIST_OF(use);

/* Those of all running guests, read once. */
static struct {
	struct vms vms;
	struct use_list uses;
	bool known;
} all;

/* A card that is a function of an adapter is a device of the host's, too. */
static void
add_nic(const struct nic *nic, const char *vm)
{
	const struct pci_address *pci = nic_function(nic);
	struct use *use;

	if (!nic_is_assigned(nic))
		return;
	use = list_add(&all.uses);
	use->vm = vm;
	use->what.type = pci ? HOSTDEV_PCI : HOSTDEV_USB;
	if (pci)
		use->what.source.pci = *pci;
	use->what.source.usb.bus = nic->source.usb.bus;
	use->what.source.usb.device = nic->source.usb.device;
}

static int
read_uses(void)
{
	if (all.known)
		return 0;
	if (vms_open(VM_ACTIVE, NULL, &all.vms) < 0)
		return -1;
	for (unsigned i = 0; i < all.vms.n; i++) {
		struct vm_live *live = vm_live(all.vms.item[i]);

		if (!live)
			return -1;
		list_each(hostdev, &live->def->devices.hostdevs)
			*list_add(&all.uses) = (struct use) { *hostdev, all.vms.item[i]->name };
		list_each(nic, &live->def->devices.nics)
			add_nic(nic, all.vms.item[i]->name);
	}
	all.known = true;
	return 0;
}

static bool
same_number(struct number a, struct number b)
{
	return a.given && b.given && a.value == b.value;
}

static bool
is_pci(const struct nodedev_capability *c, const struct hostdev *hostdev)
{
	const struct pci_address *address = &hostdev->source.pci;

	return address->domain.value == c->pci.domain.value && address->bus.value == c->pci.bus.value &&
	       address->slot.value == c->pci.slot.value && address->function.value == c->pci.function.value;
}

bool
nodedev_is_usb(const struct nodedev_capability *c, const struct hostdev *hostdev)
{
	if (hostdev->source.usb.bus.given)
		return same_number(hostdev->source.usb.bus, c->usb_device.bus) &&
		       same_number(hostdev->source.usb.device, c->usb_device.device);
	return same_number(hostdev->source.usb.vendor, c->usb_device.vendor.id) &&
	       same_number(hostdev->source.usb.product, c->usb_device.product.id);
}

static bool
is_scsi(const struct nodedev_capability *c, const struct hostdev *hostdev)
{
	auto_free char *adapter = text_format("scsi_host%lld", (long long)c->scsi.host.value);

	return text_same(adapter, hostdev->source.adapter) && same_number(hostdev->source.scsi.bus, c->scsi.bus) &&
	       same_number(hostdev->source.scsi.target, c->scsi.target) &&
	       same_number(hostdev->source.scsi.unit, c->scsi.lun);
}

static bool
is_mdev(const struct nodedev_capability *c, const struct hostdev *hostdev)
{
	return text_same(c->mdev.uuid, hostdev->source.uuid);
}

static const struct {
	enum nodedev_kind device;
	enum hostdev_kind hostdev;
	bool (*is_same)(const struct nodedev_capability *capability, const struct hostdev *hostdev);
} ways[] = {
	{ NODEDEV_PCI,        HOSTDEV_PCI,  is_pci },
	{ NODEDEV_USB_DEVICE, HOSTDEV_USB,  nodedev_is_usb },
	{ NODEDEV_SCSI,       HOSTDEV_SCSI, is_scsi },
	{ NODEDEV_MDEV,       HOSTDEV_MDEV, is_mdev },
};

int
nodedev_user(struct nodedev *nodedev, const char **ret_vm)
{
	return nodedev_other_user(nodedev, NULL, ret_vm);
}

int
nodedev_other_user(struct nodedev *nodedev, const char *vm, const char **ret_vm)
{
	const struct nodedev_def *def;

	*ret_vm = NULL;
	for (unsigned i = 0; i < COUNT(ways); i++) {
		if (ways[i].device != nodedev->brief.kind || !nodedev->active)
			continue;
		def = nodedev_def(nodedev, false);
		if (!def || read_uses() < 0)
			return -1;
		list_each(use, &all.uses)
			if (use->what.type == ways[i].hostdev && !text_same(use->vm, vm) && ways[i].is_same(&def->capabilities.item[0], &use->what))
				*ret_vm = use->vm;
	}
	return 0;
}
