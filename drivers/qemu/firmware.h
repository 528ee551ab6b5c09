/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* firmware - which UEFI image a guest gets that asks for one by its features
 *
 * Distributions describe their images in JSON files (QEMU's docs/interop/firmware.json),
 * in the order of preference of their names; those of the administrator replace those of
 * the distribution of the same name. */
#ifndef QEMU_FIRMWARE_H
#define QEMU_FIRMWARE_H

#include "model/vm_def.h"

/* Fill in <loader> and <nvram> of a live definition.  var is where the driver keeps NVRAM
 * files; dirs, NULL-terminated, are the directories, later ones first in rank (NULL: the host's).
 * FAULT_CONFIG when no image fits. */
int qemu_firmware_choose(struct vm_def *live, const char *var, const char *const *dirs);

#endif
