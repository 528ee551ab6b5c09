/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_chipset - what sits at fixed places of bus 0 on the boards with PCI
 *
 * QEMU puts the functions of the south bridge itself; the guest's definition says where
 * they are, so addresses that disagree are refused.  Other devices have places that real
 * hardware made customary: they get those while they are free. */
#include "base/fail.h"
#include "pci_assign.h"
#include "pci_devices.h"

/* Functions of the south bridge that the definition knows as a controller. */
struct fixed {
	enum controller_kind type;
	enum controller_model model;      /* CONTROLLER_MODEL_NONE: any */
	unsigned slot, function;
	const char *what;
};

static const struct fixed piix3[] = {
	{ CONTROLLER_IDE, CONTROLLER_MODEL_NONE, 1, 1, "the primary IDE controller" },
	{ CONTROLLER_USB, USB_PIIX3_UHCI,        1, 2, "the PIIX3 USB controller at index 0" },
	{ 0 }
};

static const struct fixed ich9[] = {
	{ CONTROLLER_SATA, CONTROLLER_MODEL_NONE, 0x1f, 2, "the primary SATA controller" },
	{ 0 }
};

/* Functions of the south bridge that the definition does not show. */
static const struct { unsigned slot, function; } hidden_piix3[] = { { 1, 0 } }, hidden_ich9[] = { { 0x1f, 0 }, { 0x1f, 3 } };

static int
place_fixed(struct vm_def *def, struct pci_set *set, const struct fixed *row)
{
	struct pci_address at = pci_address(0, 0, row->slot, row->function);

	list_each(c, &def->devices.controllers) {
		if (c->type != row->type || c->index.value || (row->model && c->model != row->model))
			continue;
		if (pci_address_wanted(&c->info) || c->info.address.type != ADDRESS_PCI)
			device_address_pci(&c->info.address, at);
		else if (c->info.address.pci.bus.value || c->info.address.pci.slot.value != at.slot.value ||
			 c->info.address.pci.function.value != at.function.value)
			return fail(FAULT_CONFIG, "%s must have PCI address %s", row->what, pci_address_text(&at));
		else
			continue;      /* collected with the addresses the user gave */
		if (pci_reserve(set, &at, FIT_PCI, true) < 0)
			return -1;
	}
	return 0;
}

static int
place_all_fixed(struct vm_def *def, struct pci_set *set, const struct fixed *rows)
{
	for (; rows->type; rows++)
		if (place_fixed(def, set, rows) < 0)
			return -1;
	return 0;
}

/* Take a function of bus 0 for a device, if the slot is free (1) or not (0). */
static int
pci_take_slot(struct pci_set *set, struct device_info *info, unsigned slot, unsigned function, unsigned needs)
{
	struct pci_address at = pci_address(0, 0, slot, function);

	if (pci_slot_taken(set, 0, slot))
		return 0;
	if (pci_reserve(set, &at, needs, true) < 0)
		return -1;
	device_address_pci(&info->address, at);
	return 1;
}

/* QEMU looks for the first free slot behind the south bridge for its first adapter: it has the choice
 * before all other devices.  While the buses grow it stays without an address and asks once more, so that
 * there is a bus too many, as with libvirt. */
static int
place_video(struct vm_def *def, struct pci_set *set, unsigned slot, bool express)
{
	struct video *video = def->devices.videos.item;
	unsigned needs = def->devices.videos.n ? pci_video_needs(video, express) : 0;
	struct pci_address at;
	int taken;

	if (!needs || !pci_address_wanted(&video->info))
		return 0;
	taken = pci_take_slot(set, &video->info, slot, 0, FIT_PCI);
	if (taken)
		return taken < 0 ? -1 : 0;
	if (pci_reserve_next(set, needs, -1, &at) < 0)
		return -1;
	if (!set->growing)
		device_address_pci(&video->info.address, at);
	return 0;
}

static int
chipset_piix3(struct vm_def *def, struct pci_set *set)
{
	struct pci_address bridge = pci_address(0, 0, hidden_piix3[0].slot, hidden_piix3[0].function);

	if (place_all_fixed(def, set, piix3) < 0 || pci_reserve(set, &bridge, FIT_PCI, true) < 0)
		return -1;
	return place_video(def, set, 2, false);
}

/* Companion controllers of ICH9 are at 1d, those of a second set at 1a. */
static int
place_companion(struct pci_set *set, struct controller *c)
{
	int taken;

	if (c->model != USB_ICH9_UHCI1 || !pci_address_wanted(&c->info))
		return 0;
	taken = pci_take_slot(set, &c->info, 0x1d, 0, FIT_PCI);
	if (!taken)
		taken = pci_take_slot(set, &c->info, 0x1a, 0, FIT_PCI);
	if (taken > 0)
		c->info.address.pci.multifunction = YES;
	return taken < 0 ? -1 : 0;
}

static int
place_ich9_controllers(struct vm_def *def, struct pci_set *set)
{
	list_each(c, &def->devices.controllers) {
		if (c->type == CONTROLLER_USB && place_companion(set, c) < 0)
			return -1;
		if (c->type == CONTROLLER_PCI && c->model == DMI_TO_PCI_BRIDGE &&
		    pci_address_wanted(&c->info) &&
		    pci_take_slot(set, &c->info, 0x1e, 0, FIT_DMI_BRIDGE) < 0)
			return -1;
	}
	return 0;
}

static int
place_ich9_sound(struct vm_def *def, struct pci_set *set)
{
	list_each(sound, &def->devices.sounds)
		if (sound->model == SOUND_ICH9 && pci_address_wanted(&sound->info))
			return pci_take_slot(set, &sound->info, 0x1b, 0, FIT_PCI) < 0 ? -1 : 0;
	return 0;
}

static int
chipset_ich9(struct vm_def *def, struct pci_set *set)
{
	if (place_all_fixed(def, set, ich9) < 0 || place_ich9_controllers(def, set) < 0)
		return -1;
	for (unsigned i = 0; i < COUNT(hidden_ich9); i++) {
		struct pci_address at = pci_address(0, 0, hidden_ich9[i].slot, hidden_ich9[i].function);

		if (pci_reserve(set, &at, FIT_PCI, true) < 0)
			return -1;
	}
	if (place_video(def, set, 1, true) < 0)
		return -1;
	return place_ich9_sound(def, set);
}

int
pci_chipset(struct vm_def *def, const struct machine *machine, struct pci_set *set)
{
	switch (machine->family) {
	case MACHINE_I440FX:
		return chipset_piix3(def, set);
	case MACHINE_Q35:
		return chipset_ich9(def, set);
	default:
		return 0;
	}
}
