/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* run_state - NAME.state, the latest word about a running guest
 *
 * Before a program changes the state it announces it here, as pending, and afterwards
 * confirms it.  The keeper, which hears of every change, knows by it that a program
 * did it and tells of it.  An event that is older than the file is stale.  Who finds a
 * pending word, because the change is under way or whoever announced it was killed,
 * asks the emulator.
 *
 * Needs nothing of libcore but its first floor, for the keeper's sake. */
#ifndef QEMU_RUN_STATE_H
#define QEMU_RUN_STATE_H

#include <stdint.h>

#include "driver/vm.h"

struct run_state {
	enum vm_state state;
	enum vm_reason reason;
	int64_t since_us;            /* microseconds of the epoch */
	bool pending;                /* announced, not seen yet */
};

/* Read NAME.state below dir.  1, 0 when there is none that makes sense, -1. */
int run_state_read(int dir, const char *vm, struct run_state *ret_state);

/* Replace it.  Each writer has a draft of its own: "keeper", or "new" for who holds the
 * guest's lock. */
int run_state_write(int dir, const char *vm, const struct run_state *state, const char *draft);

/* Microseconds of the epoch. */
int64_t run_state_now(void);

#endif
