/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* hostinfo - what this host and its emulators can do, as libvirt's documents */
#ifndef QEMU_HOSTINFO_H
#define QEMU_HOSTINFO_H

#include "base/text.h"

int qemu_capabilities(struct text *out);
int qemu_vm_capabilities(const char *virttype, const char *emulator, const char *arch,
			 const char *machine, struct text *out);
int qemu_version(char **ret_hypervisor, unsigned long *ret_version);

/* The part between <host> and </host>. */
void hostinfo_host(struct text *out);

/* "x86_64" as the kernel names it.  Borrowed. */
const char *hostinfo_arch(void);

#endif
