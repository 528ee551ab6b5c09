/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lock - the two sorts of kernel locks we use.
 *
 * Object locks are flock() on a file that is never renamed or removed.  The
 * holder writes who it is into the file (after taking the lock), so a busy
 * answer can name it; the text means nothing once the lock is free.
 *
 * Life locks are POSIX record locks held by a long-lived process (the emulator
 * on its pid file, the keeper on its own): F_GETLK answers "alive?" and "which
 * pid?" in one call. */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include <stdint.h>
#include <sys/types.h>

/* Take an exclusive flock on dir/name, creating it (0600), waiting at most
 * timeout_ms (0: not at all, INT64_MAX: for ever).  Returns the descriptor to
 * close for unlocking, or -1: FAULT_BUSY "busy: COMMAND (pid N, USER) for 12m". */
int lock_take(int dir, const char *name, int64_t timeout_ms);

/* Who holds the record lock on an open descriptor or on dir/name: its pid, 0
 * when nobody or no such file, -1 on failure.  Not for the holder itself: it
 * would get 0, and closing any descriptor of the file gives up its lock. */
pid_t lock_holder_fd(int fd);
pid_t lock_holder(int dir, const char *name);

/* Take the record (life) lock for this process; -1 with FAULT_BUSY when held. */
int lock_life(int fd);

#endif
