/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* virtiofs - virtiofsd, the program behind a directory shared over virtio */
#ifndef QEMU_VIRTIOFS_H
#define QEMU_VIRTIOFS_H

#include "handover.h"

/* Check, and write down what will have to be ended.  Each listens on $RUN/qemu/NAME.ALIAS. */
int virtiofs_plan(const struct vm_def *def, struct json_object *undo);
int virtiofs_start(const struct vm_def *def, const struct emulator_user *user, const char *cgroups, int log);

#endif
