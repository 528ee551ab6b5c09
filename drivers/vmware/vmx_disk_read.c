/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx_disk_read - controllers, disks, CD-ROM drives and floppies of a .vmx file */
#include <strings.h>

#include "vmx_disk.h"
#include "vmx_inside.h"

static bool
ends(const char *name, const char *suffix)
{
	size_t length = name ? strlen(name) : 0;

	return length > strlen(suffix) && strcasecmp(name + length - strlen(suffix), suffix) == 0;
}

/* A device that belongs to whoever looks at the console is not the machine's. */
static int
is_there(const struct vmx_reader *r, bool *ret_there)
{
	bool present = false, client = false;

	if (vmx_get_truth(r, "present", &present) < 0 || vmx_get_truth(r, "clientDevice", &client) < 0)
		return -1;
	*ret_there = present && !client;
	return 0;
}

static struct disk *
new_disk(struct vmx_reader *r, enum disk_device device, enum disk_bus bus, char *name)
{
	struct disk *disk = list_add(&r->def->devices.disks);

	model_init(&disk_type, disk);
	disk->device = device;
	disk->target.bus = bus;
	disk->target.dev = name;
	return disk;
}

static void
set_file(struct disk *disk, const char *file)
{
	disk->source.type = STORAGE_FILE;
	disk->source.file = xstrdup(file);
}

static void
set_device(struct disk *disk, const char *device)
{
	bool any = device && !strcasecmp(device, vmx_any_drive);

	disk->source.type = STORAGE_BLOCK;
	disk->source.dev = any || !device || !*device ? NULL : xstrdup(device);
	disk->source.startup_policy = any ? STARTUP_OPTIONAL : STARTUP_NONE;
}

/* ---- hard disks ---- */

static bool
is_hard_disk(const struct vmx_reader *r, const struct vmx_bus *bus)
{
	return bus->any_type || !vmx_get(r, "deviceType") || vmx_is(r, "deviceType", "disk") ||
	       vmx_is(r, "deviceType", bus->hard_disk);
}

static int
read_hard_disk(struct vmx_reader *r, const struct vmx_bus *bus, char *name)
{
	struct disk *disk = new_disk(r, DISK_DISK, bus->bus, name);
	bool through = false;

	if (!is_hard_disk(r, bus))
		return vmx_refuse(r, "deviceType", "is no device that is supported");

	set_file(disk, vmx_get(r, "fileName"));
	if (vmx_get_truth(r, "writeThrough", &through) < 0)
		return -1;
	disk->driver.cache = through ? DISK_CACHE_WRITETHROUGH : DISK_CACHE_NONE_SAID;
	if (vmx_is(r, "mode", "independent-nonpersistent"))
		disk->transient = model_new(&disk_transient_type);
	return 0;
}

/* ---- CD-ROM drives ---- */

static const struct vmx_drive *
drive_of(const struct vmx_reader *r)
{
	for (unsigned i = 0; i < vmx_drive_count; i++)
		if (vmx_is(r, "deviceType", vmx_drives[i].type))
			return &vmx_drives[i];
	return NULL;
}

/* An image, or nothing, is in the drive. */
static int
read_image(struct vmx_reader *r, const struct vmx_bus *bus, char *name)
{
	const char *file = vmx_get(r, "fileName");
	struct disk *disk = new_disk(r, DISK_CDROM, bus->bus, name);
	bool image = ends(file, ".iso");
	bool empty = vmx_is(r, "fileName", vmx_no_medium);

	disk->readonly = true;
	if (vmx_get(r, "deviceType") && !vmx_is(r, "deviceType", "cdrom-image"))
		return vmx_refuse(r, "deviceType", "is no device that is supported");
	if (!image && !empty)
		return vmx_refuse(r, "fileName", "is no image of a disk that is supported");
	set_file(disk, image ? file : NULL);
	return 0;
}

static int
read_drive(struct vmx_reader *r, const struct vmx_bus *bus, enum disk_device device, char *name)
{
	struct disk *disk = new_disk(r, device, bus->bus, name);

	disk->readonly = true;
	set_device(disk, vmx_get(r, "fileName"));
	return 0;
}

/* SCSI devices of the host can be anything; only CD-ROM drives are known. */
static int
read_passthrough(struct vmx_reader *r, const struct vmx_bus *bus, char *name)
{
	const char *file = vmx_get(r, "fileName");

	if (text_starts(file ? file : "", vmx_passthrough_path))
		return read_drive(r, bus, DISK_LUN, name);
	free(name);
	return vmx_refuse(r, "fileName", "is no device of the host that is supported");
}

/* ---- by place ---- */

static int
read_place(struct vmx_reader *r, const struct vmx_bus *bus, unsigned controller, unsigned unit)
{
	const struct vmx_drive *drive;
	const char *file;
	bool there;
	char *name;

	vmx_device(r, "%s%u:%u.", bus->name, controller, unit);
	if (is_there(r, &there) < 0)
		return -1;
	if (!there)
		return 0;
	name = disk_name(bus->disks, vmx_place_index(bus, controller, unit));
	file = vmx_get(r, "fileName");
	drive = drive_of(r);
	if (ends(file, ".vmdk") && (drive || vmx_is(r, "deviceType", "cdrom-image"))) {
		warn("%s: %sfileName: a hard disk in a CD-ROM drive is left out", r->settings.whence, r->device);
		free(name);
		return 0;
	}
	if (ends(file, ".vmdk"))
		return read_hard_disk(r, bus, name);
	if (drive && !ends(file, ".iso"))
		return read_drive(r, bus, drive->device, name);
	if (bus->bus == DISK_BUS_SCSI && vmx_is(r, "deviceType", vmx_passthrough))
		return read_passthrough(r, bus, name);
	return read_image(r, bus, name);
}

static int
read_scsi_model(struct vmx_reader *r, unsigned index)
{
	const char *name = vmx_get(r, "virtualDev");

	for (unsigned i = 0; i < vmx_scsi_model_count; i++)
		if (name && !strcasecmp(name, vmx_scsi_models[i].name)) {
			r->scsi_model[index] = vmx_scsi_models[i].model;
			return 0;
		}
	return name ? vmx_refuse(r, "virtualDev", "is no SCSI controller that is known") : 0;
}

static int
read_controller(struct vmx_reader *r, const struct vmx_bus *bus, unsigned controller)
{
	bool present = !bus->said;

	vmx_device(r, "%s%u.", bus->name, controller);
	if (bus->said && vmx_get_truth(r, "present", &present) < 0)
		return -1;
	if (!present)
		return 0;
	if (bus->bus == DISK_BUS_SCSI && read_scsi_model(r, controller) < 0)
		return -1;
	for (unsigned unit = 0; unit < bus->units; unit++)
		if ((!bus->reserved || unit != bus->reserved) && read_place(r, bus, controller, unit) < 0)
			return -1;
	return 0;
}

int
vmx_read_disks(struct vmx_reader *r)
{
	for (unsigned bus = 0; bus < vmx_bus_count; bus++)
		for (unsigned i = 0; i < vmx_buses[bus].controllers; i++)
			if (read_controller(r, &vmx_buses[bus], i) < 0)
				return -1;
	return 0;
}

/* ---- floppies ---- */

static int
read_floppy(struct vmx_reader *r, unsigned unit)
{
	struct disk *disk;
	bool there;

	vmx_device(r, "floppy%u.", unit);
	if (is_there(r, &there) < 0)
		return -1;
	if (!there)
		return 0;
	disk = new_disk(r, DISK_FLOPPY, DISK_BUS_FDC, disk_name("fd", unit));
	if (vmx_is(r, "fileType", "device"))
		set_device(disk, vmx_get(r, "fileName"));
	else if (vmx_is(r, "fileType", "file"))
		set_file(disk, vmx_get(r, "fileName"));
	else
		return vmx_refuse(r, "fileType", "is neither device nor file");
	return 0;
}

int
vmx_read_floppies(struct vmx_reader *r)
{
	return read_floppy(r, 0) < 0 ? -1 : read_floppy(r, 1);
}
