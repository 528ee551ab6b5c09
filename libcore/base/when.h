/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* when - points in time as people write them: microseconds since the epoch */
#ifndef BASE_WHEN_H
#define BASE_WHEN_H

#include <stdint.h>

int64_t when_now(void);

/* "2026-01-31", "2026-01-31 04:00", "2026-01-31T04:00:59.5", each with an optional "Z" or "+0130"
 * and local time without; "@1700000000.5"; "-2h" from now; "now", "today", "yesterday".
 * -1 after fail(FAULT_USAGE, ...). */
int when_read(const char *text, int64_t *ret_us);

/* "2026-01-31 04:00:59.500+0000": local time with its offset.  Caller frees. */
char *when_print(int64_t us);

#endif
