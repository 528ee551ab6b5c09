/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_rules_hostdev - devices of the host */
#include "driver/vm_rules_inside.h"

#include "model/vm_kinds.h"

enum { WWPN_LENGTH = 16 };

static bool
is_wwpn(const char *text)
{
	const char *digits = text && text_starts(text, "naa.") ? text + strlen("naa.") : "";

	return strlen(digits) == WWPN_LENGTH && strspn(digits, "0123456789abcdefABCDEF") == WWPN_LENGTH;
}

static int
check_usb(const struct hostdev *hostdev)
{
	return RULES_HOLD("USB host device", NULL,
		{ hostdev->source.usb.bus.given && !hostdev->source.usb.device.given && !hostdev->source.usb.port, FAULT_XML,
		  "missing device of its address" },
		{ hostdev->source.usb.vendor.given != hostdev->source.usb.product.given, FAULT_XML,
		  "it is named by both vendor and product" },
		{ hostdev->source.usb.vendor.given && !hostdev->source.usb.vendor.value, FAULT_XML, "no vendor has number 0" });
}

static int
check_scsi(const struct hostdev *hostdev)
{
	bool iscsi = hostdev->source.protocol == HOSTDEV_PROTOCOL_ISCSI;

	return RULES_HOLD("SCSI host device", NULL,
		{ !iscsi && !hostdev->source.scsi.unit.given, FAULT_XML, "missing address of its source" },
		{ iscsi && hostdev->source.hosts.n > 1, FAULT_XML, "it has one server" });
}

static int
check_vhost(const struct hostdev *hostdev)
{
	return RULES_HOLD("vhost-scsi host device", NULL,
		{ hostdev->source.protocol != HOSTDEV_PROTOCOL_VHOST, FAULT_XML, "missing protocol 'vhost'" },
		{ !is_wwpn(hostdev->source.wwpn), FAULT_XML, "its wwpn is not 'naa.' and 16 hexadecimal digits" });
}

/* Where the guest sees a device of each type. */
#define PLACE(kind) (1 << (kind))
static const struct {
	enum hostdev_kind type;
	unsigned places;
	const char *what, *why;
	int (*check)(const struct hostdev *hostdev);
} types[] = {
	{ HOSTDEV_USB, PLACE(ADDRESS_NONE) | PLACE(ADDRESS_USB), "USB host device", "its address is of type 'usb'", check_usb },
	{ HOSTDEV_PCI, PLACE(ADDRESS_NONE) | PLACE(ADDRESS_PCI) | PLACE(ADDRESS_UNASSIGNED), "PCI host device",
	  "its address is of type 'pci' or 'unassigned'" },
	{ HOSTDEV_SCSI, PLACE(ADDRESS_NONE) | PLACE(ADDRESS_DRIVE), "SCSI host device", "its address is of type 'drive'", check_scsi },
	{ HOSTDEV_SCSI_HOST, PLACE(ADDRESS_NONE) | PLACE(ADDRESS_PCI) | PLACE(ADDRESS_CCW), "vhost-scsi host device",
	  "its address is of type 'pci' or 'ccw'", check_vhost },
};

static int
check_type(const struct hostdev *hostdev)
{
	for (unsigned i = 0; i < COUNT(types); i++)
		if (types[i].type == hostdev->type) {
			if (RULES_HOLD(types[i].what, NULL, { !(types[i].places & PLACE(hostdev->info.address.type)),
							      FAULT_CONFIG, types[i].why }) < 0)
				return -1;
			return types[i].check ? types[i].check(hostdev) : 0;
		}
	return 0;
}
#undef PLACE

static int
check_teaming(const struct hostdev *hostdev)
{
	return RULES_HOLD("host device", NULL,
		{ hostdev->teaming.type && hostdev->type != HOSTDEV_PCI, FAULT_CONFIG, "teaming is for PCI devices" },
		{ hostdev->teaming.type == TEAMING_PERSISTENT, FAULT_CONFIG, "its part in a team is 'transient'" },
		{ hostdev->model && hostdev->type != HOSTDEV_MDEV && hostdev->type != HOSTDEV_SCSI_HOST, FAULT_XML,
		  "a model is that of a mediated or vhost-scsi device" },
		{ hostdev->rawio && hostdev->type != HOSTDEV_SCSI, FAULT_XML, "rawio is for SCSI devices" },
		{ hostdev->sgio && hostdev->type != HOSTDEV_SCSI, FAULT_XML, "sgio is for SCSI devices" });
}

/* ---- one device for two ---- */

static bool
same_pci(const struct pci_address *p, const struct pci_address *q)
{
	return p->domain.value == q->domain.value && p->bus.value == q->bus.value && p->slot.value == q->slot.value &&
	       p->function.value == q->function.value;
}

/* By place, where the first says one. */
static bool
same_usb(const struct hostdev *a, const struct hostdev *b)
{
	if (a->source.usb.bus.value && a->source.usb.device.value)
		return a->source.usb.bus.value == b->source.usb.bus.value && a->source.usb.device.value == b->source.usb.device.value;
	return a->source.usb.vendor.value == b->source.usb.vendor.value &&
	       a->source.usb.product.value == b->source.usb.product.value;
}

static bool
same_server(const struct source_host_list *a, const struct source_host_list *b)
{
	return a->n && b->n && text_same(a->item[0].name, b->item[0].name) && text_same(a->item[0].port, b->item[0].port);
}

static bool
same_scsi(const struct hostdev *a, const struct hostdev *b)
{
	if (a->source.protocol != b->source.protocol)
		return false;
	if (a->source.protocol == HOSTDEV_PROTOCOL_ISCSI)
		return text_same(a->source.name, b->source.name) && same_server(&a->source.hosts, &b->source.hosts);
	return text_same(a->source.adapter, b->source.adapter) && a->source.scsi.bus.value == b->source.scsi.bus.value &&
	       a->source.scsi.target.value == b->source.scsi.target.value && a->source.scsi.unit.value == b->source.scsi.unit.value;
}

static bool
same_device(const struct hostdev *a, const struct hostdev *b)
{
	if (a->mode != b->mode || a->type != b->type)
		return false;
	switch (a->type) {
	case HOSTDEV_PCI:
		return same_pci(&a->source.pci, &b->source.pci);
	case HOSTDEV_USB:
		return same_usb(a, b);
	case HOSTDEV_SCSI:
		return same_scsi(a, b);
	case HOSTDEV_SCSI_HOST:
		return text_same(a->source.wwpn, b->source.wwpn);
	case HOSTDEV_STORAGE:
		return text_same(a->source.block, b->source.block);
	case HOSTDEV_MISC:
		return text_same(a->source.chr, b->source.chr);
	case HOSTDEV_NET:
		return text_same(a->source.interface, b->source.interface);
	default:
		return text_same(a->source.uuid, b->source.uuid);
	}
}

static int
check_doubles(const struct vm_def *def, const struct hostdev *hostdev)
{
	bool twice = false;

	list_before(other, hostdev, &def->devices.hostdevs)
		twice |= same_device(other, hostdev);
	list_each(nic, &def->devices.nics)
		twice |= nic->type == NIC_HOSTDEV && hostdev->type == HOSTDEV_PCI && nic_function(nic) &&
			 same_pci(nic_function(nic), &hostdev->source.pci);
	return twice ? fail(FAULT_XML, "one device of the host is said twice") : 0;
}

int
vm_rules_hostdevs(const struct vm_def *def)
{
	list_each(hostdev, &def->devices.hostdevs) {
		if (hostdev->mode == HOSTDEV_SUBSYSTEM && (check_type(hostdev) < 0 || check_teaming(hostdev) < 0))
			return -1;
		if (check_doubles(def, hostdev) < 0)
			return -1;
	}
	return 0;
}
