/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qmp_inside - what the files behind qmp.h share, and nobody else includes */
#ifndef QEMU_QMP_INSIDE_H
#define QEMU_QMP_INSIDE_H

#include "base/text.h"
#include "qmp.h"

struct qmp {
	int fd;
	struct text in;              /* read from the socket */
	size_t taken;                /* of it: lines already handed out */
	int64_t patience_ms;
	unsigned sent, answered;     /* numbers of requests */
	const char *job;             /* whose end is waited for */
	bool job_ended;
	struct strings pending;      /* commands whose replies are due */
};

/* The next message: a greeting, a reply or an event.  Caller puts it. */
struct json_object *qmp_next_message(struct qmp *qmp, int64_t ms);

/* Does an event tell of the end of qmp->job? */
void qmp_note_event(struct qmp *qmp, struct json_object *event);

#endif
