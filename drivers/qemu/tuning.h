/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tuning - the share of the host that a guest gets: cputune, memtune, blkiotune, pinning
 *
 * Limits are in the control groups of the guest, processors and schedulers with its threads.  What
 * cannot be put in force is a failure that names the element. */
#ifndef QEMU_TUNING_H
#define QEMU_TUNING_H

#include "model/vm_def.h"
#include "qmp.h"

/* What nobody here can do, whatever the host has. */
int tuning_check(const struct vm_def *def);
/* Once the groups are made. */
int tuning_limit(const struct vm_def *def, const char *cgroups);
/* Once the emulator runs, and all its threads are there. */
int tuning_threads(const struct vm_def *def, const char *cgroups, struct qmp *qmp, pid_t emulator);

#endif
