/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* clock - time that goes by, and until when is waited */
#include "base/clock.h"

#include <errno.h>
#include <limits.h>
#include <time.h>

int64_t
clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
clock_deadline(int64_t timeout_ms)
{
	int64_t now = clock_ms();

	return timeout_ms < 0 || timeout_ms > INT64_MAX - now ? INT64_MAX : now + timeout_ms;
}

int64_t
clock_left(int64_t deadline)
{
	int64_t now = clock_ms();

	return deadline == INT64_MAX ? INT64_MAX : deadline > now ? deadline - now : 0;
}

int
clock_poll(struct pollfd *fds, nfds_t n, int64_t deadline)
{
	for (;;) {
		int64_t left = clock_left(deadline);
		int ready = poll(fds, n, left < INT_MAX ? (int)left : INT_MAX);

		if (ready < 0 ? errno != EINTR : ready > 0 || left == 0)
			return ready;
	}
}
