/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* run_state - NAME.state, the latest word about a running guest
 *
 * The keeper writes it from the emulator's events, the programs before they
 * change the state: so an event older than the file is stale, and an event that
 * says what the file says already was caused by a program, which tells of it.
 * Needs nothing of libcore but its first floor, for the keeper's sake. */
#ifndef QEMU_RUN_STATE_H
#define QEMU_RUN_STATE_H

#include <stdint.h>

#include "driver/vm.h"

struct run_state {
	enum vm_state state;
	enum vm_reason reason;
	int64_t since_us;            /* microseconds of the epoch */
};

/* Read NAME.state below dir.  1, 0 when there is none that makes sense, -1. */
int run_state_read(int dir, const char *vm, struct run_state *ret_state);

/* Replace it, as the keeper: its draft is not the programs'. */
int run_state_write(int dir, const char *vm, const struct run_state *state);

#endif
