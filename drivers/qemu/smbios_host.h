/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* smbios_host - what the host's own SMBIOS tables say */
#ifndef QEMU_SMBIOS_HOST_H
#define QEMU_SMBIOS_HOST_H

#include "model/vm_def.h"

/* For a guest that is to see them; NULL when it is not, or when the host has none. */
struct sysinfo *smbios_of_host(const struct vm_def *def);

static inline void
sysinfo_free_at(struct sysinfo **info)
{
	model_free(&sysinfo_type, *info);
}
#define auto_sysinfo __attribute__((cleanup(sysinfo_free_at)))

#endif
