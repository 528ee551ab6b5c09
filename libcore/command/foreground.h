/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* foreground - a guest that lives as long as this program */
#ifndef COMMAND_FOREGROUND_H
#define COMMAND_FOREGROUND_H

#include <stdbool.h>
#include <stdint.h>

/* Signals that would end this program are kept for foreground_run(): called before the guest is
 * started, so that none can come in between and leave it behind. */
int foreground_begin(void);

/* Stay until the guest ends, its console is left with the escape byte, a signal comes or time is up
 * (timeout_ms < 0: never; FAULT_TIMEOUT).  Then the guest is stopped, if it still runs, and a signal
 * does what it would have done. */
int foreground_run(const char *name, bool console, int64_t timeout_ms);

#endif
