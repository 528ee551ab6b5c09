/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi_direct_session - being logged in to an iSCSI server, by libiscsi */
#include "iscsi_direct_session.h"

#include <iscsi/iscsi.h>
#include <iscsi/scsi-lowlevel.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/library.h"
#include "iscsi_portal.h"
#include "server.h"

#define FUNCTIONS(X)                            \
	X(iscsi_create_context)                 \
	X(iscsi_destroy_context)                \
	X(iscsi_discovery_async)                \
	X(iscsi_full_connect_async)             \
	X(iscsi_get_error)                      \
	X(iscsi_get_fd)                         \
	X(iscsi_logout_async)                   \
	X(iscsi_scsi_command_async)             \
	X(iscsi_service)                        \
	X(iscsi_set_initiator_username_pwd)     \
	X(iscsi_set_noautoreconnect)            \
	X(iscsi_set_session_type)               \
	X(iscsi_set_targetname)                 \
	X(iscsi_which_events)                   \
	X(scsi_create_task)                     \
	X(scsi_free_scsi_task)

#define POINTER(name) __typeof__(name) *name;
static struct { FUNCTIONS(POINTER) } lib;
#define ROW(name) LIBRARY_FUNCTION(lib, name),
static const struct library_function functions[] = { FUNCTIONS(ROW) };

struct iscsi_session {
	struct iscsi_context *context;
	char *server;
	int64_t limit_ms;
	bool usable;
	/* Of what was asked last. */
	bool answered;
	int status;
	struct scsi_task *task;
	struct strings targets;
};

/* ---- asking ---- */

/* The library calls back from within iscsi_service(), or when the context is destroyed. */
static void
on_answer(__attribute__((unused)) struct iscsi_context *context, int status,
	  __attribute__((unused)) void *data, void *private_data)
{
	struct iscsi_session *session = private_data;

	session->answered = true;
	session->status = status;
}

/* What is listed lives only until this returns. */
static void
on_targets(struct iscsi_context *context, int status, void *data, void *private_data)
{
	struct iscsi_session *session = private_data;
	const struct iscsi_discovery_address *at = status == SCSI_STATUS_GOOD ? data : NULL;

	for (; at; at = at->next)
		strings_add(&session->targets, at->target_name);
	on_answer(context, status, data, private_data);
}

/* The library's story may have several lines. */
static int
refused(const struct iscsi_session *session, const char *what)
{
	const char *story = lib.iscsi_get_error(session->context);

	return fail(FAULT_FAILED, "server '%s': %s: %.*s", session->server, what, (int)strcspn(story, "\n"), story);
}

/* result: of what has just asked. */
static int
await(struct iscsi_session *session, int result, const char *what)
{
	int64_t end = clock_deadline(session->limit_ms);

	session->usable = false;
	while (result >= 0 && !session->answered) {
		struct pollfd fd = {
			.fd = lib.iscsi_get_fd(session->context),
			.events = (short)lib.iscsi_which_events(session->context),
		};
		int ready = clock_poll(&fd, 1, end);

		if (ready == 0)
			return server_gave_up(session->server, session->limit_ms);
		if (ready < 0)
			return fail_errno("wait for server '%s'", session->server);
		result = lib.iscsi_service(session->context, fd.revents);
	}
	session->answered = false;
	if (result < 0 || session->status == SCSI_STATUS_ERROR || session->status == SCSI_STATUS_CANCELLED)
		return refused(session, what);
	session->usable = true;
	return 0;
}

/* ---- sessions ---- */

/* The library keeps both in fields of 256 bytes. */
static int
set_user(struct iscsi_session *session, const struct pool_auth *auth)
{
	enum { FIELD = 256 };
	auto_bytes struct bytes password = { 0 };

	if (iscsi_password(auth, &password) < 0)
		return -1;
	if (password.size >= FIELD || strlen(auth->username) >= FIELD)
		return fail(FAULT_CONFIG, "a user's name and password for iSCSI have at most %d bytes", FIELD - 1);
	return lib.iscsi_set_initiator_username_pwd(session->context, auth->username, password.data) < 0
	       ? refused(session, "set the user") : 0;
}

static int
log_in(struct iscsi_session *session, const struct pool_source *source, const char *target)
{
	auto_free char *portal = iscsi_portal(source);

	lib.iscsi_set_noautoreconnect(session->context, 1);
	lib.iscsi_set_session_type(session->context, target ? ISCSI_SESSION_NORMAL : ISCSI_SESSION_DISCOVERY);
	if (target && lib.iscsi_set_targetname(session->context, target) < 0)
		return refused(session, "set the target");
	if (source->auth && set_user(session, source->auth) < 0)
		return -1;
	return await(session, lib.iscsi_full_connect_async(session->context, portal, -1, on_answer, session), "log in");
}

struct iscsi_session *
iscsi_session_open(const struct pool_source *source, const char *target)
{
	auto_iscsi_session struct iscsi_session *session = NULL;

	if (library_open(LIBRARY_SONAME, functions, COUNT(functions)) < 0)
		return NULL;
	session = xcalloc(1, sizeof *session);
	session->server = xstrdup(source->hosts.item->name);
	session->context = lib.iscsi_create_context(source->initiator);
	if (!session->context)
		return fail(FAULT_CONFIG, "%s is no name of an iSCSI initiator", quote(source->initiator)), NULL;
	if (server_limit(&session->limit_ms) < 0 || log_in(session, source, target) < 0)
		return NULL;
	return steal(session);
}

void
iscsi_session_close(struct iscsi_session *session)
{
	if (!session)
		return;
	/* The server finds out anyway. */
	if (session->usable && await(session, lib.iscsi_logout_async(session->context, on_answer, session), "log out") < 0)
		fail_forget();
	if (session->context)
		lib.iscsi_destroy_context(session->context);
	if (session->task)
		lib.scsi_free_scsi_task(session->task);
	strings_done(&session->targets);
	free(session->server);
	free(session);
}

int
iscsi_session_targets(struct iscsi_session *session, struct strings *ret_targets)
{
	if (await(session, lib.iscsi_discovery_async(session->context, on_targets, session), "ask for its targets") < 0)
		return -1;
	*ret_targets = session->targets;
	session->targets = (struct strings) { 0 };
	return 0;
}

/* ---- units ---- */

static int
give(struct iscsi_session *session, const struct iscsi_order *order)
{
	struct iscsi_data data = { .size = order->size, .data = order->data };
	bool writes = order->direction == ISCSI_WRITES && order->size;
	int direction = !order->size ? SCSI_XFER_NONE : writes ? SCSI_XFER_WRITE : SCSI_XFER_READ;
	unsigned char cdb[sizeof order->cdb];

	memcpy(cdb, order->cdb, sizeof cdb);
	session->task = lib.scsi_create_task((int)order->length, cdb, direction, (int)order->size);
	if (!session->task)
		return fail(FAULT_SYSTEM, "%s: no memory for a SCSI command", order->what);
	return await(session, lib.iscsi_scsi_command_async(session->context, (int)order->lun, session->task, on_answer,
							   writes ? &data : NULL, session), order->what);
}

static void
forget_task(struct iscsi_session *session)
{
	lib.scsi_free_scsi_task(session->task);
	session->task = NULL;
}

static int64_t
take_answer(struct iscsi_session *session, const struct iscsi_order *order)
{
	const struct scsi_data *in = &session->task->datain;
	uint32_t size = in->size < 0 ? 0 : (uint32_t)in->size < order->size ? (uint32_t)in->size : order->size;

	if (order->direction == ISCSI_READS && size)
		memcpy(order->data, in->data, size);
	return size;
}

int64_t
iscsi_session_order(struct iscsi_session *session, const struct iscsi_order *order)
{
	/* A unit tells each that comes first what happened before, and does nothing else. */
	enum { ATTENTIONS = 5 };

	for (unsigned tries = 0;; tries++) {
		int64_t size;

		if (give(session, order) < 0)
			return -1;
		if (session->status == SCSI_STATUS_GOOD) {
			size = take_answer(session, order);
			forget_task(session);
			return size;
		}
		if (session->status != SCSI_STATUS_CHECK_CONDITION || tries == ATTENTIONS ||
		    session->task->sense.key != SCSI_SENSE_UNIT_ATTENTION)
			break;
		forget_task(session);
	}
	fail(FAULT_FAILED, "server '%s', unit %u: %s: status %#x, sense key %#x, code %#x", session->server, order->lun,
	     order->what, (unsigned)session->status, (unsigned)session->task->sense.key, (unsigned)session->task->sense.ascq);
	forget_task(session);
	return -1;
}
