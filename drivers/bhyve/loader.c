/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* loader - the command that puts a kernel into the guest before bhyve runs it */
#include "base/fail.h"
#include "bhyve.h"

/* libvirt's word for the file that grub-bhyve reads, where none is made. */
static const char device_map_file[] = "<device.map>";

#define MiB (UINT64_C(1) << 20)

static unsigned long long
mebibytes(const struct vm_def *def)
{
	return (def->memory + MiB - 1) / MiB;
}

static const char *
path_of(const struct disk *disk)
{
	bool drive = disk->device == DISK_DISK || disk->device == DISK_CDROM;

	return drive && storage_source_local(&disk->source) ? storage_source_path(&disk->source) : NULL;
}

static const struct disk *
first_in_order(const struct vm_def *def)
{
	const struct disk *first = NULL;

	list_each(disk, &def->devices.disks)
		if (path_of(disk) && disk->info.boot_order &&
		    (!first || disk->info.boot_order < first->info.boot_order))
			first = disk;
	return first;
}

static const struct disk *
first_of(const struct vm_def *def, enum disk_device device)
{
	list_each(disk, &def->devices.disks)
		if (disk->device == device && path_of(disk))
			return disk;
	return NULL;
}

/* The disk it starts from.  NULL after fail(). */
static const struct disk *
bhyve_boot_disk(const struct vm_def *def)
{
	const struct os_boot_list *boot = &def->os.boot;
	const struct disk *disk = first_in_order(def);

	if (disk)
		return disk;
	if (boot->n > 1)
		return fail(FAULT_CONFIG, "bhyveload starts from one device only"), NULL;
	if (boot->n && boot->item->dev == BOOT_CDROM)
		disk = first_of(def, DISK_CDROM);
	else if (!boot->n || boot->item->dev == BOOT_HD)
		disk = first_of(def, DISK_DISK);
	if (!disk)
		fail(FAULT_CONFIG, "there is no disk to start from");
	return disk;
}

/* ---- loaders ---- */

static int
add_bhyveload(const struct vm_def *def, struct strings *args)
{
	const struct disk *disk = bhyve_boot_disk(def);

	if (!disk)
		return -1;
	strings_addf(args, "-m");
	strings_addf(args, "%llu", mebibytes(def));
	strings_add(args, "-d");
	strings_add(args, storage_source_path(&disk->source));
	strings_add(args, def->name);
	return 0;
}

/* Arguments as the user divided them. */
static int
add_custom(const struct vm_def *def, struct strings *args)
{
	if (!def->bootloader_args)
		return fail(FAULT_CONFIG, "a loader of your own needs <bootloader_args>");
	for (const char *at = def->bootloader_args; *(at += strspn(at, " "));) {
		size_t length = strcspn(at, " ");

		strings_take(args, xstrndup(at, length));
		at += length;
	}
	return 0;
}

static void
add_grub_args(const struct vm_def *def, int lacks, bool cdrom, struct strings *args)
{
	strings_add(args, "--root");
	strings_add(args, cdrom ? "cd" : "hd0,msdos1");
	strings_add(args, "--device-map");
	strings_add(args, device_map_file);
	strings_add(args, "--memory");
	strings_addf(args, "%llu", mebibytes(def));
	if (!(lacks & LACKS_CONS_DEV) && def->devices.serials.n) {
		strings_add(args, "--cons-dev");
		strings_add(args, def->devices.serials.item->source.master);
	}
	strings_add(args, def->name);
}

/* grub finds a disk by what the map calls it. */
static int
add_grub(const struct vm_def *def, int lacks, struct strings *args, struct strings *device_map)
{
	const struct disk *chosen = first_in_order(def);
	const struct disk *disk = chosen ? chosen : first_of(def, DISK_DISK);
	const struct disk *cdrom = chosen ? NULL : first_of(def, DISK_CDROM);

	if (chosen && chosen->device == DISK_CDROM)
		disk = NULL, cdrom = chosen;
	if (!disk && !cdrom)
		return fail(FAULT_CONFIG, "there is no disk to start from");
	if (disk)
		strings_addf(device_map, "(hd0) %s", storage_source_path(&disk->source));
	if (cdrom)
		strings_addf(device_map, "(cd) %s", storage_source_path(&cdrom->source));
	add_grub_args(def, lacks, !disk, args);
	return 0;
}

static bool
is_grub(const char *loader)
{
	return text_same(loader, "grub-bhyve") || text_ends(loader, "/grub-bhyve");
}

int
bhyve_loader_args(const struct vm_def *def, int lacks, struct strings *ret_args, struct strings *device_map)
{
	if (!def->bootloader && def->os.loader.path)
		return 0;
	strings_add(ret_args, def->bootloader ? def->bootloader : "/usr/sbin/bhyveload");
	if (def->bootloader_args)
		return add_custom(def, ret_args);
	if (!def->bootloader)
		return add_bhyveload(def, ret_args);
	return is_grub(def->bootloader) ? add_grub(def, lacks, ret_args, device_map) : add_custom(def, ret_args);
}
