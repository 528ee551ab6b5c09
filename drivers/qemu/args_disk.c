/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args_disk - disks: their block nodes and the devices in front */
#include "args_inside.h"
#include "reservations.h"
#include "secrets.h"

/* ---- secrets and certificates ---- */

/* What the nodes of an image refer to. */
static void
add_secrets(struct args *a, const struct disk *disk, const struct storage_source *s)
{
	auto_free char *certificates = tls_is_used(s) ? tls_image_id(s) : NULL;

	if (certificates)
		args_json(a, "-object", tls_object(&a->how->tls->of[TLS_NBD], certificates, false));
	if (secrets_auth(disk, s))
		args_secret(a, secrets_auth_id(s));
	if (s->net.cookies.n)
		args_secret(a, secrets_cookies_id(s));
	if (secrets_encryption(disk, s))
		args_secret(a, secrets_encryption_id(s));
}

/* The privileged program of somebody else's that passes on its SCSI reservations. */
static void
add_reservations(struct args *a, const struct storage_source *s)
{
	auto_free char *id = reservations_id(s);

	if (s->reservations.managed != YES && id)
		args_json(a, "-object", json_build("s:qom-type", "pr-manager-helper", "s:id", id,
						   "s:path", s->reservations.source_path, NULL));
}

/* ---- nodes ---- */

/* The lowest image first, so that each finds the one it stands on. */
static int
add_images(struct args *a, const struct disk *disk, const struct storage_source *s)
{
	auto_free char *backing = NULL;
	struct json_object *node;

	if (s->backing && storage_source_empty(s->backing)) {
		backing = xstrdup("");
	} else if (s->backing) {
		if (add_images(a, disk, s->backing) < 0)
			return -1;
		backing = qemu_format_node(s->backing);
	}
	add_secrets(a, disk, s);
	add_reservations(a, s);
	node = qemu_blockdev_storage(disk, s);
	if (!node)
		return -1;
	args_json(a, "-blockdev", node);
	if (s->slices.n)
		args_json(a, "-blockdev", qemu_blockdev_slice(s));
	node = qemu_blockdev_format(disk, s, backing);
	if (!node)
		return -1;
	args_json(a, "-blockdev", node);
	return 0;
}

static void
add_copy_on_read(struct args *a, const struct disk *disk)
{
	auto_free char *name = qemu_disk_node(a->def, disk), *below = qemu_format_node(&disk->source);

	if (disk->driver.copy_on_read == YES)
		args_json(a, "-blockdev", json_build("s:driver", "copy-on-read", "s:node-name", name,
						     "s:file", below, NULL));
}

/* ---- device ---- */

static const char *const scsi_drivers[] = {
	[DISK_DISK] = "scsi-hd", [DISK_CDROM] = "scsi-cd", [DISK_LUN] = "scsi-block", [DISK_FLOPPY] = NULL,
};

static char *
disk_driver(const struct disk *disk)
{
	switch (disk->target.bus) {
	case DISK_BUS_IDE:
	case DISK_BUS_SATA:
		return xstrdup(disk->device == DISK_CDROM ? "ide-cd" : "ide-hd");
	case DISK_BUS_SCSI:
		return xstrdup(scsi_drivers[disk->device]);
	case DISK_BUS_VIRTIO:
		return virtio_driver("virtio-blk", disk_virtio_model(disk), &disk->info);
	case DISK_BUS_USB:
		return xstrdup("usb-storage");
	case DISK_BUS_FDC:
		return xstrdup("floppy");
	case DISK_BUS_NVME:
		return xstrdup("nvme-ns");
	default:
		return NULL;
	}
}

static const struct controller *
disk_controller(const struct vm_def *def, const struct disk *disk, enum controller_kind type)
{
	unsigned index = disk->info.address.drive.controller.value;
	const struct controller *c = machine_controller(def, type, index);

	if (!c)
		fail(FAULT_CONFIG, "disk '%s': there is no %s controller %u", disk->target.dev,
		     words_name(&controller_kind_words, type), index);
	return c;
}

static void
prop_bus(struct json_object *device, const char *controller, unsigned channel)
{
	auto_free char *bus = text_format("%s.%u", controller, channel);

	prop_string(device, "bus", bus);
}

static int
ide_place(struct args *a, const struct disk *disk, struct json_object *device)
{
	const struct controller *c = disk_controller(a->def, disk, CONTROLLER_IDE);

	if (!c)
		return -1;
	prop_bus(device, qemu_controller_alias(a->def, c->type, c->index.value),
		 disk->info.address.drive.bus.value);
	prop_number(device, "unit", disk->info.address.drive.unit.value);
	return 0;
}

/* Each port of AHCI is a bus of one disk. */
static int
sata_place(struct args *a, const struct disk *disk, struct json_object *device)
{
	const struct controller *c = disk_controller(a->def, disk, CONTROLLER_SATA);

	if (!c)
		return -1;
	prop_bus(device, qemu_controller_alias(a->def, c->type, c->index.value),
		 disk->info.address.drive.unit.value);
	return 0;
}

/* How QEMU reports the disk's identity; with passthrough the disk does it itself. */
static void
scsi_identity(const struct disk *disk, struct json_object *device)
{
	auto_free char *id = text_format("drive-%s", disk->info.alias);

	if (disk->device != DISK_LUN && !disk->serial)
		prop_string(device, "device_id", id);
	else if (disk->device != DISK_LUN)
		prop_string(device, "device_id", disk->serial);
}

static int
scsi_place(struct args *a, const struct disk *disk, struct json_object *device)
{
	const struct controller *c = disk_controller(a->def, disk, CONTROLLER_SCSI);

	if (!c)
		return -1;
	prop_bus(device, c->info.alias, 0);
	if (c->model == SCSI_LSILOGIC) {
		prop_number(device, "scsi-id", disk->info.address.drive.unit.value);
	} else {
		prop_number(device, "channel", disk->info.address.drive.bus.value);
		prop_number(device, "scsi-id", disk->info.address.drive.target.value);
		prop_number(device, "lun", disk->info.address.drive.unit.value);
	}
	scsi_identity(disk, device);
	return 0;
}

/* Namespaces are numbered from 1. */
static int
nvme_place(struct args *a, const struct disk *disk, struct json_object *device)
{
	const struct controller *c = disk_controller(a->def, disk, CONTROLLER_NVME);

	if (!c)
		return -1;
	prop_string(device, "bus", c->info.alias);
	prop_number(device, "nsid", disk->info.address.drive.unit.value + 1);
	return 0;
}

static int
virtio_place(struct args *a, const struct disk *disk, struct json_object *device)
{
	auto_free char *iothread = disk->driver.iothread ? text_format("iothread%u", disk->driver.iothread) : NULL;

	prop_string(device, "iothread", iothread);
	prop_tri(device, "ioeventfd", disk->driver.ioeventfd);
	prop_tri(device, "event_idx", disk->driver.event_idx);
	prop_count(device, "num-queues", disk->driver.queues);
	prop_count(device, "queue-size", disk->driver.queue_size);
	virtio_props(device, &disk->driver.virtio);
	return device_address(a, device, &disk->info);
}

static int
place(struct args *a, const struct disk *disk, struct json_object *device)
{
	switch (disk->target.bus) {
	case DISK_BUS_IDE:
		return ide_place(a, disk, device);
	case DISK_BUS_SATA:
		return sata_place(a, disk, device);
	case DISK_BUS_SCSI:
		return scsi_place(a, disk, device);
	case DISK_BUS_NVME:
		return nvme_place(a, disk, device);
	case DISK_BUS_VIRTIO:
		return virtio_place(a, disk, device);
	case DISK_BUS_FDC:
		prop_number(device, "unit", disk->info.address.drive.unit.value);
		return 0;
	default:
		return device_address(a, device, &disk->info);
	}
}

/* Place in the boot order: its own, else that of the first of its class. */
static unsigned
boot_index(struct args *a, const struct disk *disk)
{
	unsigned *class = disk->device == DISK_CDROM ? &a->boot_cdrom :
			  disk->device == DISK_FLOPPY ? &a->boot_floppy : &a->boot_hd;
	unsigned index = *class;

	*class = 0;
	return disk->info.boot_order ? disk->info.boot_order : index;
}

static void
error_policies(const struct disk *disk, struct json_object *device)
{
	const char *write = words_name(&disk_error_policy_words, disk->driver.error_policy);
	const char *read = words_name(&disk_error_policy_words, disk->driver.rerror_policy);

	/* QEMU spells this one differently, and knows it only for writing. */
	if (disk->driver.error_policy == DISK_ERROR_ENOSPACE)
		write = "enospc";
	else if (!read)
		read = write;
	prop_string(device, "werror", write);
	prop_string(device, "rerror", read);
}

static void
write_cache(const struct disk *disk, struct json_object *device)
{
	enum disk_cache cache = disk_cache_mode(disk);

	if (cache <= DISK_CACHE_DEFAULT || disk->device == DISK_FLOPPY || disk->device == DISK_CDROM)
		return;
	prop_string(device, "write-cache",
		    cache == DISK_CACHE_WRITETHROUGH || cache == DISK_CACHE_DIRECTSYNC ? "off" : "on");
}

static void
geometry(const struct disk *disk, struct json_object *device)
{
	prop_count(device, "logical_block_size", disk->blockio.logical_block_size);
	prop_count(device, "physical_block_size", disk->blockio.physical_block_size);
	prop_given(device, "discard_granularity", disk->blockio.discard_granularity);
	prop_count(device, "cyls", disk->geometry.cyls);
	prop_count(device, "heads", disk->geometry.heads);
	prop_count(device, "secs", disk->geometry.secs);
	if (disk->geometry.trans)
		prop_string(device, "bios-chs-trans", words_name(&disk_trans_words, disk->geometry.trans));
}

static void
identity(const struct disk *disk, struct json_object *device)
{
	if (disk->wwn)
		prop_add(device, "wwn", json_object_new_uint64(strtoull(disk->wwn, NULL, 16)));
	prop_string(device, "vendor", disk->vendor);
	prop_string(device, disk->target.bus == DISK_BUS_SCSI ? "product" : "model", disk->product);
	/* That of a namespace is its controller's. */
	if ((disk->target.bus != DISK_BUS_SCSI || disk->device != DISK_LUN) && disk->target.bus != DISK_BUS_NVME)
		prop_string(device, "serial", disk->serial);
	prop_count(device, "rotation_rate", disk->target.rotation_rate);
	prop_tri(device, "dpofua", disk->target.dpofua);
	if (disk->target.bus == DISK_BUS_USB)
		prop_bool(device, "removable", disk->target.removable == YES);
}

static int
add_device(struct args *a, const struct disk *disk, unsigned boot)
{
	auto_free char *driver = disk_driver(disk), *node = qemu_disk_node(a->def, disk);
	auto_json struct json_object *device = NULL;

	if (!driver)
		return fail(FAULT_UNSUPPORTED, "disk '%s': bus '%s' is not supported", disk->target.dev,
			    words_name(&disk_bus_words, disk->target.bus));
	device = device_new(driver);
	if (place(a, disk, device) < 0)
		return -1;
	if (disk->shareable)
		prop_bool(device, "share-rw", true);
	prop_string(device, "drive", node);
	prop_string(device, "id", disk->info.alias);
	if (disk->target.bus != DISK_BUS_FDC)
		prop_count(device, "bootindex", boot);
	write_cache(disk, device);
	geometry(disk, device);
	identity(disk, device);
	error_policies(disk, device);
	return args_device(a, steal(device), &disk->info);
}

/* The image is another process's, which this one talks to; it has no node here. */
static int
add_served_device(struct args *a, const struct disk *disk, unsigned boot)
{
	struct chardev_source source = {
		.type = CHARDEV_UNIX, .mode = CHARDEV_CONNECT, .path = disk->source.vhost_user.path,
		.reconnect = disk->source.vhost_user.reconnect,
		.reconnect_timeout = disk->source.vhost_user.reconnect_timeout,
	};
	auto_free char *driver = virtio_driver("vhost-user-blk", disk_virtio_model(disk), &disk->info), *chardev = NULL;
	auto_json struct json_object *device = NULL;

	if (disk->target.bus != DISK_BUS_VIRTIO)
		return fail(FAULT_CONFIG, "disk '%s': a source of type 'vhostuser' needs bus 'virtio'", disk->target.dev);
	chardev = vhost_user_chardev(a, &source, disk->info.alias);
	if (!chardev)
		return -1;
	device = device_new(driver);
	if (virtio_place(a, disk, device) < 0)
		return -1;
	prop_string(device, "chardev", chardev);
	prop_string(device, "id", disk->info.alias);
	prop_count(device, "bootindex", boot);
	return args_device(a, steal(device), &disk->info);
}

/* ---- the floppy controller, which is in no definition of a board that has one ---- */

static bool
wants_own_fdc(const struct args *a)
{
	return a->machine->family == MACHINE_Q35;
}

static void
add_fdc(struct args *a)
{
	static const char *const keys[] = { "bootindexA", "bootindexB" };
	struct json_object *device = device_new("isa-fdc");
	unsigned boot = a->boot_floppy, floppies = 0;

	list_each(disk, &a->def->devices.disks) {
		unsigned unit = disk->info.address.drive.unit.value, index = disk->info.boot_order;

		if (disk->target.bus != DISK_BUS_FDC || unit >= COUNT(keys))
			continue;
		if (!index && !floppies++)
			index = boot;
		if (index && wants_own_fdc(a))
			prop_count(device, keys[unit], index);
		else if (index)
			args_addf(a, "-global", "isa-fdc.%s=%u", keys[unit], index);
		floppies |= 1;
	}
	if (floppies && wants_own_fdc(a))
		args_json(a, "-device", device);
	else
		json_object_put(device);
}

/* ---- one after the other ---- */

static int
add_disk(struct args *a, const struct disk *disk)
{
	unsigned boot = boot_index(a, disk);

	/* libvirt plugs what shares its image into the guest; for us it is a backing image as others are. */
	if (a->how->native && disk->transient && disk->transient->share_backing == YES)
		return 0;
	if (disk->source.type == STORAGE_VHOST_USER)
		return add_served_device(a, disk, boot);
	if (!storage_source_empty(&disk->source)) {
		if (add_images(a, disk, &disk->source) < 0)
			return -1;
		add_copy_on_read(a, disk);
	}
	return add_device(a, disk, boot);
}

int
args_disks(struct args *a)
{
	add_fdc(a);
	list_each(disk, &a->def->devices.disks)
		if (add_disk(a, disk) < 0)
			return -1;
	return 0;
}
