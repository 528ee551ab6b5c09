/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* agent - the guest agent, on its channel */
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/socket.h"

#define AGENT_CHANNEL "org.qemu.guest_agent.0"

enum {
	SYNC_MS = 5000,
	ANSWER_MS = 60000,           /* before it freezes, what is not written yet is written */
	REFUSAL_MS = 1000,           /* a shutdown that is refused is refused at once */
	LINE_LIMIT = 16 << 20,
	SENTINEL = 0xff,             /* never part of JSON: what was before it is somebody else's */
};

/* The agent's channel of a live definition; NULL when there is none. */
static const struct channel *
agent_channel(const struct vm_def *def)
{
	list_each(channel, &def->devices.channels)
		if (channel->target == TARGET_VIRTIO && text_same(channel->name, AGENT_CHANNEL))
			return channel;
	return NULL;
}

int
agent_is_there(struct qmp *qmp, const struct vm_def *def)
{
	const struct channel *channel = agent_channel(def);
	auto_free char *label = channel ? text_format("char%s", channel->info.alias) : NULL;
	auto_json struct json_object *chardevs = channel ? qmp_call(qmp, "query-chardev", NULL) : NULL;

	if (!channel)
		return 0;
	if (!json_object_is_type(chardevs, json_type_array))
		return -1;
	for (size_t i = 0; i < json_length(chardevs); i++) {
		struct json_object *chardev = json_object_array_get_idx(chardevs, i);

		if (text_same(json_string(chardev, "label"), label))
			return json_boolean(chardev, "frontend-open");
	}
	return 0;
}

static int
send_line(int agent, const struct text *line)
{
	size_t sent = 0;

	while (sent < line->length) {
		ssize_t n = send(agent, line->data + sent, line->length - sent, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(FAULT_AGENT, "guest agent: %s", strerror(errno));
		sent += (size_t)n;
	}
	return 0;
}

static int
send_command(int agent, const char *command, struct json_object *arguments, bool sentinel)
{
	auto_json struct json_object *request = json_build("s:execute", command, NULL);
	auto_text struct text line = { 0 };

	if (arguments)
		json_object_object_add(request, "arguments", arguments);
	if (sentinel)
		text_add_char(&line, (char)SENTINEL);
	text_addf(&line, "%s\n", json_line(request));
	return send_line(agent, &line);
}

/* A line, without what is before the sentinel in it.  NULL: FAULT_TIMEOUT, FAULT_AGENT. */
static char *
read_line(int agent, int64_t deadline)
{
	auto_text struct text line = { 0 };
	const char *sentinel;

	for (;;) {
		struct pollfd wait = { .fd = agent, .events = POLLIN };
		char c;
		ssize_t n;

		/* One that never falls silent does not answer either. */
		if (clock_poll(&wait, 1, deadline) == 0 || clock_left(deadline) == 0)
			return fail(FAULT_TIMEOUT, "the guest agent does not answer"), NULL;
		n = recv(agent, &c, 1, MSG_DONTWAIT);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n <= 0 || line.length >= LINE_LIMIT)
			return fail(FAULT_AGENT, "the guest agent is gone"), NULL;
		if (c == '\n')
			break;
		text_add_char(&line, c);
	}
	sentinel = line.length ? memrchr(line.data, SENTINEL, line.length) : NULL;
	return xstrdup(sentinel ? sentinel + 1 : text_get(&line));
}

static struct json_object *
read_answer(int agent, int64_t timeout_ms)
{
	auto_free char *line = read_line(agent, clock_deadline(timeout_ms));
	auto_json struct json_object *answer = line ? json_parse(line, strlen(line), "guest agent") : NULL;
	const char *error = json_string(json_member(answer, "error"), "desc");

	if (!answer)
		return NULL;
	if (json_member(answer, "error"))
		return fail(FAULT_FAILED, "guest agent: %s", error ? error : "refused"), NULL;
	return json_object_get(json_member(answer, "return"));
}

/* Answers to earlier requests may still be on their way: ours has our number in it. */
static int
synchronise(int agent)
{
	int64_t number = clock_ms() & 0x7fffffff, end = clock_ms() + SYNC_MS;

	if (send_command(agent, "guest-sync-delimited", json_build("i:id", number, NULL), true) < 0)
		return -1;
	for (;;) {
		auto_free char *line = read_line(agent, end);
		auto_json struct json_object *answer = NULL;

		if (!line)
			return fail_as(FAULT_AGENT);
		answer = json_parse(line, strlen(line), "guest agent");
		if (!answer)
			fail_forget();       /* the rest of an older answer */
		else if (json_number(answer, "return", -1) == number)
			return 0;
	}
}

int
agent_open(const struct vm_def *def)
{
	const struct channel *channel = agent_channel(def);
	auto_close int agent = -1;

	if (!channel || channel->source.type != CHARDEV_UNIX || !channel->source.path)
		return fail(FAULT_AGENT, "there is no guest agent channel (" AGENT_CHANNEL ")");
	agent = socket_connect(AT_FDCWD, channel->source.path);
	if (agent < 0)
		return fail_as(FAULT_AGENT);
	return synchronise(agent) < 0 ? -1 : steal_fd(agent);
}

int
agent_shutdown(int agent, const char *mode)
{
	auto_json struct json_object *answer = NULL;

	if (send_command(agent, "guest-shutdown", json_build("s:mode", mode, NULL), false) < 0)
		return -1;
	answer = read_answer(agent, REFUSAL_MS);
	if (!answer && fail_fault() == FAULT_FAILED)
		return -1;
	fail_forget();           /* silence, or a guest that is gone already: it obeys */
	return 0;
}

/* As agent_open(), for what cannot be done without one: it will never be there. */
static int
open_needed(struct vm *vm)
{
	if (!agent_channel(vm->live->def))
		return fail(FAULT_OPTION, "there is no guest agent channel (" AGENT_CHANNEL ")");
	return agent_open(vm->live->def);
}

int
qemu_ask_agent(struct vm *vm)
{
	auto_close int agent = open_needed(vm);

	return agent < 0 ? -1 : 0;
}

struct json_object *
agent_ask(struct vm *vm, const char *command)
{
	auto_close int agent = open_needed(vm);
	struct json_object *answer = NULL;

	if (agent < 0 || send_command(agent, command, NULL, false) < 0)
		return NULL;
	answer = read_answer(agent, ANSWER_MS);
	if (!answer)
		fail_within("%s", command);
	return answer;
}

int
qemu_freeze(struct vm *vm)
{
	auto_json struct json_object *answer = agent_ask(vm, "guest-fsfreeze-freeze");

	return answer ? 0 : -1;
}

int
qemu_thaw(struct vm *vm)
{
	auto_json struct json_object *answer = agent_ask(vm, "guest-fsfreeze-thaw");

	return answer ? 0 : -1;
}
