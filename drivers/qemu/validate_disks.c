/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_disks - disks and controllers that QEMU cannot have */
#include "base/fail.h"
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
};

static int
check_bus(const struct disk *disk)
{
	const char *bus = words_name(&disk_bus_words, disk->target.bus);
	const char *device = words_name(&disk_device_words, disk->device);
	unsigned i = 0;

	while (i < COUNT(buses) && buses[i].bus != disk->target.bus)
		i++;
	if (i == COUNT(buses))
		return fail(FAULT_CONFIG, "disk '%s': QEMU has no disks on bus '%s'", disk->target.dev, bus);
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

	if (encryption && (disk->source.format == FORMAT_QCOW2 || disk->source.format == FORMAT_QCOW) &&
	    encryption->format != ENCRYPTION_LUKS)
		return fail(FAULT_CONFIG, "disk '%s': the old encryption of qcow is not supported", disk->target.dev);
	return 0;
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

/* The largest place on the bus of each SCSI adapter. */
static const struct {
	enum controller_model model;
	int64_t channel, target, unit;
} scsi_limits[] = {
	{ SCSI_LSILOGIC,                0, 0,   7 },
	{ SCSI_IBMVSCSI,                0, 31,  31 },
	{ SCSI_VIRTIO_SCSI,             0, 255, 16383 },
	{ SCSI_VIRTIO_TRANSITIONAL,     0, 255, 16383 },
	{ SCSI_VIRTIO_NON_TRANSITIONAL, 0, 255, 16383 },
};

static int
check_scsi_place(const struct vm_def *def, const struct disk *disk)
{
	const struct controller *c = machine_controller(def, CONTROLLER_SCSI,
							disk->info.address.drive.controller.value);

	if (disk->target.bus != DISK_BUS_SCSI || !c)
		return 0;
	for (unsigned i = 0; i < COUNT(scsi_limits); i++)
		if (scsi_limits[i].model == c->model &&
		    (disk->info.address.drive.bus.value > scsi_limits[i].channel ||
		     disk->info.address.drive.target.value > scsi_limits[i].target ||
		     disk->info.address.drive.unit.value > scsi_limits[i].unit))
			return fail(FAULT_CONFIG, "disk '%s': on a controller of model '%s', bus is at most %lld, target %lld, unit %lld",
				    disk->target.dev, words_name(&controller_model_words, c->model),
				    (long long)scsi_limits[i].channel, (long long)scsi_limits[i].target,
				    (long long)scsi_limits[i].unit);
	return 0;
}

static int
check_iothread(const struct disk *disk)
{
	if (disk->driver.iothread && disk->target.bus != DISK_BUS_VIRTIO)
		return fail(FAULT_CONFIG, "disk '%s': iothreads are only for bus 'virtio'", disk->target.dev);
	return 0;
}

int
validate_disks(const struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		if (check_bus(disk) < 0 || check_encryption(disk) < 0 || check_sharing(disk) < 0 ||
		    check_scsi_place(def, disk) < 0 || check_iothread(disk) < 0)
			return -1;
	return 0;
}

/* ---- controllers ---- */

/* Which settings a model of PCI controller has. */
enum { CHASSIS_NR = 1 << 0, CHASSIS = 1 << 1, PORT = 1 << 2, BUS_NR = 1 << 3, NODE = 1 << 4, HOLE = 1 << 5, HOTPLUG = 1 << 6 };

static const struct { enum controller_model model; unsigned settings; } pci_settings[] = {
	{ PCI_ROOT,                    HOLE },
	{ PCIE_ROOT,                   HOLE },
	{ PCI_BRIDGE,                  CHASSIS_NR },
	{ PCIE_ROOT_PORT,              CHASSIS | PORT | HOTPLUG },
	{ PCIE_SWITCH_DOWNSTREAM_PORT, CHASSIS | PORT | HOTPLUG },
	{ PCI_EXPANDER_BUS,            BUS_NR | NODE },
	{ PCIE_EXPANDER_BUS,           BUS_NR | NODE },
};

static const struct { unsigned setting; const char *name; size_t offset; } pci_names[] = {
	{ CHASSIS_NR, "chassisNr", offsetof(struct controller, pci.chassis_nr) },
	{ CHASSIS,    "chassis",   offsetof(struct controller, pci.chassis) },
	{ PORT,       "port",      offsetof(struct controller, pci.port) },
	{ BUS_NR,     "busNr",     offsetof(struct controller, pci.bus_nr) },
	{ NODE,       "node",      offsetof(struct controller, pci.node) },
	{ HOLE,       "pcihole64", offsetof(struct controller, pci.hole64) },
};

static int
check_pci_settings(const struct controller *c)
{
	unsigned allowed = 0;

	for (unsigned i = 0; i < COUNT(pci_settings); i++)
		if (pci_settings[i].model == c->model)
			allowed = pci_settings[i].settings;
	for (unsigned i = 0; i < COUNT(pci_names); i++)
		if (((const struct number *)((const char *)c + pci_names[i].offset))->given &&
		    !(allowed & pci_names[i].setting))
			return fail(FAULT_CONFIG, "PCI controller %u: model '%s' has no '%s'", (unsigned)c->index.value,
				    words_name(&controller_model_words, c->model), pci_names[i].name);
	if (c->pci.hotplug && !(allowed & HOTPLUG))
		return fail(FAULT_CONFIG, "PCI controller %u: model '%s' has no 'hotplug'", (unsigned)c->index.value,
			    words_name(&controller_model_words, c->model));
	return 0;
}

static int
check_pci(const struct controller *c)
{
	if ((c->model == PCI_ROOT || c->model == PCIE_ROOT) && c->index.value)
		return fail(FAULT_XML, "PCI controller %u: model '%s' has index 0", (unsigned)c->index.value,
			    words_name(&controller_model_words, c->model));
	return check_pci_settings(c);
}

static int
check_controller(const struct vm_def *def, const struct controller *c)
{
	switch (c->type) {
	case CONTROLLER_PCI:
		return check_pci(c);
	case CONTROLLER_IDE:
		if (!machine_of(def)->ide || c->index.value)
			return fail(FAULT_CONFIG, "machine type '%s' has no IDE controller %u", def->os.machine,
				    (unsigned)c->index.value);
		return 0;
	default:
		return 0;
	}
}

int
validate_controllers(const struct vm_def *def)
{
	list_each(c, &def->devices.controllers)
		if (check_controller(def, c) < 0)
			return -1;
	return 0;
}
