/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_rules - what libvirt refuses of any completed definition, whatever the hypervisor */
#ifndef DRIVER_VM_RULES_H
#define DRIVER_VM_RULES_H

#include "model/vm_def.h"

/* Does a complete definition make sense as a whole?  No two devices in one place, none on a bus
 * that is not there, no setting without the one it depends on.  -1 after fail(), of the class that
 * libvirt's refusal has. */
int vm_def_check(const struct vm_def *def);

#endif
