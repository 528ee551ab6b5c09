/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clock - time that goes by, and until when is waited: milliseconds of CLOCK_MONOTONIC */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <poll.h>
#include <stdint.h>

int64_t clock_ms(void);

/* The deadline that is so far away from now; below 0 and INT64_MAX: INT64_MAX, never. */
int64_t clock_deadline(int64_t timeout_ms);

/* How far it is away: 0 when it has passed, INT64_MAX when it is never. */
int64_t clock_left(int64_t deadline);

/* poll(2) until the deadline, whatever signals come: how many are ready, 0 when it has passed,
 * -1 with errno. */
int clock_poll(struct pollfd *fds, nfds_t n, int64_t deadline);

#endif
