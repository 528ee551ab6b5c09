/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* args - the command line of bhyve */
#include "base/fail.h"
#include "bhyve.h"

enum { VNC_PORT = 5900 };

#define MiB (UINT64_C(1) << 20)

/* ---- machine ---- */

static int
add_clock(const struct vm_def *def, struct strings *args)
{
	if (def->clock.offset == CLOCK_UTC)
		strings_add(args, "-u");
	else if (def->clock.offset != CLOCK_LOCALTIME)
		return fail(FAULT_CONFIG, "bhyve has no clock with offset '%s'",
			    words_name(&clock_offset_words, def->clock.offset));
	return 0;
}

static int
add_machine(const struct vm_def *def, struct strings *args)
{
	strings_add(args, "-c");
	strings_addf(args, "%u", def->vcpu.count);
	strings_add(args, "-m");
	strings_addf(args, "%llu", (unsigned long long)((def->memory + MiB - 1) / MiB));
	if (def->memory_backing.locked)
		strings_add(args, "-S");
	if (def->features.acpi)
		strings_add(args, "-A");
	if (def->features.apic)
		strings_add(args, "-I");
	if (add_clock(def, args) < 0)
		return -1;
	strings_add(args, "-H");    /* an idle guest, and one that spins, give way */
	strings_add(args, "-P");
	strings_add(args, "-s");
	strings_add(args, "0:0,hostbridge");
	if (!def->bootloader && def->os.loader.path) {
		strings_add(args, "-l");
		strings_addf(args, "bootrom,%s", def->os.loader.path);
	}
	return 0;
}

/* ---- devices on the PCI bus ---- */

static void
add_slot(struct strings *args, const struct device_info *info, const char *what)
{
	strings_add(args, "-s");
	strings_addf(args, "%lld:%lld,%s", (long long)info->address.pci.slot.value,
		     (long long)info->address.pci.function.value, what);
}

/* Of a disk on SATA or virtio.  NULL after fail(). */
static const char *
disk_path(const struct disk *disk)
{
	bool local = disk->source.type == STORAGE_FILE || disk->source.type == STORAGE_BLOCK;
	const char *path = storage_source_path(&disk->source);

	if (disk->device != DISK_DISK && disk->device != DISK_CDROM)
		return fail(FAULT_CONFIG, "disk '%s': bhyve has only disks and CD-ROM drives", disk->target.dev), NULL;
	if (!local || !path)
		return fail(FAULT_CONFIG, "disk '%s': its contents are neither a file nor a device", disk->target.dev), NULL;
	return path;
}

static const char *
disk_sort(const struct disk *disk)
{
	return disk->device == DISK_CDROM ? "cd" : "hd";
}

static int
add_sata(const struct vm_def *def, const struct controller *controller, int lacks, struct strings *args)
{
	bool many = !(lacks & LACKS_AHCI32SLOT);
	auto_text struct text what = { 0 };

	list_each(disk, &def->devices.disks) {
		const char *path;

		if (disk->target.bus != DISK_BUS_SATA || disk->info.address.drive.controller.value != controller->index.value)
			continue;
		path = disk_path(disk);
		if (!path)
			return -1;
		text_addf(&what, many ? "%s,%s:%s" : "%sahci-%s,%s", what.length || !many ? "" : "ahci", disk_sort(disk), path);
	}
	if (what.length)
		add_slot(args, &controller->info, text_get(&what));
	return 0;
}

static bool
is_tablet(const struct input *input)
{
	return input->type == INPUT_TABLET && input->bus == INPUT_BUS_USB;
}

/* The only device that bhyve has on USB. */
static int
add_usb(const struct vm_def *def, const struct controller *controller, struct strings *args)
{
	unsigned controllers = 0, tablets = 0;

	list_each(other, &def->devices.controllers)
		controllers += other->type == CONTROLLER_USB;
	list_each(input, &def->devices.inputs)
		tablets += is_tablet(input);
	if (controller->model != USB_NEC_XHCI || controllers > 1 || tablets != 1)
		return fail(FAULT_CONFIG, "bhyve has one USB controller, 'nec-xhci', with one tablet");
	add_slot(args, &controller->info, "xhci,tablet");
	return 0;
}

static int
add_controllers(const struct vm_def *def, int lacks, struct strings *args)
{
	list_each(controller, &def->devices.controllers)
		switch (controller->type) {
		case CONTROLLER_PCI:
			if (controller->model != PCI_ROOT || controller->index.value)
				return fail(FAULT_CONFIG, "bhyve has one PCI bus");
			break;
		case CONTROLLER_SATA:
			if (add_sata(def, controller, lacks, args) < 0)
				return -1;
			break;
		case CONTROLLER_USB:
			if (add_usb(def, controller, args) < 0)
				return -1;
			break;
		default:
			return fail(FAULT_CONFIG, "bhyve has no controllers of type '%s'",
				    words_name(&controller_kind_words, controller->type));
		}
	return 0;
}

static int
add_nics(const struct vm_def *def, struct strings *args)
{
	unsigned taps = 0;

	list_each(nic, &def->devices.nics) {
		bool virtio = text_same(nic->model, "virtio");
		auto_free char *tap = nic->target.dev ? xstrdup(nic->target.dev) : text_format("tap%u", taps);
		auto_free char *what = text_format("%s,%s,mac=%s", virtio ? "virtio-net" : "e1000", tap, nic->mac.address);

		taps++;
		if (nic->type != NIC_BRIDGE && nic->type != NIC_NETWORK)
			return fail(FAULT_CONFIG, "bhyve has no interfaces of type '%s'",
				    words_name(&nic_kind_words, nic->type));
		if (!virtio && !text_same(nic->model, "e1000"))
			return fail(FAULT_CONFIG, "bhyve has no network card '%s'", nic->model ? nic->model : "");
		add_slot(args, &nic->info, what);
	}
	return 0;
}

static int
add_virtio_disk(const struct disk *disk, struct strings *args)
{
	const char *path = disk_path(disk);
	auto_free char *what = NULL;

	if (!path)
		return -1;
	if (disk->device != DISK_DISK)
		return fail(FAULT_CONFIG, "disk '%s': a CD-ROM drive is on the sata bus", disk->target.dev);
	what = text_format("virtio-blk,%s", path);
	add_slot(args, &disk->info, what);
	return 0;
}

static int
add_virtio_disks(const struct vm_def *def, struct strings *args)
{
	list_each(disk, &def->devices.disks) {
		if (disk->target.bus == DISK_BUS_SATA)
			continue;
		if (disk->target.bus != DISK_BUS_VIRTIO)
			return fail(FAULT_CONFIG, "disk '%s': bhyve has no %s bus", disk->target.dev,
				    words_name(&disk_bus_words, disk->target.bus));
		if (add_virtio_disk(disk, args) < 0)
			return -1;
	}
	return 0;
}

static int
add_graphics(const struct vm_def *def, struct strings *args)
{
	const struct graphics *graphics = def->devices.graphics.item;
	const struct video *video = def->devices.videos.item;
	const char *address;
	auto_text struct text what = { 0 };

	if (!def->devices.graphics.n)
		return 0;
	if (def->devices.graphics.n > 1 || def->devices.videos.n != 1 || graphics->type != GRAPHICS_VNC ||
	    graphics->listens.item->type != LISTEN_ADDRESS)
		return fail(FAULT_CONFIG, "bhyve shows a screen once, by VNC on an address");
	if (def->bootloader || !def->os.loader.path)
		return fail(FAULT_CONFIG, "a screen of bhyve needs firmware: <loader>");
	address = graphics->listens.item->address;
	text_addf(&what, address && strchr(address, ':') ? "fbuf,tcp=[%s]:%lld" : "fbuf,tcp=%s:%lld",
		  address ? address : "", graphics->autoport == YES ? (long long)VNC_PORT : (long long)graphics->port.value);
	if (video->driver.vgaconf)
		text_addf(&what, ",vga=%s", words_name(&video_vgaconf_words, video->driver.vgaconf));
	add_slot(args, &video->info, text_get(&what));
	return 0;
}

/* ---- serial ports ---- */

static int
add_serials(const struct vm_def *def, struct strings *args)
{
	bool firmware = !def->bootloader && def->os.loader.path;

	if (!firmware && !def->devices.serials.n)
		return 0;
	strings_add(args, "-s");
	strings_addf(args, "%u,lpc", LPC_SLOT);
	list_each(serial, &def->devices.serials) {
		if (serial->source.type != CHARDEV_NMDM)
			return fail(FAULT_CONFIG, "serial ports of bhyve are of type 'nmdm'");
		if (!serial->source.master)
			return fail(FAULT_CONFIG, "serial port %lld has no master", (long long)serial->port.value);
		if (serial->port.value < 0 || serial->port.value > 1)
			return fail(FAULT_CONFIG, "bhyve has no serial port %lld", (long long)serial->port.value);
		strings_add(args, "-l");
		strings_addf(args, "com%lld,%s", (long long)serial->port.value + 1, serial->source.master);
	}
	return 0;
}

int
bhyve_args(const struct vm_def *def, int lacks, struct strings *ret_args)
{
	strings_add(ret_args, "/usr/sbin/bhyve");
	if (add_machine(def, ret_args) < 0 || add_controllers(def, lacks, ret_args) < 0 ||
	    add_nics(def, ret_args) < 0 || add_virtio_disks(def, ret_args) < 0 ||
	    add_graphics(def, ret_args) < 0 || add_serials(def, ret_args) < 0)
		return -1;
	list_each(arg, &def->bhyve.args)
		strings_add(ret_args, arg->value);
	strings_add(ret_args, def->name);
	return 0;
}
