/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* signals - signals that are read from a descriptor, instead of ending the program in the middle */
#ifndef BASE_SIGNALS_H
#define BASE_SIGNALS_H

#include <signal.h>

struct kept_signals {
	int fd;                  /* signalfd(2), readable without waiting when one has come; -1: none are kept */
	sigset_t before;         /* which were blocked already */
};

#define NO_SIGNALS { .fd = -1 }

/* Keep those that end a program, SIGINT, SIGTERM and SIGHUP, and more, which a 0 ends; NULL: no more.
 * Before threads are made, which inherit that. */
int signals_keep(struct kept_signals *kept, const int *more);

/* The number of the next one that has come, 0 when none has. */
int signals_next(const struct kept_signals *kept);

/* From here on they do what they always do; one that has come and was not read does it now. */
void signals_release(struct kept_signals *kept);

#endif
