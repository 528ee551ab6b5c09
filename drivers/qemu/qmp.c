/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qmp - requests and replies on one QMP connection */
#include "qmp_inside.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/socket.h"

/* More than the longest honest answer; the emulator is not to be trusted. */
enum { LINE_LIMIT = 32 << 20 };

static int
no_answer(void)
{
	return fail(FAULT_TIMEOUT, "the emulator does not answer");
}

static int
wait_readable(int fd, int64_t end)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	int ready = clock_poll(&wait, 1, end);

	if (ready == 0)
		return no_answer();
	return ready < 0 ? fail_errno("wait for the emulator") : 0;
}

static int
read_more(struct qmp *qmp)
{
	char chunk[16384];
	ssize_t n;

	do
		n = recv(qmp->fd, chunk, sizeof chunk, 0);
	while (n < 0 && errno == EINTR);
	if (n == 0 || (n < 0 && errno == ECONNRESET))
		return fail(FAULT_SYSTEM, "the emulator has ended");
	if (n < 0)
		return fail_errno("read from the emulator");
	if (qmp->in.length + (size_t)n > LINE_LIMIT)
		return fail(FAULT_SYSTEM, "the emulator's answer is too long");
	text_add_bytes(&qmp->in, chunk, (size_t)n);
	return 0;
}

/* Drop what was handed out once it is worth moving the rest. */
static void
compact(struct qmp *qmp)
{
	size_t rest = qmp->in.length - qmp->taken;

	if (!qmp->taken)
		return;
	memmove(qmp->in.data, qmp->in.data + qmp->taken, rest);
	text_cut(&qmp->in, rest);
	qmp->taken = 0;
}

struct json_object *
qmp_next_message(struct qmp *qmp, int64_t ms)
{
	int64_t until = clock_deadline(ms);
	size_t searched = qmp->taken;

	for (;;) {
		const char *from = qmp->in.length ? qmp->in.data + searched : NULL;
		const char *end = from ? memchr(from, '\n', qmp->in.length - searched) : NULL;

		if (end) {
			const char *line = qmp->in.data + qmp->taken;

			qmp->taken = (size_t)(end + 1 - qmp->in.data);
			return json_parse(line, (size_t)(end - line), "QMP");
		}
		compact(qmp);
		searched = qmp->in.length;
		if (wait_readable(qmp->fd, until) < 0 || read_more(qmp) < 0)
			return NULL;
	}
}

void
qmp_note_event(struct qmp *qmp, struct json_object *event)
{
	struct json_object *data = json_member(event, "data");

	if (qmp->job && text_same(json_string(event, "event"), "JOB_STATUS_CHANGE") &&
	    text_same(json_string(data, "id"), qmp->job) &&
	    text_same(json_string(data, "status"), "concluded"))
		qmp->job_ended = true;
}

/* The next message that is no event: events, however many, are no answer. */
static struct json_object *
next_answer(struct qmp *qmp, int64_t ms)
{
	int64_t end = clock_deadline(ms);
	struct json_object *message;

	while ((message = qmp_next_message(qmp, clock_left(end))) && json_member(message, "event")) {
		qmp_note_event(qmp, message);
		json_object_put(message);
		if (clock_left(end) == 0)
			return no_answer(), NULL;
	}
	return message;
}

static int
send_request(struct qmp *qmp, struct json_object *request, int fd)
{
	auto_free char *line = text_format("%s\r\n", json_line(request));
	const char *from = line;
	size_t size = strlen(line);

	if (fd >= 0)
		return socket_send_fd(qmp->fd, line, size, fd);
	while (size) {
		ssize_t n = send(qmp->fd, from, size, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EPIPE || errno == ECONNRESET))
			return fail(FAULT_SYSTEM, "the emulator has ended");
		if (n < 0)
			return fail_errno("write to the emulator");
		from += n;
		size -= (size_t)n;
	}
	return 0;
}

static int
send_command(struct qmp *qmp, const char *command, struct json_object *arguments, int fd)
{
	auto_json struct json_object *request =
		json_build("s:execute", command, "i:id", (int64_t)qmp->sent + 1, NULL);

	if (arguments)
		json_object_object_add(request, "arguments", arguments);
	if (send_request(qmp, request, fd) < 0)
		return -1;
	qmp->sent++;
	strings_add(&qmp->pending, command);
	return 0;
}

int
qmp_send(struct qmp *qmp, const char *command, struct json_object *arguments)
{
	return send_command(qmp, command, arguments, -1);
}

static int
refused(const char *command, struct json_object *error)
{
	const char *description = json_string(error, "desc");
	enum fault fault = text_same(json_string(error, "class"), "CommandNotFound") ?
			   FAULT_UNSUPPORTED : FAULT_FAILED;

	return fail(fault, "%s: %s", command, description ? description : "refused by the emulator");
}

struct json_object *
qmp_reply(struct qmp *qmp)
{
	auto_json struct json_object *answer = next_answer(qmp, qmp->patience_ms);
	const char *command = qmp->pending.item[qmp->answered];
	struct json_object *value;

	if (!answer)
		return fail_within("%s", command), NULL;
	qmp->answered++;
	if (json_member(answer, "error"))
		return refused(command, json_member(answer, "error")), NULL;
	value = json_member(answer, "return");
	if (!value || json_number(answer, "id", -1) != qmp->answered)
		return fail(FAULT_SYSTEM, "%s: unexpected answer from the emulator", command), NULL;
	return json_object_get(value);
}

struct json_object *
qmp_call(struct qmp *qmp, const char *command, struct json_object *arguments)
{
	return qmp_send(qmp, command, arguments) < 0 ? NULL : qmp_reply(qmp);
}

int
qmp_do(struct qmp *qmp, const char *command, struct json_object *arguments)
{
	auto_json struct json_object *reply = qmp_call(qmp, command, arguments);

	return reply ? 0 : -1;
}

struct json_object *
qmp_raw(struct qmp *qmp, struct json_object *request)
{
	return send_request(qmp, request, -1) < 0 ? NULL : next_answer(qmp, qmp->patience_ms);
}

struct json_object *
qmp_call_fd(struct qmp *qmp, const char *command, struct json_object *arguments, int fd)
{
	return send_command(qmp, command, arguments, fd) < 0 ? NULL : qmp_reply(qmp);
}

int
qmp_give_fd(struct qmp *qmp, const char *name, int fd)
{
	auto_json struct json_object *reply =
		qmp_call_fd(qmp, "getfd", json_build("s:fdname", name, NULL), fd);

	return reply ? 0 : -1;
}

void
qmp_set_patience(struct qmp *qmp, int64_t ms)
{
	qmp->patience_ms = ms;
}

struct qmp *
qmp_begin(int fd)
{
	auto_qmp struct qmp *qmp = xcalloc(1, sizeof *qmp);

	qmp->fd = fd;
	qmp->patience_ms = QMP_PATIENCE_MS;
	return qmp_send(qmp, "qmp_capabilities", NULL) < 0 ? NULL : steal(qmp);
}

int
qmp_greeting(struct qmp *qmp, int64_t ms)
{
	auto_json struct json_object *greeting = next_answer(qmp, ms), *reply = NULL;

	if (!greeting && fail_fault() == FAULT_TIMEOUT)
		return fail(FAULT_BUSY, "busy: somebody else talks to the emulator, or it hangs");
	if (!greeting)
		return -1;
	if (!json_member(greeting, "QMP"))
		return fail(FAULT_SYSTEM, "unexpected greeting from the emulator");
	reply = qmp_reply(qmp);
	return reply ? 0 : -1;
}

struct qmp *
qmp_attach(int fd, int64_t greeting_ms)
{
	auto_qmp struct qmp *qmp = qmp_begin(fd);

	return qmp && qmp_greeting(qmp, greeting_ms) == 0 ? steal(qmp) : NULL;
}

void
qmp_close(struct qmp *qmp)
{
	if (!qmp)
		return;
	file_close_at(&qmp->fd);
	text_done(&qmp->in);
	strings_done(&qmp->pending);
	free(qmp);
}
