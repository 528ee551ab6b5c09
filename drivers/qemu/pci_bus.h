/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_bus - which PCI functions of a guest are taken, and what fits where
 *
 * A set is built twice for each definition: once growing, where a device that
 * finds no slot adds buses, to learn how many controllers the guest needs; once
 * fixed, with those controllers in the definition, to give out addresses. */
#ifndef QEMU_PCI_BUS_H
#define QEMU_PCI_BUS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/controller.h"

/* What a device needs of a slot, and what the slots of a bus offer. */
enum pci_fit {
	FIT_PCI           = 1 << 0,
	FIT_PCIE          = 1 << 1,
	FIT_PCI_BRIDGE    = 1 << 2,
	FIT_DMI_BRIDGE    = 1 << 3,
	FIT_PCIE_PCI      = 1 << 4,
	FIT_ROOT_PORT     = 1 << 5,
	FIT_UPSTREAM      = 1 << 6,
	FIT_DOWNSTREAM    = 1 << 7,
	FIT_PCI_EXPANDER  = 1 << 8,
	FIT_PCIE_EXPANDER = 1 << 9,
	FIT_KINDS         = (1 << 10) - 1,
	FIT_HOTPLUG       = 1 << 10,
	FIT_SHARED        = 1 << 11,      /* may share its slot with others of this sort */
	FIT_AUTOMATIC     = 1 << 12,      /* a bus where devices are put unasked */
};

struct pci_controller {
	enum controller_model model;
	enum pci_model_name device;       /* that plays it unless the definition says otherwise */
	unsigned needs, offers;           /* enum pci_fit */
	uint8_t first, last;              /* usable slots */
};

/* NULL when it is no model of a PCI controller. */
const struct pci_controller *pci_controller_find(enum controller_model model);

struct pci_bus {
	const struct pci_controller *controller;  /* NULL: not known yet */
	uint8_t taken[32];                        /* a bit for each function */
	bool shared[32];
};

struct pci_set {
	struct pci_bus *item;
	unsigned n;
	bool growing;
	bool pcie_pci_bridge;             /* the emulator has one */
};

void pci_set_init(struct pci_set *set, unsigned buses, bool growing);
void pci_set_done(struct pci_set *set);
#define auto_pci_set __attribute__((cleanup(pci_set_done)))

bool pci_slot_taken(const struct pci_set *set, unsigned bus, unsigned slot);
bool pci_bus_full(const struct pci_bus *bus);

/* Take a function.  asked: the user chose it, which allows what we would not choose. */
int pci_reserve(struct pci_set *set, const struct pci_address *at, unsigned needs, bool asked);

/* Take the first free slot that fits, and there the given function (-1: any). */
int pci_reserve_next(struct pci_set *set, unsigned needs, int function, struct pci_address *ret_at);

/* "0000:00:02.0".  Borrowed: valid until the next call. */
const char *pci_address_text(const struct pci_address *at);

#endif
