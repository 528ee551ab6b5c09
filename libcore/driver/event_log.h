/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event_log - what happens, and following it: the lines of $RUN/FOLDER/NAME.events
 *
 * Whoever changes a guest or a network, and a guest's keeper, appends to those files; inotify
 * tells those that follow.  Nobody waits for them and nothing is lost while they are busy. */
#ifndef DRIVER_EVENT_LOG_H
#define DRIVER_EVENT_LOG_H

#include <stdint.h>

#include "base/json.h"
#include "base/text.h"

/* Append a line of this moment; noun is the key of the name, detail and reason may be NULL:
 *	{"time":1795221865.123456,"vm":"web","event":"lifecycle","detail":"started","reason":"booted"} */
int event_log_add(const char *folder, const char *noun, const char *name, const char *event,
		  const char *detail, const char *reason);

struct event_log;

/* Follow these names, or with none every one, also those that come later.  What happened from
 * since_us on (microseconds since the epoch) is told first; INT64_MAX: nothing of the past. */
struct event_log *event_log_open(const char *folder, const struct strings *names, int64_t since_us);
void event_log_close(struct event_log *log);

static inline void
event_log_close_at(struct event_log **log)
{
	event_log_close(*log);
}
#define auto_event_log __attribute__((cleanup(event_log_close_at)))

/* The next event: 1, 0 when time is up, -1.  Caller puts it. */
int event_log_next(struct event_log *log, int64_t timeout_ms, struct json_object **ret_event);

/* Readable when there may be one, for poll(). */
int event_log_fd(const struct event_log *log);

#endif
