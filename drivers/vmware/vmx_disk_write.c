/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx_disk_write - controllers, disks, CD-ROM drives and floppies into a .vmx file */
#include "vmx_disk.h"
#include "vmx_inside.h"

static const struct vmx_bus *
bus_of(const struct disk *disk)
{
	for (unsigned i = 0; i < vmx_bus_count; i++)
		if (vmx_buses[i].bus == disk->target.bus)
			return &vmx_buses[i];
	return NULL;
}

/* The name says where it is.  Definitions have addresses that were made for buses with
 * seven places; others are the user's and must say what the name says. */
static bool
address_fits(const struct disk *disk, unsigned index, unsigned controller, unsigned unit)
{
	enum { NARROW = 7 };
	const struct device_address *address = &disk->info.address;
	unsigned said = (unsigned)address->drive.controller.value;

	if (address->type != ADDRESS_DRIVE || disk->target.bus == DISK_BUS_SATA)
		return true;
	if (disk->target.bus == DISK_BUS_IDE)
		return !said && (unsigned)address->drive.bus.value == controller && address->drive.unit.value == unit;
	return (said == controller && address->drive.unit.value == unit) ||
	       (said == index / NARROW && address->drive.unit.value == index % NARROW);
}

static int
place_of(const struct disk *disk, const struct vmx_bus *bus, unsigned *ret_controller, unsigned *ret_unit)
{
	int index = text_starts(disk->target.dev, bus->disks) ? disk_name_index(disk->target.dev) : -1;

	if (index < 0 || !vmx_index_place(bus, (unsigned)index, ret_controller, ret_unit))
		return fail(FAULT_CONFIG, "disk '%s': there is no such place on the %s bus", disk->target.dev, bus->name);
	if (!address_fits(disk, (unsigned)index, *ret_controller, *ret_unit))
		return fail(FAULT_CONFIG, "disk '%s': its address is not where its name says", disk->target.dev);
	return 0;
}

/* ---- SCSI controllers: the model of each is said by itself, or by its disks ---- */

struct scsi {
	bool used;
	const char *model;       /* NULL: not said */
};

static const char *
model_name(enum controller_model model)
{
	for (unsigned i = 0; i < vmx_scsi_model_count; i++)
		if (vmx_scsi_models[i].model == model)
			return vmx_scsi_models[i].name;
	return NULL;
}

static int
take_model(struct scsi *scsi, const char *word, unsigned index)
{
	int model = words_find(&controller_model_words, word);
	const char *name = model < 0 ? NULL : model_name((enum controller_model)model);

	if (!name)
		return fail(FAULT_CONFIG, "VMware has no SCSI controller '%s'", word);
	if (scsi->model && strcmp(scsi->model, name))
		return fail(FAULT_CONFIG, "SCSI controller %u is said to be '%s' and '%s'", index, scsi->model, name);
	scsi->model = name;
	return 0;
}

static int
gather_disk(const struct disk *disk, struct scsi scsi[VMX_SCSI_CONTROLLERS])
{
	unsigned controller, unit;

	if (disk->target.bus != DISK_BUS_SCSI)
		return 0;
	if (place_of(disk, bus_of(disk), &controller, &unit) < 0)
		return -1;
	scsi[controller].used = true;
	return disk->driver.name ? take_model(&scsi[controller], disk->driver.name, controller) : 0;
}

static int
gather_scsi(const struct vm_def *def, struct scsi scsi[VMX_SCSI_CONTROLLERS])
{
	list_each(controller, &def->devices.controllers) {
		uint64_t index = (uint64_t)controller->index.value;
		const char *model = words_name(&controller_model_words, controller->model);

		if (controller->type != CONTROLLER_SCSI || !model || controller->model == CONTROLLER_AUTO)
			continue;
		if (index >= VMX_SCSI_CONTROLLERS)
			return fail(FAULT_CONFIG, "VMware has no SCSI controller %u", (unsigned)index);
		if (take_model(&scsi[index], model, (unsigned)index) < 0)
			return -1;
	}
	list_each(disk, &def->devices.disks)
		if (gather_disk(disk, scsi) < 0)
			return -1;
	return 0;
}

static int
put_controllers(struct vmx_writer *w)
{
	struct scsi scsi[VMX_SCSI_CONTROLLERS] = { 0 };

	if (gather_scsi(w->def, scsi) < 0)
		return -1;
	for (unsigned i = 0; i < VMX_SCSI_CONTROLLERS; i++) {
		if (!scsi[i].used)
			continue;
		vmx_put_device(w, "scsi%u.", i);
		vmx_put(w, "present", "true");
		if (scsi[i].model)
			vmx_put(w, "virtualDev", scsi[i].model);
	}
	return 0;
}

/* ---- disks ---- */

static int
refuse(const struct disk *disk, const char *what)
{
	return fail(FAULT_CONFIG, "disk '%s': %s", disk->target.dev, what);
}

static int
put_hard_disk(const struct vmx_writer *w, const struct disk *disk, const struct vmx_bus *bus)
{
	const char *file = disk->source.file;

	if (disk->source.type != STORAGE_FILE || !file || !text_ends(file, ".vmdk"))
		return refuse(disk, "a hard disk is a .vmdk file");
	if (disk->driver.cache > DISK_CACHE_DEFAULT && disk->driver.cache != DISK_CACHE_WRITETHROUGH)
		return refuse(disk, "the only cache mode is writethrough");
	vmx_put(w, "deviceType", bus->hard_disk);
	vmx_put_file(w, "fileName", file);
	if (disk->driver.cache == DISK_CACHE_WRITETHROUGH && bus->bus == DISK_BUS_SCSI)
		vmx_put(w, "writeThrough", "true");
	if (disk->transient)
		vmx_put(w, "mode", "independent-nonpersistent");
	return 0;
}

static int
put_image(const struct vmx_writer *w, const struct disk *disk)
{
	const char *file = disk->source.file;

	if (file && !text_ends(file, ".iso"))
		return refuse(disk, "a CD-ROM image is an .iso file");
	vmx_put(w, "deviceType", "cdrom-image");
	if (file)
		vmx_put_file(w, "fileName", file);
	else
		vmx_put(w, "fileName", vmx_no_medium);
	return 0;
}

static const char *
drive_type(const struct disk *disk)
{
	if (disk->target.bus == DISK_BUS_SCSI && disk->device == DISK_LUN && disk->source.dev &&
	    text_starts(disk->source.dev, vmx_passthrough_path))
		return vmx_passthrough;
	for (unsigned i = 0; i < vmx_drive_count; i++)
		if (vmx_drives[i].device == disk->device)
			return vmx_drives[i].type;
	return NULL;
}

static int
put_drive(const struct vmx_writer *w, const struct disk *disk)
{
	if (disk->source.type != STORAGE_BLOCK)
		return refuse(disk, "its contents are neither a file nor a device");
	vmx_put(w, "deviceType", drive_type(disk));
	if (!disk->source.dev) {
		vmx_put(w, "autodetect", "true");
		vmx_put(w, "fileName", vmx_any_drive);
	} else {
		vmx_put(w, "fileName", disk->source.dev);
	}
	return 0;
}

static int
put_disk(struct vmx_writer *w, const struct disk *disk)
{
	const struct vmx_bus *bus = bus_of(disk);
	unsigned controller, unit;

	if (!bus)
		return fail(FAULT_CONFIG, "disk '%s': VMware has no %s bus", disk->target.dev,
			    words_name(&disk_bus_words, disk->target.bus));
	if (place_of(disk, bus, &controller, &unit) < 0)
		return -1;
	vmx_put_device(w, "%s%u:%u.", bus->name, controller, unit);
	vmx_put(w, "present", "true");
	if (disk->device == DISK_DISK)
		return put_hard_disk(w, disk, bus);
	if (disk->device == DISK_CDROM && disk->source.type == STORAGE_FILE)
		return put_image(w, disk);
	return put_drive(w, disk);
}

static int
put_floppy(struct vmx_writer *w, const struct disk *disk, bool there[2])
{
	int unit = disk_name_index(disk->target.dev);
	bool file = disk->source.type == STORAGE_FILE;

	if (unit < 0 || unit > 1 || disk->target.bus != DISK_BUS_FDC)
		return refuse(disk, "there is no such place for a floppy");
	if (!file && disk->source.type != STORAGE_BLOCK)
		return refuse(disk, "its contents are neither a file nor a device");
	there[unit] = true;
	vmx_put_device(w, "floppy%d.", unit);
	vmx_put(w, "present", "true");
	vmx_put(w, "fileType", file ? "file" : "device");
	if (file && disk->source.file)
		vmx_put_file(w, "fileName", disk->source.file);
	else if (disk->source.dev)
		vmx_put(w, "fileName", disk->source.dev);
	return 0;
}

/* A floppy drive is there unless the file says otherwise. */
int
vmx_write_disks(struct vmx_writer *w)
{
	bool floppy[2] = { false, false };

	if (put_controllers(w) < 0)
		return -1;
	list_each(disk, &w->def->devices.disks)
		if ((disk->device == DISK_FLOPPY ? put_floppy(w, disk, floppy) : put_disk(w, disk)) < 0)
			return -1;
	for (unsigned i = 0; i < COUNT(floppy); i++) {
		vmx_put_device(w, "floppy%u.", i);
		if (!floppy[i])
			vmx_put(w, "present", "false");
	}
	return 0;
}
