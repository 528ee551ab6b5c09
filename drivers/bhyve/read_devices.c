/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* read_devices - devices in a command line of bhyve */
#include <stdio.h>

#include "base/fail.h"
#include "bhyve.h"
#include "read.h"

/* Like libvirt: what a definition cannot say is left out with a word. */
static int
leave_out(const struct script *s, const char *device, const char *why)
{
	warn("%s:%u: %s is left out: %s", s->whence, s->line, quote(device), why);
	return 0;
}

/* ---- serial ports: the two ends of a null modem differ in their last letter ---- */

static int
read_serial(struct script *s, unsigned port, const char *path)
{
	size_t length = strlen(path);
	struct chardev *serial;

	if (!text_starts(path, "/dev/nmdm") || (path[length - 1] != 'A' && path[length - 1] != 'B'))
		return refuse(s, "a serial port is a null modem like /dev/nmdm0A");
	serial = list_add(&s->def->devices.serials);
	serial->port = NUMBER_OF(port);
	serial->source.type = CHARDEV_NMDM;
	serial->source.master = xstrdup(path);
	serial->source.slave = xstrdup(path);
	serial->source.slave[length - 1] ^= 'A' ^ 'B';
	return 0;
}

int
read_lpc(struct script *s, const char *value)
{
	if (text_starts(value, "com1,") || text_starts(value, "com2,"))
		return read_serial(s, value[3] == '2', value + 5);
	if (!text_starts(value, "bootrom,"))
		return refuse(s, "-l is not followed by com1, com2 or bootrom");
	free(s->def->os.loader.path);
	s->def->os.loader.path = xstrdup(value + strlen("bootrom,"));
	s->def->os.loader.type = LOADER_PFLASH;
	s->def->os.loader.readonly = YES;
	return 0;
}

/* ---- disks ---- */

struct place { unsigned bus, slot, function; };

static void
set_place(struct device_info *info, const struct place *place)
{
	device_address_pci(&info->address, pci_address(0, place->bus, place->slot, place->function));
}

static int
add_disk(struct script *s, const struct place *place, const char *conf, enum disk_bus bus, enum disk_device device)
{
	enum { MOST = 26 };
	unsigned *count = bus == DISK_BUS_VIRTIO ? &s->virtio_disks : &s->sata_disks;
	bool block = text_starts(conf, "/dev/");
	struct disk *disk;

	if (*count >= MOST)
		return leave_out(s, conf, "too many disks");
	disk = list_add(&s->def->devices.disks);
	model_init(&disk_type, disk);
	disk->device = device;
	disk->target.bus = bus;
	disk->target.dev = disk_name(bus == DISK_BUS_VIRTIO ? "vd" : "sd", (*count)++);
	disk->source.type = block ? STORAGE_BLOCK : STORAGE_FILE;
	*(block ? &disk->source.dev : &disk->source.file) = xstrndup(conf, strcspn(conf, ","));
	set_place(&disk->info, place);
	return 0;
}

/* "hd:/a,cd:/b": disks of one controller. */
static int
add_sata_disks(struct script *s, const struct place *place, const char *conf)
{
	for (const char *at = conf; at; at = strchr(at, ',')) {
		bool cdrom;

		at += *at == ',';
		cdrom = text_starts(at, "cd:");
		if (!cdrom && !text_starts(at, "hd:"))
			continue;    /* an option of the disk before it */
		if (add_disk(s, place, at + 3, DISK_BUS_SATA, cdrom ? DISK_CDROM : DISK_DISK) < 0)
			return -1;
	}
	return 0;
}

/* ---- network interfaces: "tap0,mac=00:11:22:33:44:55" ---- */

static int
add_nic(struct script *s, const struct place *place, const char *conf, const char *model)
{
	size_t length = strcspn(conf, ",");
	const char *mac = conf[length] ? conf + length + 1 : NULL;
	struct nic *nic;

	if (!text_starts(conf, "tap"))
		return leave_out(s, conf, "it is no tap");
	if (mac && !text_starts(mac, "mac="))
		return leave_out(s, conf, "it is no tap with a MAC address");
	nic = list_add(&s->def->devices.nics);
	model_init(&nic_type, nic);
	nic->type = NIC_BRIDGE;
	nic->source.bridge = xstrdup("virbr0");
	nic->model = xstrdup(model);
	nic->target.dev = xstrndup(conf, length);
	set_place(&nic->info, place);
	if (!mac)
		nic->mac.address = vm_new_mac(VM_BHYVE);
	else if (kind_mac.read(&nic->mac.address, mac + strlen("mac="), NULL, NULL) < 0) {
		warn("%s:%u: %s is no MAC address", s->whence, s->line, quote(mac));
		nic->mac.address = xstrdup("00:00:00:00:00:00");
	}
	return 0;
}

/* ---- slots: "[[bus:]slot:]function,device,configuration" ---- */

static int
read_place(const char *text, struct place *ret_place)
{
	struct place p = { 0 };
	int end = 0;

	if ((sscanf(text, "%u:%u:%u%n", &p.bus, &p.slot, &p.function, &end) != 3 || text[end] != ',') &&
	    (p.bus = 0, sscanf(text, "%u:%u%n", &p.slot, &p.function, &end) != 2 || text[end] != ',') &&
	    (p.function = 0, sscanf(text, "%u%n", &p.slot, &end) != 1 || text[end] != ','))
		return -1;
	*ret_place = p;
	return end + 1;
}

int
read_slot(struct script *s, const char *value)
{
	struct place place;
	int device_at = read_place(value, &place);
	const char *device = device_at < 0 ? "" : value + device_at;
	size_t length = strcspn(device, ",");
	auto_free char *name = xstrndup(device, length);
	const char *conf = device[length] ? device + length + 1 : "";

	if (device_at < 0 || place.bus > 255 || place.slot > 31 || place.function > 7)
		return refuse(s, "-s is not followed by slot:function,device");
	if (!strcmp(name, "hostbridge") || !strcmp(name, "lpc"))
		return 0;
	if (!strcmp(name, "virtio-blk"))
		return add_disk(s, &place, conf, DISK_BUS_VIRTIO, DISK_DISK);
	if (!strcmp(name, "ahci-hd") || !strcmp(name, "ahci-cd"))
		return add_disk(s, &place, conf, DISK_BUS_SATA, strcmp(name, "ahci-cd") ? DISK_DISK : DISK_CDROM);
	if (!strcmp(name, "ahci"))
		return add_sata_disks(s, &place, conf);
	if (!strcmp(name, "virtio-net"))
		return add_nic(s, &place, conf, "virtio");
	if (!strcmp(name, "e1000"))
		return add_nic(s, &place, conf, name);
	return leave_out(s, name, "it is no device that is known");
}
