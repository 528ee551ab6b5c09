/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device - a directory of sysfs that is one of the devices we know */
#include "device.h"

#include <ctype.h>

#include "sysfs.h"
#include "udev.h"

/* ---- which they are ---- */

static bool
is_interface(struct device *device)
{
	return strchr(device->name, ':');
}

static bool
is_usb_device(struct device *device)
{
	return !is_interface(device);
}

/* Bridges, VLANs and the like are of the host's making, not devices. */
static bool
is_net(struct device *device)
{
	auto_free char *type = uevent_value(device_uevent(device), "DEVTYPE");
	auto_free char *interface = uevent_value(device_uevent(device), "INTERFACE");

	return interface && (!type || text_same(type, "wlan"));
}

static bool
is_storage(struct device *device)
{
	auto_free char *type = storage_type(device);

	return type;
}

/* Of the many subchannels only those that have devices a guest can use. */
static bool
is_io_channel(struct device *device)
{
	auto_free char *driver = sysfs_link(device->path, "driver");

	return text_same(driver, "io_subchannel") || text_same(driver, "vfio_ccw");
}

static bool
is_ap_card(struct device *device)
{
	return text_starts(device->name, "card");
}

static bool
is_ap_queue(struct device *device)
{
	return strchr(device->name, '.');
}

/* ---- what they are called ---- */

static char *
mac_suffix(struct device *device)
{
	return sysfs_text(device->path, "address");
}

static char *
serial_suffix(struct device *device)
{
	return xstrdup(device_udev(device, "ID_SERIAL"));
}

static char *
above(const char *path)
{
	const char *slash = strrchr(path, '/');

	return xstrndup(path, slash ? (size_t)(slash - path) : 0);
}

/* The device that was split: mdev_UUID_0000_00_02_0. */
static char *
mdev_suffix(struct device *device)
{
	auto_free char *parent = above(device->path);
	const char *slash = strrchr(parent, '/');

	return xstrdup(slash ? slash + 1 : NULL);
}

static char *
matrix_name(__attribute__((unused)) struct device *device)
{
	return xstrdup("ap_matrix");
}

const struct sort sorts[] = {
	{ NODEDEV_PCI,          "pci",          "bus/pci/devices",    .fill = fill_pci },
	{ NODEDEV_USB_DEVICE,   "usb",          "bus/usb/devices",    .is_one = is_usb_device, .fill = fill_usb_device },
	{ NODEDEV_USB,          "usb",          "bus/usb/devices",    .is_one = is_interface, .fill = fill_usb },
	{ NODEDEV_NET,          "net",          "class/net",          .is_one = is_net, .suffix = mac_suffix, .fill = fill_net },
	{ NODEDEV_SCSI_HOST,    "scsi",         "bus/scsi/devices",   "scsi_host", .fill = fill_scsi_host },
	{ NODEDEV_SCSI_TARGET,  "scsi",         "bus/scsi/devices",   "scsi_target", .fill = fill_scsi_target },
	{ NODEDEV_SCSI,         "scsi",         "bus/scsi/devices",   "scsi_device", .fill = fill_scsi },
	{ NODEDEV_STORAGE,      "block",        "class/block",        "disk", .is_one = is_storage, .suffix = serial_suffix, .fill = fill_storage },
	{ NODEDEV_SCSI_GENERIC, "scsi_generic", "class/scsi_generic", .fill = fill_scsi_generic },
	{ NODEDEV_DRM,          "drm",          "class/drm",          "drm_minor", .fill = fill_drm },
	{ NODEDEV_MDEV,         "mdev",         "bus/mdev/devices",   .suffix = mdev_suffix, .fill = fill_mdev },
	{ NODEDEV_CCW,          "ccw",          "bus/ccw/devices",    .fill = fill_channel },
	{ NODEDEV_CSS,          "css",          "bus/css/devices",    .is_one = is_io_channel, .fill = fill_channel },
	{ NODEDEV_VDPA,         "vdpa",         "bus/vdpa/devices",   .fill = fill_vdpa },
	{ NODEDEV_AP_CARD,      "ap",           "bus/ap/devices",     .is_one = is_ap_card, .fill = fill_ap },
	{ NODEDEV_AP_QUEUE,     "ap",           "bus/ap/devices",     .is_one = is_ap_queue, .fill = fill_ap },
	{ NODEDEV_AP_MATRIX,    "matrix",       "bus/matrix/devices", .name = matrix_name, .fill = fill_ap_matrix },
};
const unsigned sorts_count = COUNT(sorts);

char *
device_name(struct device *device)
{
	auto_free char *suffix = device->sort->suffix ? device->sort->suffix(device) : NULL;

	return device->sort->name ? device->sort->name(device)
				  : device_name_of(device->sort->subsystem, device->name, suffix);
}

char *
device_name_of(const char *subsystem, const char *entry, const char *suffix)
{
	struct text whole = { 0 };
	char *name;

	text_add(&whole, subsystem);
	text_add_char(&whole, '_');
	text_add(&whole, entry);
	if (suffix)
		text_add_char(&whole, '_');
	text_add(&whole, suffix ? suffix : "");
	name = text_take(&whole);
	for (char *at = name; *at; at++)
		if (!isalnum((unsigned char)*at) || !isascii((unsigned char)*at))
			*at = '_';
	return name;
}

/* ---- finding them ---- */

void
device_done(struct device *device)
{
	free(device->path);
	free(device->uevent);
	udev_free(device->udev);
	*device = (struct device) { 0 };
}

/* Of few devices more than the name is asked, so it is read when it is. */
const char *
device_uevent(struct device *device)
{
	if (!device->uevent)
		device->uevent = sysfs_bytes(device->path, "uevent", NULL);
	return device->uevent;
}

/* What is driven by nothing (loops, and there are many) is known without a look into it. */
static bool
is_of(const struct sort *sort, struct device *device)
{
	auto_free char *type = NULL;

	if (sort->is_one && !sort->is_one(device))
		return false;
	type = sort->type ? uevent_value(device_uevent(device), "DEVTYPE") : NULL;
	return !sort->type || text_same(sort->type, type);
}

/* folder: where it was found, which tells the subsystem; NULL: the device is asked for that. */
static const struct sort *
sort_of(struct device *device, const char *folder)
{
	auto_free char *subsystem = folder ? NULL : sysfs_link(device->path, "subsystem");

	for (unsigned i = 0; i < sorts_count; i++)
		if ((folder ? text_same(sorts[i].folder, folder) : text_same(sorts[i].subsystem, subsystem)) &&
		    is_of(&sorts[i], device))
			return &sorts[i];
	return NULL;
}

static bool
take_device(const char *path, const char *folder, struct device *ret_device)
{
	struct device device = { .path = sysfs_real(path) };

	device.name = device.path ? strrchr(device.path, '/') + 1 : NULL;
	device.sort = device.path ? sort_of(&device, folder) : NULL;
	if (!device.sort) {
		device_done(&device);
		return false;
	}
	*ret_device = device;
	return true;
}

bool
device_at(const char *path, struct device *ret_device)
{
	return take_device(path, NULL, ret_device);
}

bool
device_in(const char *folder, const char *entry, struct device *ret_device)
{
	auto_free char *path = text_format("/sys/%s/%s", folder, entry);

	return take_device(path, folder, ret_device);
}

bool
device_parent(const char *path, struct device *ret_device)
{
	auto_free char *at = above(path);

	while (strlen(at) > sizeof "/sys/devices" - 1) {
		char *next = above(at);

		if (device_at(at, ret_device)) {
			free(next);
			return true;
		}
		free(at);
		at = next;
	}
	return false;
}

/* ---- what udev and the kernel call it ---- */

static const struct udev *
udev_of(struct device *device)
{
	if (!device->udev)
		device->udev = udev_read(device->path, udev_is_there() ? device_uevent(device) : NULL);
	return device->udev;
}

const char *
device_udev(struct device *device, const char *key)
{
	return udev_value(udev_of(device), key);
}

void
device_udev_links(struct device *device, struct strings *ret_links)
{
	udev_links(udev_of(device), ret_links);
}

char *
device_node(struct device *device)
{
	auto_free char *name = uevent_value(device_uevent(device), "DEVNAME");

	return name ? text_format("/dev/%s", name) : NULL;
}
