/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* alias - names of devices and disk images while a guest runs */
#include "alias.h"

#include "machine.h"

struct search {
	const char *alias;
	const struct device_info *except;
};

static int
has_alias(void *found, void *holder, const struct type *holder_type, void *context)
{
	const struct device_info *info = found;
	const struct search *search = context;

	(void)holder;
	(void)holder_type;
	return info != search->except && text_same(info->alias, search->alias);
}

static void
name(struct device_info *info, char *alias)
{
	free(info->alias);
	info->alias = alias;
}

/* "net1" for the second; a number that an earlier device still has is passed over. */
static void
name_next(struct vm_def *def, struct device_info *info, const char *prefix, unsigned number)
{
	auto_free char *alias = NULL;

	if (info->alias)
		return;
	do {
		free(alias);
		alias = text_format("%s%u", prefix, number++);
	} while (model_each(&vm_def_type, def, &device_info_type, has_alias,
			    &(struct search) { alias, info }));
	name(info, steal(alias));
}

/* ---- controllers ---- */

/* Controllers that are part of the board have the name QEMU gives their bus. */
static const char *
board_bus(const struct vm_def *def, const struct controller *c)
{
	const struct machine *machine = machine_of(def);

	if (c->index.value)
		return NULL;
	switch (c->type) {
	case CONTROLLER_USB:
		return "usb";
	case CONTROLLER_PCI:
		return c->model == PCIE_ROOT ? "pcie.0" : "pci.0";
	case CONTROLLER_IDE:
		return machine->ide ? "ide" : NULL;
	case CONTROLLER_SATA:
		return machine->sata ? "ide" : NULL;
	default:
		return NULL;
	}
}

static void
name_controller(const struct vm_def *def, struct controller *c)
{
	const char *fixed = board_bus(def, c);

	if (c->info.alias)
		return;
	name(&c->info, fixed ? xstrdup(fixed)
			     : text_format("%s%s%u", words_name(&controller_kind_words, c->type),
					   c->type == CONTROLLER_PCI ? "." : "", (unsigned)c->index.value));
}

const char *
qemu_controller_alias(const struct vm_def *def, enum controller_kind type, unsigned index)
{
	const struct controller *c = machine_controller(def, type, index);

	return c ? board_bus(def, c) ? board_bus(def, c) : c->info.alias : NULL;
}

/* ---- disks ---- */

static const struct { enum disk_bus bus; const char *prefix; } flat_buses[] = {
	{ DISK_BUS_VIRTIO, "virtio-disk" },
	{ DISK_BUS_USB,    "usb-disk" },
	{ DISK_BUS_XEN,    "xen-disk" },
	{ DISK_BUS_SD,     "sd-disk" },
};

/* The bus of most SCSI controllers has targets; the older ones know only units. */
static bool
has_targets(const struct vm_def *def, const struct disk *disk)
{
	const struct controller *c;

	if (disk->target.bus != DISK_BUS_SCSI)
		return false;
	c = machine_controller(def, CONTROLLER_SCSI, disk->info.address.drive.controller.value);
	return !c || c->model != SCSI_LSILOGIC;
}

static void
name_disk(const struct vm_def *def, struct disk *disk)
{
	const char *bus = words_name(&disk_bus_words, disk->target.bus);
	unsigned controller = disk->info.address.drive.controller.value;
	unsigned unit = disk->info.address.drive.unit.value;
	unsigned channel = disk->info.address.drive.bus.value;

	if (disk->info.alias)
		return;
	for (unsigned i = 0; i < COUNT(flat_buses); i++)
		if (flat_buses[i].bus == disk->target.bus) {
			name(&disk->info, text_format("%s%d", flat_buses[i].prefix,
						      disk_name_index(disk->target.dev)));
			return;
		}
	if (has_targets(def, disk))
		name(&disk->info, text_format("%s%u-%u-%u-%u", bus, controller, channel,
					      (unsigned)disk->info.address.drive.target.value, unit));
	else
		name(&disk->info, text_format("%s%u-%u-%u", bus, controller, channel, unit));
}

static unsigned
highest_node(const struct vm_def *def)
{
	unsigned highest = 0;

	list_each(disk, &def->devices.disks)
		for (const struct storage_source *s = &disk->source; s; s = s->backing)
			if (s->index > highest)
				highest = s->index;
	return highest;
}

/* From the last disk to the first, each from its top image down: libvirt's order. */
static void
number_images(struct vm_def *def)
{
	unsigned next = highest_node(def) + 1;

	for (unsigned i = def->devices.disks.n; i-- > 0;)
		for (struct storage_source *s = &def->devices.disks.item[i].source;
		     s && !storage_source_empty(s); s = s->backing)
			if (!s->index)
				s->index = next++;
}

char *
qemu_storage_node(const struct storage_source *source)
{
	return text_format("libvirt-%u-storage", source->index);
}

char *
qemu_format_node(const struct storage_source *source)
{
	return text_format("libvirt-%u-format", source->index);
}

char *
qemu_disk_node(const struct vm_def *def, const struct disk *disk)
{
	(void)def;
	if (storage_source_empty(&disk->source))
		return NULL;
	return disk->driver.copy_on_read == YES ? text_format("libvirt-CoR-%s", disk->target.dev)
						: qemu_format_node(&disk->source);
}

/* ---- the rest ---- */

static const char *
memory_prefix(enum memory_model model)
{
	switch (model) {
	case MEMORY_NVDIMM:
		return "nvdimm";
	case MEMORY_VIRTIO_PMEM:
		return "virtiopmem";
	case MEMORY_VIRTIO_MEM:
		return "virtiomem";
	case MEMORY_SGX_EPC:
		return "epc";
	default:
		return "dimm";
	}
}

/* A console that only repeats the first serial port is the same device. */
static void
name_consoles(struct vm_def *def)
{
	list_each(console, &def->devices.consoles)
		if (console->target == TARGET_SERIAL && def->devices.serials.n && !console->info.alias)
			name(&console->info, xstrdup(def->devices.serials.item[0].info.alias));
		else
			name_next(def, &console->info, "console", console - def->devices.consoles.item);
}

void
qemu_name_devices(struct vm_def *live)
{
	struct vm_devices *d = &live->devices;

#define NAME_ALL(list, prefix) \
	list_each(device, list) name_next(live, &device->info, prefix, device - (list)->item)
	list_each(c, &d->controllers)
		name_controller(live, c);
	list_each(disk, &d->disks)
		name_disk(live, disk);
	list_each(nic, &d->nics)
		name_next(live, &nic->info, nic->type == NIC_HOSTDEV ? "hostdev" : "net",
			  nic->type == NIC_HOSTDEV ? 0 : nic - d->nics.item);
	NAME_ALL(&d->filesystems, "fs");
	NAME_ALL(&d->sounds,      "sound");
	NAME_ALL(&d->hostdevs,    "hostdev");
	NAME_ALL(&d->redirdevs,   "redir");
	NAME_ALL(&d->videos,      "video");
	NAME_ALL(&d->smartcards,  "smartcard");
	NAME_ALL(&d->serials,     "serial");
	NAME_ALL(&d->parallels,   "parallel");
	NAME_ALL(&d->channels,    "channel");
	NAME_ALL(&d->hubs,        "hub");
	NAME_ALL(&d->shmems,      "shmem");
	NAME_ALL(&d->inputs,      "input");
	NAME_ALL(&d->watchdogs,   "watchdog");
	NAME_ALL(&d->rngs,        "rng");
	NAME_ALL(&d->tpms,        "tpm");
	NAME_ALL(&d->panics,      "panic");
	NAME_ALL(&d->cryptos,     "crypto");
	NAME_ALL(&d->iommus,      "iommu");
#undef NAME_ALL
	list_each(memory, &d->memories)
		name_next(live, &memory->info, memory_prefix(memory->model), 0);
	name_consoles(live);
	if (d->memballoon)
		name_next(live, &d->memballoon->info, "balloon", 0);
	if (d->vsock)
		name_next(live, &d->vsock->info, "vsock", 0);
	if (d->pstore)
		name_next(live, &d->pstore->info, "pstore", 0);
	number_images(live);
}
