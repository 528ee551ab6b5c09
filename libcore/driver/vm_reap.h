/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_reap - cleaning up by name what is left of guests whose hypervisor died
 *
 * Opening a guest to change it does the same in passing; this tells what was
 * found, and reaches transient guests, of which nothing else is left. */
#ifndef DRIVER_VM_REAP_H
#define DRIVER_VM_REAP_H

#include "base/text.h"

/* Of one guest; ret_what lists what was removed.  Of one that runs, what was begun is finished or
 * undone; off: nothing is done.  FAULT_NO_VM. */
int vm_reap_name(const char *name, struct strings *ret_what);

/* Names that may need it. */
int vm_reap_names(struct strings *ret_names);

#endif
