/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_follow - what happens to guests, as it happens: the lines of $RUN/FOLDER/NAME.events
 *
 * Whoever changes a guest, and its keeper, appends to those files; inotify tells
 * us.  Nobody waits for us and nothing is lost while we are busy. */
#ifndef DRIVER_VM_FOLLOW_H
#define DRIVER_VM_FOLLOW_H

#include <stdint.h>

#include "base/json.h"
#include "base/text.h"

struct vm_follow;

/* Follow these guests, or with none named every guest, also those that come later.  What happened
 * from since_us on (microseconds since the epoch) is told first; INT64_MAX: nothing of the past. */
struct vm_follow *vm_follow_open(const struct strings *names, int64_t since_us);
void vm_follow_close(struct vm_follow *follow);

static inline void
vm_follow_close_at(struct vm_follow **follow)
{
	vm_follow_close(*follow);
}
#define auto_vm_follow __attribute__((cleanup(vm_follow_close_at)))

/* The next event: 1, 0 when time is up, -1.  Caller puts it. */
int vm_follow_next(struct vm_follow *follow, int64_t timeout_ms, struct json_object **ret_event);

/* Readable when there may be one, for poll(). */
int vm_follow_fd(const struct vm_follow *follow);

#endif
