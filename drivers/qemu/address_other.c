/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* address_other - places of smart cards, memory modules and pSeries adapters */
#include "base/fail.h"
#include "complete.h"

static bool
card_slot_taken(const struct vm_def *def, unsigned slot)
{
	list_each(card, &def->devices.smartcards)
		if (card->info.address.type == ADDRESS_CCID && !card->info.address.ccid.controller.value &&
		    card->info.address.ccid.slot.value == slot)
			return true;
	return false;
}

static void
place_smartcards(struct vm_def *def)
{
	list_each(card, &def->devices.smartcards) {
		unsigned slot = 0;

		if (card->info.address.type)
			continue;
		while (card_slot_taken(def, slot))
			slot++;
		card->info.address.type = ADDRESS_CCID;
		card->info.address.ccid.controller = NUMBER_OF(0);
		card->info.address.ccid.slot = NUMBER_OF(slot);
		qemu_add_controller(def, CONTROLLER_CCID, 0, CONTROLLER_MODEL_NONE);
	}
}

static bool
memory_slot_taken(const struct vm_def *def, unsigned slot)
{
	list_each(memory, &def->devices.memories)
		if (memory->info.address.type == ADDRESS_DIMM && memory->info.address.dimm.slot.value == slot)
			return true;
	return false;
}

static int
place_memories(struct vm_def *def)
{
	list_each(memory, &def->devices.memories) {
		unsigned slot = 0;

		if (memory->info.address.type || (memory->model != MEMORY_DIMM && memory->model != MEMORY_NVDIMM))
			continue;
		while (memory_slot_taken(def, slot))
			slot++;
		if (slot >= def->max_memory.slots)
			return fail(FAULT_CONFIG, "the %u slots of maxMemory are too few for the memory modules",
				    def->max_memory.slots);
		memory->info.address.type = ADDRESS_DIMM;
		memory->info.address.dimm.slot = NUMBER_OF(slot);
	}
	return 0;
}

/* The first places of interfaces and of SCSI adapters on the bus of pSeries, wherever it is emulated. */
enum { VIO_NIC = 0x1000, VIO_SCSI = 0x2000, VIO_STEP = 0x1000 };

static void
place_vio(struct device_address *address, int64_t *next)
{
	if (address->type)
		return;
	address->type = ADDRESS_SPAPR_VIO;
	address->spapr_vio.reg = NUMBER_OF(*next);
	*next += VIO_STEP;
}

static void
place_vios(struct vm_def *def)
{
	int64_t next = VIO_NIC;

	list_each(nic, &def->devices.nics)
		if (text_same(nic->model, "spapr-vlan"))
			place_vio(&nic->info.address, &next);
	next = next > VIO_SCSI ? next : VIO_SCSI;
	list_each(c, &def->devices.controllers)
		if (c->type == CONTROLLER_SCSI && c->model == SCSI_IBMVSCSI)
			place_vio(&c->info.address, &next);
}

int
qemu_complete_other_addresses(struct vm_def *def)
{
	place_smartcards(def);
	place_vios(def);
	return place_memories(def);
}
