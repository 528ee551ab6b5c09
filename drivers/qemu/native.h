/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* native - the command line a definition stands for */
#ifndef QEMU_NATIVE_H
#define QEMU_NATIVE_H

#include "model/vm_def.h"

int qemu_to_native(const struct vm_def *def, const char *format, struct strings *ret_arguments);

#endif
