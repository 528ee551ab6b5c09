/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pci_devices - the devices of a guest that are on a PCI bus, and what each needs there */
#ifndef QEMU_PCI_DEVICES_H
#define QEMU_PCI_DEVICES_H

#include "model/vm_def.h"
#include "pci_bus.h"

/* A sort of device: where its list is in the definition, and what one of them needs (enum
 * pci_fit; 0: it is on another bus). */
struct pci_sort {
	size_t list, size, info;
	bool single;                      /* not a list but a pointer that may be NULL */
	unsigned (*needs)(const void *device, bool express);
};

/* In the order in which addresses are given out. */
extern const struct pci_sort pci_sorts[];
extern const unsigned pci_sorts_count;

/* Call for each device that may be on a PCI bus, in that order; stops at and returns the
 * first result that is not 0.  express: the guest has PCI Express. */
typedef int (*pci_device_call)(void *device, struct device_info *info, unsigned needs, void *context);
int pci_each(const struct pci_sort *sort, struct vm_def *def, bool express,
	     pci_device_call call, void *context);
int pci_each_device(struct vm_def *def, bool express, pci_device_call call, void *context);

/* What a struct video needs. */
unsigned pci_video_needs(const void *device, bool express);

/* No address yet, or one that says "PCI, anywhere". */
bool pci_address_wanted(const struct device_info *info);
/* It has one. */
bool pci_address_there(const struct device_info *info);

#endif
