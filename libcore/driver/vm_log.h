/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_log - what the hypervisor itself has to say of a guest, start by start
 *
 * A start begins with a line that vm_log_begin() writes; what follows is the
 * hypervisor's own output:
 *
 *	2026-01-31 04:00:00.123+0000: starting web: qemu-system-x86_64 -name ... */
#ifndef DRIVER_VM_LOG_H
#define DRIVER_VM_LOG_H

#include <limits.h>
#include <stdint.h>
#include <stdio.h>

#include "driver/vm.h"

/* Path of the log; NULL after a failure (FAULT_UNSUPPORTED: the driver keeps none).  Caller frees. */
char *vm_log_file(struct vm *vm);

/* Remove it; no log is fine. */
int vm_log_remove(struct vm *vm);

/* For drivers, at each start: what is started, on a line of its own. */
int vm_log_begin(int fd, const char *what);

/* Which lines of a log. */
enum { VM_LOG_EVERY_BOOT = INT_MIN };
struct vm_log_part {
	int boot;                /* 0: the last start, -1: the one before ..., 1: the first */
	int64_t since_us;        /* INT64_MIN: not said.  A line without a time has that of the line before */
	uint64_t lines;          /* the last so many; UINT64_MAX: all */
};

/* Copy these lines to out; the log is left at its end.  FAULT_MISSING when there was no such start. */
int vm_log_copy(FILE *log, const struct vm_log_part *part, FILE *out);

/* Go on copying as the log grows; returns when it is removed or replaced. */
int vm_log_follow(FILE *log, const char *path, FILE *out);

#endif
