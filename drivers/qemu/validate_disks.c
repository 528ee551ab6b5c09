/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_disks - disks that QEMU cannot have */
#include "base/rule.h"
#include "machine.h"
#include "validate.h"

/* ---- disks ---- */

/* What disks of a bus may be, and the address they have; virtio disks are checked as PCI. */
static const struct {
	enum disk_bus bus;
	enum address_kind address;
	bool cdrom, floppy, lun;
} buses[] = {
	{ DISK_BUS_IDE,    ADDRESS_DRIVE, .cdrom = true },
	{ DISK_BUS_SATA,   ADDRESS_DRIVE, .cdrom = true },
	{ DISK_BUS_SCSI,   ADDRESS_DRIVE, .cdrom = true, .lun = true },
	{ DISK_BUS_FDC,    ADDRESS_DRIVE, .floppy = true },
	{ DISK_BUS_USB,    ADDRESS_USB,   .cdrom = true },
	{ DISK_BUS_VIRTIO, ADDRESS_NONE,  .lun = true },
	{ DISK_BUS_NVME,   ADDRESS_DRIVE },
};

/* A number behind the letters; NVMe has its own names. */
static bool
names_partition(const char *name)
{
	const char *number = name + strcspn(name, "123456789");

	return *number && !text_starts(name, "nvme");
}

static int
check_bus(const struct disk *disk)
{
	const char *bus = words_name(&disk_bus_words, disk->target.bus);
	const char *device = words_name(&disk_device_words, disk->device);
	unsigned i = 0;

	while (i < COUNT(buses) && buses[i].bus != disk->target.bus)
		i++;
	if (names_partition(disk->target.dev))
		return fail(FAULT_CONFIG, "disk '%s': that is the name of a partition", disk->target.dev);
	if (i == COUNT(buses))
		return 0;
	if (buses[i].address && disk->info.address.type != buses[i].address)
		return fail(FAULT_CONFIG, "disk '%s': a disk on bus '%s' has no address of type '%s'", disk->target.dev,
			    bus, words_name(&address_kind_words, disk->info.address.type));
	if ((disk->device == DISK_CDROM && !buses[i].cdrom) || (disk->device == DISK_FLOPPY && !buses[i].floppy) ||
	    (disk->device == DISK_LUN && !buses[i].lun) || (buses[i].floppy && disk->device != DISK_FLOPPY))
		return fail(FAULT_CONFIG, "disk '%s': there is no %s on bus '%s'", disk->target.dev, device, bus);
	return 0;
}

static int
check_encryption(const struct disk *disk)
{
	const struct storage_encryption *encryption = disk_encryption(disk);
	bool qcow = disk->source.format == FORMAT_QCOW2 || disk->source.format == FORMAT_QCOW;

	return !encryption ? 0 : RULES_HOLD("disk", disk->target.dev,
		{ encryption->format == ENCRYPTION_QCOW || (qcow && encryption->format != ENCRYPTION_LUKS), FAULT_CONFIG,
		  "the old encryption of qcow is not supported" },
		{ encryption->engine == ENGINE_LIBRBD && disk->source.type != STORAGE_NETWORK, FAULT_CONFIG,
		  "engine 'librbd' is for images of rbd" },
		{ !qcow && disk->source.format != FORMAT_RAW, FAULT_CONFIG, "encryption is for formats 'raw' and 'qcow2'" },
		{ encryption->format == ENCRYPTION_LUKS2 && encryption->engine != ENGINE_LIBRBD, FAULT_CONFIG,
		  "luks2 is for engine 'librbd'" });
}

/* ---- what the drive is told ---- */

/* Goes into an option as it is. */
static bool
is_serial(const char *text)
{
	return !text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. +")];
}

static int
check_identity(const struct disk *disk)
{
	bool scsi = disk->target.bus == DISK_BUS_SCSI, ide = disk->target.bus == DISK_BUS_IDE;
	bool sata = disk->target.bus == DISK_BUS_SATA;

	return RULES_HOLD("disk", disk->target.dev,
		{ disk->vendor && !scsi, FAULT_CONFIG, "a vendor is for the scsi bus" },
		{ disk->product && !scsi && !ide && !sata, FAULT_CONFIG, "a product is for the scsi, ide and sata buses" },
		{ (disk->vendor || disk->product) && disk->device == DISK_LUN, FAULT_CONFIG, "vendor and product are the device's own" },
		{ disk->wwn && !scsi && !ide, FAULT_CONFIG, "a WWN is for the scsi and ide buses" },
		{ disk->serial && !is_serial(disk->serial), FAULT_CONFIG, "the serial number has signs that it cannot have" },
		{ disk->target.rotation_rate && disk->device != DISK_DISK, FAULT_CONFIG, "a rotation rate is that of a disk" },
		{ disk->target.rotation_rate && !scsi && !ide && !sata, FAULT_CONFIG,
		  "a rotation rate is for the scsi, ide and sata buses" },
		{ disk->geometry.cyls && disk->target.bus == DISK_BUS_USB, FAULT_CONFIG, "there is no geometry on the usb bus" },
		{ disk->geometry.trans && !ide, FAULT_CONFIG, "the translation of a geometry is for the ide bus" });
}

static int
check_writing(const struct disk *disk)
{
	const struct storage_source *source = &disk->source;
	bool transient = disk->transient != NULL, kept = disk->driver.cache != DISK_CACHE_NONE && disk->driver.cache != DISK_CACHE_DIRECTSYNC;
	bool shared = transient && disk->transient->share_backing == YES, place = disk->target.bus == DISK_BUS_VIRTIO ||
		      disk->target.bus == DISK_BUS_USB || disk->target.bus == DISK_BUS_SCSI;
	bool dir = source->type == STORAGE_DIR, hard = disk->target.bus == DISK_BUS_IDE || disk->target.bus == DISK_BUS_SATA;

	return RULES_HOLD("disk", disk->target.dev,
		{ disk->readonly && disk->device == DISK_DISK && hard, FAULT_CONFIG, "there are no read-only disks on its bus" },
		{ transient && disk->readonly, FAULT_CONFIG, "a transient disk is not read-only" },
		{ transient && disk->device != DISK_DISK, FAULT_CONFIG, "only a disk is transient" },
		{ shared && !place, FAULT_CONFIG, "an image is shared on the buses virtio, usb and scsi" },
		{ transient && source->type != STORAGE_FILE, FAULT_CONFIG, "a transient disk is of type 'file'" },
		{ disk->driver.copy_on_read == YES && disk->readonly, FAULT_CONFIG, "what is read is copied only to a disk that is written" },
		{ disk->driver.io == DISK_IO_NATIVE && kept, FAULT_CONFIG, "io 'native' needs cache 'none' or 'directsync'" },
		{ dir && source->format != FORMAT_FAT, FAULT_CONFIG, "type 'dir' needs format 'fat'" },
		{ dir && !disk->readonly, FAULT_CONFIG, "a directory is shown read-only" },
		{ source->type == STORAGE_NETWORK && source->net.protocol == PROTOCOL_TFTP, FAULT_CONFIG, "QEMU reads nothing by tftp" },
		{ source->metadata_cache_max_size && source->format != FORMAT_QCOW2, FAULT_CONFIG,
		  "a cache of metadata is for format 'qcow2'" },
		{ disk->driver.name && strcmp(disk->driver.name, "qemu"), FAULT_CONFIG, "its driver is not 'qemu'" });
}

/* What QEMU takes for a rate. */
#define RATE_MOST UINT64_C(1000000000000000)

static int
check_iotune(const struct disk *disk)
{
	const struct disk_iotune *t = &disk->iotune;
	const uint64_t rates[] = {
		t->total_bytes_sec, t->read_bytes_sec, t->write_bytes_sec, t->total_iops_sec, t->read_iops_sec, t->write_iops_sec,
		t->total_bytes_sec_max, t->read_bytes_sec_max, t->write_bytes_sec_max, t->total_iops_sec_max, t->read_iops_sec_max,
		t->write_iops_sec_max, t->size_iops_sec,
	};

	for (unsigned i = 0; i < COUNT(rates); i++)
		if (rates[i] > RATE_MOST)
			return fail(FAULT_OPTION, "disk '%s': a limit is at most %llu", disk->target.dev, (unsigned long long)RATE_MOST);
	return 0;
}

static int
check_server(const struct vm_def *def, const struct disk *disk)
{
	return disk->source.type != STORAGE_VHOST_USER ? 0 : RULES_HOLD("disk", disk->target.dev,
		{ disk->target.bus != DISK_BUS_VIRTIO, FAULT_CONFIG, "type 'vhostuser' needs bus 'virtio'" },
		{ disk->driver.cache || disk->driver.io || disk->serial, FAULT_CONFIG,
		  "cache, io and serial of type 'vhostuser' are its server's" },
		{ !memory_is_shared(def), FAULT_CONFIG,
		  "type 'vhostuser' needs <memoryBacking><access mode='shared'/>" });
}

/* Only formats that are no more than their contents can be written by several guests. */
static int
check_sharing(const struct disk *disk)
{
	if (disk->shareable && !disk->readonly && disk->source.type != STORAGE_VOLUME &&
	    disk->source.format != FORMAT_RAW && disk->source.format != FORMAT_LUKS)
		return fail(FAULT_CONFIG, "disk '%s': shared access needs format 'raw', not '%s'", disk->target.dev,
			    words_name(&storage_format_words, disk->source.format));
	return 0;
}

/* The largest place on each bus, or on that of each SCSI adapter. */
enum { ANY = INT32_MAX };
static const struct {
	enum disk_bus bus;
	enum controller_model model;
	int64_t controller, channel, target, unit;
} places[] = {
	{ DISK_BUS_FDC,  CONTROLLER_MODEL_NONE,        0,   0,   0,   ANY },
	{ DISK_BUS_IDE,  CONTROLLER_MODEL_NONE,        ANY, ANY, 0,   ANY },
	{ DISK_BUS_SATA, CONTROLLER_MODEL_NONE,        ANY, 0,   0,   ANY },
	{ DISK_BUS_NVME, CONTROLLER_MODEL_NONE,        ANY, 0,   0,   255 },
	{ DISK_BUS_SCSI, SCSI_LSILOGIC,                ANY, 0,   0,   7 },
	{ DISK_BUS_SCSI, SCSI_IBMVSCSI,                ANY, 0,   31,  31 },
	{ DISK_BUS_SCSI, SCSI_VIRTIO_SCSI,             ANY, 0,   255, 16383 },
	{ DISK_BUS_SCSI, SCSI_VIRTIO_TRANSITIONAL,     ANY, 0,   255, 16383 },
	{ DISK_BUS_SCSI, SCSI_VIRTIO_NON_TRANSITIONAL, ANY, 0,   255, 16383 },
};

int
validate_drive(const struct vm_def *def, const char *what, enum disk_bus bus, const struct device_address *address, bool any_unit)
{
	const struct controller *c = machine_controller(def, CONTROLLER_SCSI, address->drive.controller.value);

	for (unsigned i = 0; i < COUNT(places) && address->type == ADDRESS_DRIVE; i++)
		if (places[i].bus == bus && (!places[i].model || (c && c->model == places[i].model)) &&
		    (address->drive.controller.value > places[i].controller || address->drive.bus.value > places[i].channel ||
		     address->drive.target.value > places[i].target || (address->drive.unit.value > places[i].unit && !any_unit)))
			return fail(FAULT_CONFIG, "%s: there is no place %lld:%lld:%lld:%lld on bus '%s'", what,
				    (long long)address->drive.controller.value, (long long)address->drive.bus.value,
				    (long long)address->drive.target.value, (long long)address->drive.unit.value,
				    words_name(&disk_bus_words, bus));
	return 0;
}

static int
check_place(const struct vm_def *def, const struct disk *disk)
{
	const struct device_address *address = &disk->info.address;
	auto_free char *what = text_format("disk '%s'", disk->target.dev);

	if (validate_drive(def, what, disk->target.bus, address, false) < 0)
		return -1;
	if (disk->target.bus == DISK_BUS_VIRTIO && address->type == ADDRESS_DRIVE)
		return fail(FAULT_CONFIG, "disk '%s': a disk on bus 'virtio' has no address of type 'drive'", disk->target.dev);
	return 0;
}

static int
check_iothread(const struct vm_def *def, const struct disk *disk)
{
	if (disk->driver.iothread && disk->target.bus != DISK_BUS_VIRTIO)
		return fail(FAULT_CONFIG, "disk '%s': iothreads are only for bus 'virtio'", disk->target.dev);
	return validate_iothread(def, "disk", disk->target.dev, disk->driver.iothread);
}

int
validate_disks(const struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		if (check_bus(disk) < 0 || check_encryption(disk) < 0 || check_sharing(disk) < 0 || check_identity(disk) < 0 ||
		    check_writing(disk) < 0 || check_iotune(disk) < 0 || check_place(def, disk) < 0 ||
		    check_iothread(def, disk) < 0 || check_server(def, disk) < 0)
			return -1;
	return 0;
}
