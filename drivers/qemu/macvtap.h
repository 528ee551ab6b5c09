/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* macvtap - cards that share a device of the host, by macvtap devices of ours
 *
 * The kernel keeps such a device when its last descriptor is closed.  Its name is that of the
 * card's MAC address: known, and written down, before it is made. */
#ifndef QEMU_MACVTAP_H
#define QEMU_MACVTAP_H

#include "base/json.h"
#include "network.h"

/* Has the card one, by itself or because its network lends devices? */
bool nic_has_macvtap(const struct nic *nic);

/* Its name goes into undo; FAULT_STATE when there is a device of that name: another guest's. */
int macvtap_plan(const struct nic *nic, struct json_object *undo);
void macvtap_undo(struct json_object *undo);

/* Make it on that device of the host, and bring it up; its name is put into the (live) definition.
 * Descriptors as nic_open_tap() has them. */
int macvtap_open(struct nic *nic, const char *below, enum macvtap_mode mode, const struct nic_place *at, int *ret_fds);
int macvtap_remove(const struct nic *nic);

#endif
