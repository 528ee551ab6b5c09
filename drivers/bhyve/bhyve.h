/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bhyve - the hypervisor of FreeBSD: what its files share */
#ifndef BHYVE_H
#define BHYVE_H

#include "model/vm_def.h"

/* What an old bhyve, or an old grub-bhyve, cannot do; the URI says it: ?without=ahci32slot */
enum bhyve_lack {
	LACKS_AHCI32SLOT = 1 << 0,       /* more than one disk on a SATA controller */
	LACKS_CONS_DEV   = 1 << 1,       /* grub on the serial port */
};
int bhyve_lacks(void);                   /* bits; -1 after fail() */

enum { LPC_SLOT = 1 };                   /* of the PCI bus: serial ports and firmware */

/* Add controllers and the places of all devices. */
int bhyve_complete(struct vm_def *def);

/* The command that runs a complete definition, and the one that loads it before: no words
 * when firmware does that.  device_map: what grub-bhyve is to find there. */
int bhyve_args(const struct vm_def *def, int lacks, struct strings *ret_args);
int bhyve_loader_args(const struct vm_def *def, int lacks, struct strings *ret_args, struct strings *device_map);

/* The definition that a script with these commands stands for.  Caller frees. */
struct vm_def *bhyve_read(const char *text, const char *whence);

#endif
