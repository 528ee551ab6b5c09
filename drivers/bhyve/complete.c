/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* complete - what bhyve adds to a definition: controllers, and places on the PCI bus */
#include "base/fail.h"
#include "bhyve.h"
#include "driver/vm_complete.h"

/* ---- disks on SATA ---- */

static int
place_disk(struct disk *disk, int lacks)
{
	enum { PORTS = 32 };
	unsigned per_controller = lacks & LACKS_AHCI32SLOT ? 1 : PORTS;
	int index = disk_name_index(disk->target.dev);

	if (disk->target.bus != DISK_BUS_SATA || disk->info.address.type != ADDRESS_NONE)
		return 0;
	if (index < 0)
		return fail(FAULT_XML, "disk target '%s' names no disk", disk->target.dev);
	device_address_drive(&disk->info.address, (unsigned)index / per_controller, 0, 0, (unsigned)index % per_controller);
	return 0;
}

/* ---- PCI: one bus, whose slots are given away in order ---- */

enum { SLOTS = 32, FIRST_SLOT = LPC_SLOT + 1 };

struct slots {
	bool taken[SLOTS];
};

static int
note_address(struct device_info *info, struct slots *slots)
{
	uint64_t slot = (uint64_t)info->address.pci.slot.value;

	if (info->address.type == ADDRESS_PCI && slot < SLOTS)
		slots->taken[slot] = true;
	return 0;
}

static int
give_address(struct device_info *info, struct slots *slots)
{
	if (info->address.type != ADDRESS_NONE)
		return 0;
	for (unsigned slot = FIRST_SLOT; slot < SLOTS; slot++)
		if (!slots->taken[slot]) {
			slots->taken[slot] = true;
			device_address_pci(&info->address, pci_address(0, 0, slot, 0));
			return 0;
		}
	return fail(FAULT_CONFIG, "bhyve has no more PCI slots");
}

/* Call for each device that has a place on the bus, in the order in which places are given. */
static int
each_device(struct vm_def *def, int (*call)(struct device_info *info, struct slots *slots), struct slots *slots)
{
	list_each(controller, &def->devices.controllers)
		if (controller->type != CONTROLLER_PCI && call(&controller->info, slots) < 0)
			return -1;
	list_each(nic, &def->devices.nics)
		if (call(&nic->info, slots) < 0)
			return -1;
	list_each(disk, &def->devices.disks)
		if (disk->target.bus == DISK_BUS_VIRTIO && call(&disk->info, slots) < 0)
			return -1;
	list_each(video, &def->devices.videos)
		if (call(&video->info, slots) < 0)
			return -1;
	return 0;
}

static int
give_addresses(struct vm_def *def)
{
	struct slots slots = { 0 };

	each_device(def, note_address, &slots);
	return each_device(def, give_address, &slots);
}

/* ---- all ---- */

static void
need_root(struct vm_def *def)
{
	struct controller *root;

	list_each(controller, &def->devices.controllers)
		if (controller->type == CONTROLLER_PCI && controller->model == PCI_ROOT)
			return;
	root = list_add(&def->devices.controllers);
	root->type = CONTROLLER_PCI;
	root->index = NUMBER_OF(0);
	root->model = PCI_ROOT;
}

/* The loader's arguments are of use without its name, too, but not in other hypervisors. */
static int
complete_common(struct vm_def *def)
{
	char *arguments = steal(def->bootloader_args);
	int done = vm_def_complete(def);

	free(def->bootloader_args);
	def->bootloader_args = arguments;
	return done;
}

int
bhyve_complete(struct vm_def *def)
{
	int lacks = bhyve_lacks();

	if (lacks < 0)
		return -1;
	if (!def->os.arch)
		def->os.arch = xstrdup("x86_64");
	list_each(disk, &def->devices.disks)
		if (place_disk(disk, lacks) < 0)
			return -1;
	need_root(def);
	return complete_common(def) < 0 ? -1 : give_addresses(def);
}
