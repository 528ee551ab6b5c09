/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_config - what the configuration space of a PCI device says */
#ifndef NODEDEV_PCI_CONFIG_H
#define NODEDEV_PCI_CONFIG_H

#include "model/model.h"

struct pci_lanes {
	struct number port;
	const char *speed;               /* GT/s of a lane, "2.5"; NULL when it is not known */
	unsigned width;
};

struct pci_config {
	bool is_bridge, is_cardbus;
	bool is_express, has_link;       /* what is part of the processor has no link */
	struct pci_lanes can, is;
};
/* Only root reads more than the first bytes: nothing is known of the rest then. */
void pci_config_read(const char *device, struct pci_config *ret_config);

#endif
