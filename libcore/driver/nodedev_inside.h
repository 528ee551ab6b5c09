/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_inside - what the files behind nodedev.h share; programs and drivers do not see it */
#ifndef DRIVER_NODEDEV_INSIDE_H
#define DRIVER_NODEDEV_INSIDE_H

#include "driver/nodedev.h"
#include "driver/vm_inside.h"

const struct nodedev_ops *nodedev_ops_of(const struct nodedev *nodedev);

/* What there is under a name, if anything; with its lock, but in a dry run. */
struct nodedev *nodedev_look(const char *name, enum object_how how);

/* A name under its lock, whether there is such a device or not; what a killed program left
 * half made is removed.  NULL after a failure. */
struct nodedev *nodedev_take(const char *name);

/* In use by a running guest: FAULT_STATE. */
int nodedev_must_be_free(struct nodedev *nodedev);

/* "pci_0000_00_02_0".  Caller frees. */
char *nodedev_pci_name(const struct pci_address *pci);
/* What it can do besides; NULL: not that. */
const struct nodedev_nested *nodedev_nested(const struct nodedev_def *def, enum nested_kind kind);
/* The network adapter that made this virtual function of it, and the function's number; FAULT_UNSUPPORTED when
 * it is none.  The caller frees the adapter. */
int nodedev_adapter(struct nodedev *nodedev, const struct pci_address *pci, char **ret_adapter, unsigned *ret_number);
/* The guest that has it but for this one; NULL when none has.  Borrowed. */
int nodedev_other_user(struct nodedev *nodedev, const char *vm, const char **ret_vm);
/* Give a PCI device to that driver, whoever has it; NULL: to the host's own. */
int nodedev_bind(struct nodedev *nodedev, const char *driver);

/* Is that the device that is meant, by its place or by who made it? */
bool nodedev_is_usb(const struct nodedev_capability *c, const struct hostdev *hostdev);

#endif
