/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_complete_disk - disks: bus, place on it, ports of their servers */
#include "driver/vm_complete.h"

#include "base/fail.h"
#include "model/vm_order.h"

static const struct { const char *prefix; enum disk_bus bus; } prefixes[] = {
	{ "fd", DISK_BUS_FDC }, { "hd", DISK_BUS_IDE }, { "sd", DISK_BUS_SCSI },
	{ "vd", DISK_BUS_VIRTIO }, { "xvd", DISK_BUS_XEN }, { "ubd", DISK_BUS_UML }, { "nvme", DISK_BUS_NVME },
};

static enum disk_bus
bus_of_name(const struct disk *disk)
{
	if (disk->device == DISK_FLOPPY)
		return DISK_BUS_FDC;
	for (unsigned i = 0; i < COUNT(prefixes); i++)
		if (text_starts(disk->target.dev, prefixes[i].prefix))
			return prefixes[i].bus;
	return DISK_BUS_IDE;
}

void
complete_disk_bus(struct disk *disk)
{
	if (disk->target.bus == DISK_BUS_NONE)
		disk->target.bus = bus_of_name(disk);
}

/* Places on a controller of each kind of bus, of which a bus has so many. */
static const struct { unsigned places, per_bus; } buses[disk_bus_count] = {
	[DISK_BUS_FDC]  = { 2, 2 },
	[DISK_BUS_IDE]  = { 4, 2 },
	[DISK_BUS_SCSI] = { 7, 7 },
	[DISK_BUS_SATA] = { 6, 6 },
	[DISK_BUS_NVME] = { 1, 1 },        /* the name says where */
};

/* Is that place on a SCSI controller free?  Neither a disk nor a host device has it. */
static bool
scsi_place_free(const struct vm_def *def, unsigned controller, unsigned unit)
{
	list_each(hostdev, &def->devices.hostdevs) {
		const struct device_address *address = &hostdev->info.address;

		if (hostdev->type == HOSTDEV_SCSI && address->type == ADDRESS_DRIVE &&
		    address->drive.controller.value == controller && !address->drive.bus.value &&
		    !address->drive.target.value && address->drive.unit.value == unit)
			return false;
	}
	list_each(disk, &def->devices.disks) {
		const struct device_address *address = &disk->info.address;

		if (disk->target.bus == DISK_BUS_SCSI && address->type == ADDRESS_DRIVE &&
		    address->drive.controller.value == controller && !address->drive.bus.value &&
		    !address->drive.target.value && address->drive.unit.value == unit)
			return false;
	}
	return true;
}

static int
place_disk(const struct vm_def *def, struct disk *disk)
{
	int index = disk_name_index(disk->target.dev);
	unsigned places = buses[disk->target.bus].places, per_bus = buses[disk->target.bus].per_bus;
	unsigned controller = 0, namespace = 0;

	if (!places || disk->info.address.type != ADDRESS_NONE)
		return 0;
	if (index < 0)
		return fail(FAULT_XML, "disk target '%s' names no disk", disk->target.dev);
	/* "nvme1n2" says it all; other names on that bus are of its first controller. */
	if (disk->target.bus == DISK_BUS_NVME) {
		sscanf(disk->target.dev, "nvme%un%u", &controller, &namespace);
		device_address_drive(&disk->info.address, controller, 0, 0, index);
		return 0;
	}
	device_address_drive(&disk->info.address, index / places, index % places / per_bus, 0, index % per_bus);
	list_each(hostdev, &def->devices.hostdevs) {
		const struct device_address *taken = &hostdev->info.address, *ours = &disk->info.address;

		if (disk->target.bus == DISK_BUS_SCSI && taken->type == ADDRESS_DRIVE &&
		    taken->drive.controller.value == ours->drive.controller.value &&
		    !taken->drive.bus.value && !taken->drive.target.value &&
		    taken->drive.unit.value == ours->drive.unit.value)
			return fail(FAULT_CONFIG, "disk '%s': its place belongs to a SCSI host device", disk->target.dev);
	}
	return 0;
}

static int
check_place(const struct disk *disk)
{
	enum address_kind address = disk->info.address.type;
	bool drives = buses[disk->target.bus].places > 0;

	if (drives && address != ADDRESS_NONE && address != ADDRESS_DRIVE && address != ADDRESS_UNASSIGNED)
		return fail(FAULT_CONFIG, "disk '%s': a disk on the %s bus has no %s address", disk->target.dev,
			    words_name(&disk_bus_words, disk->target.bus), words_name(&address_kind_words, address));
	return 0;
}

/* ---- sources ---- */

static const struct { enum storage_protocol protocol; const char *port; } ports[] = {
	{ PROTOCOL_HTTP, "80" }, { PROTOCOL_HTTPS, "443" }, { PROTOCOL_FTP, "21" }, { PROTOCOL_FTPS, "990" },
	{ PROTOCOL_TFTP, "69" }, { PROTOCOL_SHEEPDOG, "7000" }, { PROTOCOL_NBD, "10809" },
	{ PROTOCOL_SSH, "22" }, { PROTOCOL_ISCSI, "3260" }, { PROTOCOL_GLUSTER, "24007" },
	{ PROTOCOL_VXHS, "9999" },
};

static const char *
port_of(enum storage_protocol protocol)
{
	for (unsigned i = 0; i < COUNT(ports); i++)
		if (ports[i].protocol == protocol)
			return ports[i].port;
	return NULL;
}

/* An iSCSI target without a unit is its unit 0. */
static void
complete_iscsi_name(char **name)
{
	char *whole;

	if (!*name || strchr(*name, '/'))
		return;
	whole = text_format("%s/0", *name);
	free(*name);
	*name = whole;
}

static void
complete_source(struct storage_source *source)
{
	const char *port = port_of(source->net.protocol);

	if (source->type != STORAGE_NETWORK)
		return;
	if (source->net.protocol == PROTOCOL_ISCSI)
		complete_iscsi_name(&source->net.name);
	list_each(host, &source->net.hosts)
		if (port && !host->port && (host->transport == TRANSPORT_NONE || host->transport == TRANSPORT_TCP))
			host->port = xstrdup(port);
}

static int
complete_disk(struct disk *disk)
{
	complete_disk_bus(disk);
	if (disk->source.type == STORAGE_VHOST_USER && !disk->snapshot)
		disk->snapshot = DISK_SNAPSHOT_NO;
	for (struct storage_source *source = &disk->source; source; source = source->backing) {
		complete_source(source);
		source_seclabels_settle(&source->seclabels, true);
	}
	return check_place(disk);
}

/* By name within a bus as it is said: one that only the name tells is of no bus yet. */
static enum standing
disk_to_new(const void *old_disk, const void *new_disk)
{
	const struct disk *old = old_disk, *new = new_disk;

	if (old->target.bus != new->target.bus)
		return STRANGER;
	return disk_name_index(old->target.dev) > disk_name_index(new->target.dev) ? AFTER : BEFORE;
}

int
complete_disks(struct vm_def *def)
{
	struct disk_list *disks = &def->devices.disks;

	if (def->os.nvram)
		complete_source(&def->os.nvram->source);
	order_settle(disks->item, disks->n, sizeof *disks->item, disk_to_new);
	list_each(disk, disks)
		if (complete_disk(disk) < 0)
			return -1;
	list_each(disk, disks)
		if (place_disk(def, disk) < 0)
			return -1;
	return 0;
}

/* ---- host devices on SCSI ---- */

static bool
is_scsi(const struct hostdev *hostdev)
{
	return hostdev->mode == HOSTDEV_SUBSYSTEM && hostdev->type == HOSTDEV_SCSI;
}

/* The first free place behind the disks, controller by controller. */
static void
place_hostdev(const struct vm_def *def, struct hostdev *hostdev)
{
	enum { PLACES = 7 };

	for (unsigned controller = 0; ; controller++)
		for (unsigned unit = 0; unit < PLACES; unit++)
			if (scsi_place_free(def, controller, unit)) {
				device_address_drive(&hostdev->info.address, controller, 0, 0, unit);
				return;
			}
}

static const struct controller *
scsi_controller(const struct vm_def *def, int64_t index)
{
	list_each(controller, &def->devices.controllers)
		if (controller->type == CONTROLLER_SCSI && controller->index.given && controller->index.value == index)
			return controller;
	return NULL;
}

/* New ones are like those that host devices are on, the last that comes behind all before it. */
int
hostdevs_need_scsi(struct vm_def *def)
{
	enum controller_model model = CONTROLLER_MODEL_NONE;
	struct controller_list *list = &def->devices.controllers;
	unsigned before = list->n;
	int64_t last = -1;

	list_each(hostdev, &def->devices.hostdevs) {
		const struct controller *controller;

		if (!is_scsi(hostdev) || hostdev->info.address.drive.controller.value <= last)
			continue;
		last = hostdev->info.address.drive.controller.value;
		controller = scsi_controller(def, last);
		if (controller && controller->model)
			model = controller->model;
	}
	if (controllers_need(def, CONTROLLER_SCSI, last) < 0)
		return -1;
	for (unsigned i = before; i < list->n; i++)
		list->item[i].model = model;
	return 0;
}

int
complete_hostdevs(struct vm_def *def)
{
	list_each(hostdev, &def->devices.hostdevs) {
		if (!is_scsi(hostdev))
			continue;
		if (hostdev->source.protocol == HOSTDEV_PROTOCOL_ISCSI)
			complete_iscsi_name(&hostdev->source.name);
		if (hostdev->info.address.type == ADDRESS_NONE)
			place_hostdev(def, hostdev);
	}
	return hostdevs_need_scsi(def);
}

/* ---- two devices in one place ---- */

static bool
same_drive(const struct device_address *a, const struct device_address *b)
{
	return a->type == ADDRESS_DRIVE && b->type == ADDRESS_DRIVE &&
	       a->drive.controller.value == b->drive.controller.value && a->drive.bus.value == b->drive.bus.value &&
	       a->drive.target.value == b->drive.target.value && a->drive.unit.value == b->drive.unit.value;
}

int
check_addresses(const struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		list_before(other, disk, &def->devices.disks) {
			if (!strcmp(other->target.dev, disk->target.dev))
				return fail(FAULT_XML, "two disks have target '%s'", disk->target.dev);
			if (other->target.bus == disk->target.bus &&
			    same_drive(&other->info.address, &disk->info.address))
				return fail(FAULT_CONFIG, "disks '%s' and '%s' have one address",
					    other->target.dev, disk->target.dev);
		}
	list_each(hostdev, &def->devices.hostdevs)
		list_each(disk, &def->devices.disks)
			if (is_scsi(hostdev) && disk->target.bus == DISK_BUS_SCSI &&
			    same_drive(&disk->info.address, &hostdev->info.address))
				return fail(FAULT_XML, "a SCSI host device has the address of disk '%s'", disk->target.dev);
	list_each(hostdev, &def->devices.hostdevs)
		list_before(other, hostdev, &def->devices.hostdevs)
			if (is_scsi(hostdev) && is_scsi(other) && same_drive(&other->info.address, &hostdev->info.address))
				return fail(FAULT_CONFIG, "two SCSI host devices have one address");
	return 0;
}
