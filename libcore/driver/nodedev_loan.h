/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev_loan - devices of the host that a guest has while it runs
 *
 * For hypervisor drivers.  A loan is planned, and the plan is on the guest's record before the
 * device is touched: whoever finds the record gives back what it tells of. */
#ifndef DRIVER_NODEDEV_LOAN_H
#define DRIVER_NODEDEV_LOAN_H

#include "base/json.h"
#include "base/netlink.h"
#include "driver/nodedev.h"
#include "model/hostdev.h"

struct nodedev_loan {
	const struct pci_address *pci;
	const char *vm;                  /* who gets it */
	bool managed;                    /* the host's driver lets go of it, and gets it back; else somebody saw to that */
	/* It is a virtual function of a network adapter, which is told this; NULL: whatever it is. */
	const struct link_function *function;
};

/* What giving it back needs to know.  FAULT_STATE: another guest has it.  NULL after a failure; the
 * caller puts it. */
struct json_object *nodedev_loan_plan(const struct nodedev_loan *loan);
/* Make it so; the node by which the guest's emulator opens it is for the caller to free. */
int nodedev_loan_make(const struct nodedev_loan *loan, struct json_object *plan, char **ret_node);
/* Give it back, as far as nobody else has it; may be done twice. */
int nodedev_loan_end(const char *vm, struct json_object *plan);
/* Is it the plan of that device? */
bool nodedev_loan_is(struct json_object *plan, const struct pci_address *pci);

/* The node of a USB device of the host for a guest, whose emulator opens it; caller frees.  The device's place is put
 * into the (live) definition.  FAULT_MISSING: it is not there; FAULT_STATE: another guest has it. */
int nodedev_usb_lend(struct hostdev *usb, const char *vm, char **ret_node);

#endif
