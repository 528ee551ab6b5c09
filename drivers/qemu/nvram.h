/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nvram - the file where UEFI keeps its variables */
#ifndef QEMU_NVRAM_H
#define QEMU_NVRAM_H

#include <stdbool.h>

#include "handover.h"

/* The file, when the variables are in a local one; else NULL. */
const char *nvram_path(const struct vm_def *def);

/* Its node in the emulator. */
#define NVRAM_NODE "libvirt-pflash1-format"

/* Is it in an image that can hold snapshots? */
bool nvram_keeps_snapshots(const struct vm_def *def);

/* Write down what nvram_make() of a guest that starts will make. */
void nvram_plan(const struct vm_def *def, bool reset, struct json_object *undo);

/* Make it from its template when it is not there, or anew with reset.  It is
 * the emulator's user's from its first moment. */
int nvram_make(const struct vm_def *def, bool reset, const struct emulator_user *user);

#endif
