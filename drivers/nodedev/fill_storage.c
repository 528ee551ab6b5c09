/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fill_storage - drives */
#include "device.h"
#include "sysfs.h"

/* Types of udev that are drives, and what they are called here. */
static const struct {
	const char *udev, *type;
} types[] = {
	{ "cd", "cdrom" }, { "disk", "disk" }, { "floppy", "floppy" }, { "sd", "sd" }, { "dasd", "dasd" },
};

/* What udev says of drives that it has no type for. */
static const struct {
	const char *property, *type;
} hints[] = {
	{ "ID_DRIVE_FLOPPY", "floppy" }, { "ID_CDROM", "cdrom" }, { "ID_DRIVE_FLASH_SD", "sd" },
};

/* Names that tell it without udev. */
static const struct {
	const char *begins, *type;
} guesses[] = {
	{ "vd", "disk" }, { "nvme", "disk" }, { "dasd", "dasd" }, { "mmcblk", "sd" },
};

static const char *
known_type(const char *said)
{
	for (unsigned i = 0; i < COUNT(types); i++)
		if (text_same(types[i].udev, said))
			return types[i].type;
	return NULL;
}

static const char *
guessed_type(struct device *device)
{
	struct number scsi;

	for (unsigned i = 0; i < COUNT(hints); i++)
		if (text_same(device_udev(device, hints[i].property), "1"))
			return hints[i].type;
	for (unsigned i = 0; i < COUNT(guesses); i++)
		if (text_starts(device->name, guesses[i].begins))
			return guesses[i].type;
	/* Loops and their like are driven by nothing. */
	if (text_starts(device->path, "/sys/devices/virtual/"))
		return NULL;
	scsi = sysfs_number(device->path, "device/type", 10);
	if (!scsi.given)
		return NULL;
	return scsi.value == 0 ? "disk" : scsi.value == 5 ? "cdrom" : NULL;
}

char *
storage_type(struct device *device)
{
	const char *said = device_udev(device, "ID_TYPE");

	return xstrdup(said && strcmp(said, "generic") ? known_type(said) : guessed_type(device));
}

static bool
has_medium(struct device *device, const char *type)
{
	if (text_same(type, "sd"))
		return text_same(device_udev(device, "ID_DRIVE_MEDIA_FLASH_SD"), "1");
	return text_same(device_udev(device, "ID_CDROM_MEDIA"), "1") ||
	       (text_same(type, "floppy") && device_udev(device, "ID_FS_LABEL"));
}

static void
fill_removable(struct device *device, const struct nodedev_storage *storage, struct nodedev_capability *capability)
{
	struct nodedev_nested *nested = list_add(&capability->nested);

	nested->type = NESTED_REMOVABLE;
	nested->removable.media_available = NUMBER_OF(has_medium(device, storage->drive_type));
	if (!nested->removable.media_available.value) {
		nested->removable.media_size = NUMBER_OF(0);
		return;
	}
	nested->removable.media_label = xstrdup(device_udev(device, "ID_FS_LABEL"));
	nested->removable.media_size = storage->size;
	nested->removable.logical_block_size = storage->logical_block_size;
	nested->removable.num_blocks = storage->num_blocks;
}

void
fill_storage(struct device *device, struct nodedev_capability *capability)
{
	struct nodedev_storage *storage = &capability->storage;
	struct nodedev_storage sizes = { .drive_type = storage_type(device) };

	storage->block = device_node(device);
	storage->bus = xstrdup(device_udev(device, "ID_BUS"));
	storage->serial = xstrdup(device_udev(device, "ID_SERIAL"));
	storage->vendor = sysfs_text(device->path, "device/vendor");
	storage->model = sysfs_text(device->path, "device/model");
	storage->drive_type = sizes.drive_type;
	sizes.num_blocks = sysfs_number(device->path, "size", 10);
	sizes.logical_block_size = sysfs_number(device->path, "queue/logical_block_size", 10);
	sizes.size = NUMBER_OF(sizes.num_blocks.value * sizes.logical_block_size.value);
	if (strcmp(sizes.drive_type, "disk") && strcmp(sizes.drive_type, "dasd")) {
		fill_removable(device, &sizes, capability);
		return;
	}
	storage->size = sizes.size;
	storage->logical_block_size = sizes.logical_block_size;
	storage->num_blocks = sizes.num_blocks;
}
