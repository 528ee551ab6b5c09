/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* progress - how far long work has come, for people and for programs
 *
 * A bar on standard error when that is a terminal and -q was not given, redrawn at most ten
 * times a second; the last one stays.  Elsewhere nothing, or with -v a line every ten seconds.
 * --progress=json writes JSON lines, --progress-fd says where to.  SIGUSR1 asks for a line at any
 * time. */
#ifndef COMMAND_PROGRESS_H
#define COMMAND_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *what;            /* "Block Copy" */
	const char *target, *part;   /* "web", "vda": named in JSON; either may be NULL */
	int64_t started_ms, shown_ms;        /* of clock_ms() */
	uint64_t from;               /* what was done when it began */
	bool begun, drawn;
};

/* last: it has ended, and is shown so whatever the time since the last one. */
void progress_show(struct progress *progress, uint64_t done, uint64_t total, bool last);
/* A line now, whatever was asked for. */
void progress_tell(struct progress *progress, uint64_t done, uint64_t total);
/* The bar is complete as it stands: what comes next begins a line of its own. */
void progress_end(struct progress *progress);

/* "Block Copy: [ 45 %]": the part that virsh prints too.  Caller frees. */
char *progress_percent(const char *what, uint64_t done, uint64_t total);

#endif
