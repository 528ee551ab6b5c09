/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_assign - give every PCI device of a guest its address, adding controllers as needed */
#ifndef QEMU_PCI_ASSIGN_H
#define QEMU_PCI_ASSIGN_H

#include "machine.h"
#include "pci_bus.h"

/* -1 after fail(FAULT_CONFIG, ...) when devices do not fit or collide. */
int pci_assign(struct vm_def *def, bool pcie_pci_bridge);

/* Reserve what is soldered to the board, and give devices that belong to it (the first
 * disk and USB controllers, the primary video adapter ...) their customary places. */
int pci_chipset(struct vm_def *def, const struct machine *machine, struct pci_set *set);

#endif
