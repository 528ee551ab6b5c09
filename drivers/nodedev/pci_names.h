/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_names - who made a PCI device, and what it is, from the host's pci.ids */
#ifndef NODEDEV_PCI_NAMES_H
#define NODEDEV_PCI_NAMES_H

/* NULL what is not known, or everything where the host has no such file.  Caller frees. */
void pci_names(unsigned vendor, unsigned product, char **ret_vendor, char **ret_product);

#endif
