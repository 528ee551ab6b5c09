/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate - what QEMU cannot run is refused when a guest is defined */
#include "validate.h"

#include "base/fail.h"

/* The address that disks of a bus have. */
static const struct { enum disk_bus bus; enum address_kind address; } disk_addresses[] = {
	{ DISK_BUS_IDE,    ADDRESS_DRIVE },
	{ DISK_BUS_FDC,    ADDRESS_DRIVE },
	{ DISK_BUS_SCSI,   ADDRESS_DRIVE },
	{ DISK_BUS_SATA,   ADDRESS_DRIVE },
	{ DISK_BUS_USB,    ADDRESS_USB },
};

static int
validate_disk(const struct disk *disk)
{
	for (unsigned i = 0; i < COUNT(disk_addresses); i++)
		if (disk_addresses[i].bus == disk->target.bus &&
		    disk->info.address.type != disk_addresses[i].address)
			return fail(FAULT_CONFIG, "disk '%s': a disk on bus '%s' has no address of type '%s'",
				    disk->target.dev, words_name(&disk_bus_words, disk->target.bus),
				    words_name(&address_kind_words, disk->info.address.type));
	return 0;
}

int
qemu_validate(const struct vm_def *def, const struct qemu_caps *caps)
{
	(void)caps;
	list_each(disk, &def->devices.disks)
		if (validate_disk(disk) < 0)
			return -1;
	return 0;
}
