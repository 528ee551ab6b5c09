/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx_disk - where disks are in a .vmx file, and what sorts there are */
#include "vmx_disk.h"

#include "vmx_inside.h"

/* In the order in which a file is read. */
const struct vmx_bus vmx_buses[] = {
	{ "scsi", "sd", DISK_BUS_SCSI, .controllers = VMX_SCSI_CONTROLLERS, .units = 16, .reserved = 7, .said = true, .hard_disk = "scsi-hardDisk" },
	{ "sata", "sd", DISK_BUS_SATA, .controllers = 4, .units = 30, .said = true, .any_type = true, .hard_disk = "sata-hardDisk" },
	{ "ide",  "hd", DISK_BUS_IDE,  .controllers = 2, .units = 2, .hard_disk = "ata-hardDisk" },
};
const unsigned vmx_bus_count = COUNT(vmx_buses);

const struct vmx_scsi_model vmx_scsi_models[] = {
	{ "buslogic",   SCSI_BUSLOGIC },
	{ "lsilogic",   SCSI_LSILOGIC },
	{ "lsisas1068", SCSI_LSISAS1068 },
	{ "pvscsi",     SCSI_VMPVSCSI },
};
const unsigned vmx_scsi_model_count = COUNT(vmx_scsi_models);

const struct vmx_drive vmx_drives[] = {
	{ "atapi-cdrom", DISK_CDROM },
	{ "cdrom-raw",   DISK_LUN },
};
const unsigned vmx_drive_count = COUNT(vmx_drives);

const char vmx_no_medium[] = "emptyBackingString";
const char vmx_any_drive[] = "auto detect";
const char vmx_passthrough[] = "scsi-passthru";
const char vmx_passthrough_path[] = "/vmfs/devices/cdrom/";

static unsigned
usable(const struct vmx_bus *bus)
{
	return bus->units - (bus->reserved ? 1 : 0);
}

unsigned
vmx_place_index(const struct vmx_bus *bus, unsigned controller, unsigned unit)
{
	return controller * usable(bus) + unit - (bus->reserved && unit > bus->reserved ? 1 : 0);
}

bool
vmx_index_place(const struct vmx_bus *bus, unsigned index, unsigned *ret_controller, unsigned *ret_unit)
{
	unsigned unit = index % usable(bus);

	*ret_controller = index / usable(bus);
	*ret_unit = unit + (bus->reserved && unit >= bus->reserved ? 1 : 0);
	return *ret_controller < bus->controllers;
}
