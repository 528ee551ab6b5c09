/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* machine - families of emulated boards, and what comes with each */
#ifndef QEMU_MACHINE_H
#define QEMU_MACHINE_H

#include <stdbool.h>

#include "model/vm_def.h"

enum machine_family { MACHINE_OTHER, MACHINE_I440FX, MACHINE_Q35, MACHINE_ISAPC, MACHINE_MICROVM, MACHINE_VIRT };

struct machine {
	enum machine_family family;
	enum controller_model root;       /* of PCI bus 0; CONTROLLER_MODEL_NONE: no PCI */
	bool ide, sata;                   /* has this disk controller on board */
	bool usb;                         /* gets a USB controller unless told otherwise */
	bool ps2;
	const char *ram;                  /* the emulator's name for its main memory */
};

bool machine_is_x86(const struct vm_def *def);

/* What is known of def's machine type; never NULL. */
const struct machine *machine_of(const struct vm_def *def);

/* NULL when there is none. */
struct controller *machine_controller(const struct vm_def *def, enum controller_kind type, unsigned index);

/* Does def show its screen this way? */
bool machine_shows(const struct vm_def *def, enum graphics_kind type);

#endif
