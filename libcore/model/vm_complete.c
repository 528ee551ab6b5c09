/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_complete - what libvirt adds to any definition, whatever the hypervisor */
#include "model/vm_def.h"

int
vm_def_complete(struct vm_def *def)
{
	return def ? 0 : -1;
}
