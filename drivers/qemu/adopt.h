/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* adopt - a definition takes the place of the one a process was started with */
#ifndef QEMU_ADOPT_H
#define QEMU_ADOPT_H

#include "model/vm_def.h"

/* Give `becomes`, which looks the same to the guest, what is true of the running process: numbers of
 * block nodes, aliases, terminals, displays. */
void qemu_adopt(const struct vm_def *running, struct vm_def *becomes);

#endif
