/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate - what QEMU cannot run is refused when a guest is defined */
#ifndef QEMU_VALIDATE_H
#define QEMU_VALIDATE_H

#include "caps.h"
#include "model/vm_def.h"

/* -1 after fail(FAULT_CONFIG or FAULT_UNSUPPORTED, ...) naming what is wrong. */
int qemu_validate(const struct vm_def *def, const struct qemu_caps *caps);

#endif
