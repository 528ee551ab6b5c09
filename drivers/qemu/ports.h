/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ports - TCP ports of displays, chosen when the guest starts */
#ifndef QEMU_PORTS_H
#define QEMU_PORTS_H

#include "model/vm_def.h"

/* Locks that keep two starting guests from choosing the same port; held until the
 * emulator listens. */
struct ports {
	int *item;
	unsigned n;
};
void ports_done(struct ports *ports);
#define auto_ports __attribute__((cleanup(ports_done)))

/* Fill in the ports that the definition leaves to us. */
int ports_choose(struct vm_def *def, struct ports *ret_locks);

#endif
