/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* passt - the program behind a card whose frames go through the host's own sockets
 *
 * It speaks to the emulator through a pair of connected sockets, so it ends when the emulator
 * does, and there is no file by which anybody else could be the guest. */
#ifndef QEMU_PASST_H
#define QEMU_PASST_H

#include "launch.h"

/* Is it there?  Then it goes into undo. */
int passt_plan(const char *vm_name, const struct nic *nic, struct json_object *undo);

/* Does it do the same for both cards?  Neither has one: yes. */
bool passt_same(const struct nic *a, const struct nic *b);

/* Start it; the emulator's end, or -1. */
int passt_open(const struct launch *launch, const struct nic *nic);
void passt_stop(const char *vm_name, const struct nic *nic);

#endif
