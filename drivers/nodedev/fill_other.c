/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fill_other - the machine, USB devices, graphics nodes, channels, crypto cards */
#include <stdio.h>

#include "device.h"
#include "sysfs.h"

void
fill_system(struct nodedev_capability *capability)
{
	static const char dmi[] = "/sys/devices/virtual/dmi/id";
	struct nodedev_system *system = &capability->system;
	auto_free char *uuid = sysfs_text(dmi, "product_uuid");

	system->product = sysfs_text(dmi, "product_name");
	system->hardware.vendor = sysfs_text(dmi, "sys_vendor");
	system->hardware.version = sysfs_text(dmi, "product_version");
	system->hardware.serial = sysfs_text(dmi, "product_serial");
	if (!uuid || kind_uuid.read(&system->hardware.uuid, uuid, NULL, NULL) < 0)
		system->hardware.uuid = xstrdup("00000000-0000-0000-0000-000000000000");
	system->firmware.vendor = sysfs_text(dmi, "bios_vendor");
	system->firmware.version = sysfs_text(dmi, "bios_version");
	system->firmware.release_date = sysfs_text(dmi, "bios_date");
}

void
fill_usb_device(struct device *device, struct nodedev_capability *capability)
{
	struct nodedev_usb_device *usb = &capability->usb_device;

	usb->bus = sysfs_number(device->path, "busnum", 10);
	usb->device = sysfs_number(device->path, "devnum", 10);
	usb->vendor.id = sysfs_number(device->path, "idVendor", 16);
	usb->vendor.name = sysfs_text(device->path, "manufacturer");
	usb->product.id = sysfs_number(device->path, "idProduct", 16);
	usb->product.name = sysfs_text(device->path, "product");
}

void
fill_usb(struct device *device, struct nodedev_capability *capability)
{
	struct nodedev_usb *usb = &capability->usb;

	usb->number = sysfs_number(device->path, "bInterfaceNumber", 16);
	usb->class = sysfs_number(device->path, "bInterfaceClass", 16);
	usb->subclass = sysfs_number(device->path, "bInterfaceSubClass", 16);
	usb->protocol = sysfs_number(device->path, "bInterfaceProtocol", 16);
}

void
fill_drm(struct device *device, struct nodedev_capability *capability)
{
	static const struct {
		const char *begins;
		enum drm_kind kind;
	} kinds[] = { { "card", DRM_PRIMARY }, { "controlD", DRM_CONTROL }, { "renderD", DRM_RENDER } };

	for (unsigned i = 0; i < COUNT(kinds); i++)
		if (text_starts(device->name, kinds[i].begins))
			capability->drm = kinds[i].kind;
}

/* "0.0.0009"; false for "none". */
static bool
channel(const char *text, struct css_address *ret_address)
{
	unsigned cssid, ssid, devno;

	if (!text || sscanf(text, "%x.%x.%x", &cssid, &ssid, &devno) != 3)
		return false;
	*ret_address = (struct css_address) { NUMBER_OF(cssid), NUMBER_OF(ssid), NUMBER_OF(devno) };
	return true;
}

void
fill_channel(struct device *device, struct nodedev_capability *capability)
{
	auto_free char *behind = sysfs_text(device->path, "dev_busid");

	channel(device->name, &capability->css);
	if (capability->type != NODEDEV_CSS)
		return;
	channel(behind, &capability->channel_dev_addr);
	add_mdev_types(device, capability);
}

void
fill_vdpa(struct device *device, struct nodedev_capability *capability)
{
	auto_strings struct strings below = { 0 };

	sysfs_names(device->path, &below);
	for (unsigned i = 0; i < below.n && !capability->chardev; i++)
		if (text_starts(below.item[i], "vhost-vdpa"))
			capability->chardev = text_format("/dev/%s", below.item[i]);
}

void
fill_ap(struct device *device, struct nodedev_capability *capability)
{
	unsigned adapter, domain;

	if (sscanf(device->name, "card%x", &adapter) == 1) {
		capability->ap.adapter = NUMBER_OF(adapter);
	} else if (sscanf(device->name, "%x.%x", &adapter, &domain) == 2) {
		capability->ap.adapter = NUMBER_OF(adapter);
		capability->ap.domain = NUMBER_OF(domain);
	}
}
