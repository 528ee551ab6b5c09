/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* assign - PCI and USB devices of the host that a guest has, cards among them
 *
 * Each PCI device is on the guest's record ("loans") before it is touched, see nodedev_loan.h. */
#ifndef QEMU_ASSIGN_H
#define QEMU_ASSIGN_H

#include "base/json.h"
#include "driver/vm.h"
#include "model/network_port.h"

/* Can a card be one, with all that it says?  FAULT_UNSUPPORTED, FAULT_CONFIG. */
int assign_check(const struct nic *nic);

/* Let the guest have it; the emulator may open it then. */
int assign_hostdev(struct vm *vm, struct hostdev *hostdev);
int assign_nic(struct vm *vm, const struct nic *nic);
/* The function that a network chose, which the (live) definition then tells of. */
int assign_port(struct vm *vm, struct nic *nic, const struct network_port_def *port);

/* Does any device of these read the guest's memory by itself? */
bool assign_any(const struct vm_def *def);

/* Give back a device that was unplugged, or all. */
int assign_drop(const char *vm, const struct pci_address *pci);
void assign_undo(const char *vm, struct json_object *undo);

#endif
