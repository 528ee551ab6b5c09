/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* complete - what QEMU adds to a definition: machine, default devices, addresses
 *
 * The result is stored, so that the guest keeps seeing the same hardware.  Pure: all
 * that is asked of the host comes as capabilities. */
#ifndef QEMU_COMPLETE_H
#define QEMU_COMPLETE_H

#include "caps.h"
#include "machine.h"
#include "model/vm_def.h"

/* The operation of the driver: with the capabilities of the definition's emulator. */
int qemu_complete(struct vm_def *def);

/* Fill in the architecture and the emulator. */
int qemu_complete_emulator(struct vm_def *def);

/* The same with given capabilities; var is where the driver keeps NVRAM files and
 * the like ("$VAR/qemu").  Calls vm_def_complete() on the way, because what it adds comes
 * behind the machine's own devices.  Changes nothing the second time. */
int qemu_complete_with(struct vm_def *def, const struct qemu_caps *caps, const char *var);

/* ---- the parts, in the order they run ---- */

struct completion {
	struct vm_def *def;
	const struct qemu_caps *caps;
	const char *var;
	const struct machine *machine;
};

int qemu_complete_machine(struct completion *c);           /* machine type, features, firmware */
int qemu_complete_cpu(struct completion *c);
int qemu_complete_defaults(struct completion *c);          /* devices every guest has */
int qemu_complete_devices(struct completion *c);           /* what each device leaves open */
int qemu_complete_addresses(struct completion *c);

/* Make sure there is a controller: true when one was added, at the end. */
bool qemu_add_controller(struct vm_def *def, enum controller_kind type, unsigned index,
			     enum controller_model model);

int qemu_complete_usb(struct vm_def *def);                 /* ports, and hubs to have enough */
int qemu_complete_virtio_serial(struct vm_def *def);
int qemu_complete_other_addresses(struct vm_def *def);     /* drive, ccid, isa, dimm */

#endif
