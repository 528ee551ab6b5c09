/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_rules - what a request for a snapshot means, and whether it can be
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#ifndef DRIVER_SNAPSHOT_RULES_H
#define DRIVER_SNAPSHOT_RULES_H

#include "driver/snapshot.h"

/* 2.1: which options need or exclude which.  FAULT_USAGE. */
int snapshot_options_check(unsigned how);

/* 1.1: a new snapshot: what a request may not say is dropped, the name and the time
 * are filled in. */
int snapshot_request(struct snapshot_def *def, unsigned how);

/* 1.1, 1.4: a complete document given back with --redefine. */
int snapshot_redefinition(struct snapshot_def *def);

/* 2.2: choose the modes of memory and disks for a guest in that state; def->state is
 * set. */
int snapshot_choose(struct snapshot_def *def, const struct vm *vm, unsigned how,
		    enum disk_snapshot *ret_disks);

/* 1.5: bring the list of disks to one entry per disk of the guest, in its order.
 * uniform: all of them must have the chosen mode (the qemu driver's internal ones). */
int snapshot_align(struct snapshot_def *def, const struct vm_def *guest,
		   enum disk_snapshot chosen, bool uniform);

#endif
