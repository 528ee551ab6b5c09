/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qmp - talking to an emulator's machine protocol
 *
 * QMP serves one client per socket: a second one is accepted by the kernel and
 * hears nothing until the first has gone.  So connect only under the guest's
 * lock, for the length of one change. */
#ifndef QEMU_QMP_H
#define QEMU_QMP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"

struct vm;
struct qmp;

/* Connect to the control socket of an active guest.  NULL after a failure:
 * FAULT_BUSY when no greeting comes because somebody else is connected. */
struct qmp *qmp_open(struct vm *vm);
/* The same on a connected socket, which is taken over; waits as long for the greeting. */
struct qmp *qmp_attach(int fd, int64_t greeting_ms);
/* The same in two steps, with an emulator that is still coming up: what is sent between
 * them is answered as soon as it can answer at all. */
struct qmp *qmp_begin(int fd);
int qmp_greeting(struct qmp *qmp, int64_t ms);
void qmp_close(struct qmp *qmp);

static inline void
qmp_close_at(struct qmp **qmp)
{
	qmp_close(*qmp);
}
#define auto_qmp __attribute__((cleanup(qmp_close_at)))

/* How long to wait for a reply, from now on; default QMP_PATIENCE_MS. */
enum { QMP_PATIENCE_MS = 60000 };
void qmp_set_patience(struct qmp *qmp, int64_t ms);

/* Run a command.  arguments is taken over, NULL for none.  The reply, which the
 * caller puts, or NULL after a failure with QEMU's words: FAULT_FAILED when it refused (FAULT_UNSUPPORTED
 * when it does not know the command), and FAULT_SYSTEM when it could not be asked. */
struct json_object *qmp_call(struct qmp *qmp, const char *command, struct json_object *arguments);
/* The same when only success matters. */
int qmp_do(struct qmp *qmp, const char *command, struct json_object *arguments);
/* A whole request as the user wrote it; the whole answer, error or not. */
struct json_object *qmp_raw(struct qmp *qmp, struct json_object *request);

/* Several commands in one go: send them all, then take their replies in order. */
int qmp_send(struct qmp *qmp, const char *command, struct json_object *arguments);
struct json_object *qmp_reply(struct qmp *qmp);

/* A command that a descriptor goes with (add-fd ...). */
struct json_object *qmp_call_fd(struct qmp *qmp, const char *command, struct json_object *arguments, int fd);
/* Hand over a descriptor under a name (getfd). */
int qmp_give_fd(struct qmp *qmp, const char *name, int fd);

/* A job from start to end: command must take "job-id".  Waits until it has
 * concluded, dismisses it, and fails with its error.  On FAULT_TIMEOUT the job is left as it is. */
int qmp_job(struct qmp *qmp, const char *command, struct json_object *arguments,
	    const char *job_id, int64_t timeout_ms);

/* Wait until a job is in that state, or over, or gone; a job that takes longer is left as it is. */
int qmp_job_await(struct qmp *qmp, const char *job_id, const char *status, int64_t timeout_ms);

/* Wait for a job that another program started, and dismiss it, however it ended. */
int qmp_job_settle(struct qmp *qmp, const char *job_id, int64_t timeout_ms);

#endif
