/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface_program - what several iface- programs do alike */
#ifndef COMMAND_IFACE_PROGRAM_H
#define COMMAND_IFACE_PROGRAM_H

#include <stdint.h>

#include "driver/interface.h"

/* --validate and --strict of {in}, for interface_define(). */
enum interface_define_how iface_define_asked(void);

/* --rollback-after of those that may cut the host off: -1 is not said. */
#define OPT_ROLLBACK_AFTER(p) \
	OPT_VALUE(0, "rollback-after", VALUE_DURATION, p, "SEC", "go back by itself unless iface-commit is called until then")
/* Keep a copy, for that long; it is announced. */
int iface_keep_copy(int64_t ms);

#endif
