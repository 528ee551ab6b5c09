/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* caps_probe - ask an emulator binary what it can do */
#ifndef QEMU_CAPS_PROBE_H
#define QEMU_CAPS_PROBE_H

#include "caps.h"

/* Fill in everything but caps->binary by running it. */
int caps_probe(struct qemu_caps *caps);

#endif
