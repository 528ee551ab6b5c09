/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disk - disks of a guest of Xen: what both forms of a configuration share */
#include "disk.h"

static enum disk_bus
bus_of(const struct reader *r, const char *name)
{
	if (!r->hvm || text_starts(name, "xvd"))
		return DISK_BUS_XEN;
	return text_starts(name, "sd") ? DISK_BUS_SCSI : DISK_BUS_IDE;
}

struct disk *
disk_add(struct reader *r, const char *vdev)
{
	struct disk *disk = list_add(&r->def->devices.disks);
	const char *colon = strchr(vdev, ':');
	bool cdrom = colon && !strcmp(colon, ":cdrom");

	model_init(&disk_type, disk);
	disk->device = cdrom ? DISK_CDROM : DISK_DISK;
	disk->readonly = cdrom;
	disk->target.dev = colon ? xstrndup(vdev, (size_t)(colon - vdev)) : xstrdup(vdev);
	disk->target.bus = bus_of(r, disk->target.dev);
	return disk;
}

int
read_disks(struct reader *r)
{
	return each_item(r, "disk", r->format == XEN_XL ? read_xl_disk : read_xm_disk);
}

int
write_disks(struct writer *w)
{
	auto_strings struct strings items = { 0 };

	list_each(disk, &w->def->devices.disks) {
		char *item;

		if (disk->device == DISK_FLOPPY)
			continue;    /* Xen's device model has a drive, but no file says what is in it */
		item = w->format == XEN_XL ? xl_disk(disk) : xm_disk(disk);
		if (!item)
			return fail_within("disk '%s'", disk->target.dev);
		strings_take(&items, item);
	}
	put_list(w, "disk", &items);
	return 0;
}
