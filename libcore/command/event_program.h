/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event_program - what the programs that wait for events do alike */
#ifndef COMMAND_EVENT_PROGRAM_H
#define COMMAND_EVENT_PROGRAM_H

#include "base/json.h"
#include "driver/driver.h"

struct event_source {
	const char *const *kinds;        /* what --list prints, up to NULL */
	const char *key;                 /* the member of an event that names whose it is: "vm" */
	const char *title;               /* in words, with quotes where virsh has them: "domain '%s'" */
	const struct strings *only;      /* names; NULL: the follower tells of no others */
	/* The next event: 1, 0 when time is up, -1. */
	int (*next)(void *follower, int64_t timeout_ms, struct json_object **ret_event);
};

/* The command line of {event}: 1 when --list was all there was to do. */
int event_check(const struct event_source *source);
/* Print what happens until there was enough of it.  past: what was is told first, and without
 * --loop and --timeout only that.  The follower is NULL after a failure. */
int event_print(const struct event_source *source, void *follower, bool past);

/* For followers that are an event log. */
int event_of_log(void *log, int64_t timeout_ms, struct json_object **ret_event);
/* What happens from now on to objects of a noun: these, or all when none was asked for. */
int event_print_objects(const struct event_source *source, enum noun noun, const struct strings *names);

#endif
