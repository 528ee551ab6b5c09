/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* keeper_orders - what a keeper writes: orders to the emulator, lines for people and programs */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/socket.h"

void
keeper_complain(void)
{
	if (fail_fault())
		fprintf(stderr, "vm-keeper: %s\n", fail_story());
	fail_forget();
}

void
keeper_log(struct keeper *keeper, int64_t time_us, const char *event, const char *detail,
	   const char *reason, struct json_object *message)
{
	auto_free char *file = text_format("%s.events", keeper->words.name);
	auto_free char *seconds = text_format("%" PRId64 ".%06" PRId64, time_us / 1000000,
					      time_us % 1000000);
	auto_json struct json_object *line = json_object_new_object();
	auto_free char *text = NULL;

	json_object_object_add(line, "time", json_object_new_double_s((double)time_us / 1e6, seconds));
	json_object_object_add(line, "vm", json_object_new_string(keeper->words.name));
	json_object_object_add(line, "event", json_object_new_string(event ? event : "monitor"));
	if (detail)
		json_object_object_add(line, "detail", json_object_new_string(detail));
	if (reason)
		json_object_object_add(line, "reason", json_object_new_string(reason));
	if (message) {
		struct json_object *data = json_member(message, "data");

		json_object_object_add(line, "qemu",
				       json_object_get(json_member(message, "event")));
		if (data)
			json_object_object_add(line, "data", json_object_get(data));
	}
	text = text_format("%s\n", json_line(line));
	if (file_append_log(keeper->dir, file, text) < 0)
		keeper_complain();
}

/* The socket's buffer holds far more than a keeper ever says, so a write that
 * would wait means that the emulator hangs; the order is lost, not the keeper. */
void
keeper_order(struct keeper *keeper, const char *command, struct json_object *arguments, int fd)
{
	auto_json struct json_object *order = json_build("s:execute", command, NULL);
	auto_free char *line = NULL;

	if (arguments)
		json_object_object_add(order, "arguments", arguments);
	line = text_format("%s\n", json_line(order));
	if (fd >= 0) {
		if (socket_send_fd(keeper->socket, line, strlen(line), fd) < 0)
			keeper_complain();
	} else if (send(keeper->socket, line, strlen(line), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
		fail_errno("order '%s'", command);
		keeper_complain();
	}
}

/* NAME-2026-01-31-04:00:00, as libvirt names them. */
static int
dump_open(struct keeper *keeper)
{
	char when[32];
	time_t now = time(NULL);
	auto_free char *path = NULL;
	int fd;

	strftime(when, sizeof when, "%Y-%m-%d-%H:%M:%S", localtime(&now));
	path = text_format("%s/%s-%s", keeper->words.dumps, keeper->words.name, when);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return fd < 0 ? fail_errno("create %s", path) : fd;
}

/* The emulator handles orders one after the other, so what follows waits. */
static void
dump(struct keeper *keeper)
{
	auto_close int fd = dump_open(keeper);

	if (fd < 0) {
		keeper_complain();
		return;
	}
	keeper_order(keeper, "getfd", json_build("s:fdname", "dump", NULL), fd);
	keeper_order(keeper, "dump-guest-memory",
		     json_build("b:paging", 0, "s:protocol", "fd:dump", NULL), -1);
}

static void
destroy(struct keeper *keeper)
{
	keeper_order(keeper, "quit", NULL, -1);
}

/* An emulator that is to end at a reset would end over this one.  It stays told otherwise:
 * firmware resets once more on its way up, which looks like a reboot of the guest. */
void
keeper_reset(struct keeper *keeper)
{
	if (text_same(keeper->words.reboot, "destroy"))
		keeper_order(keeper, "set-action", json_build("s:reboot", "reset", NULL), -1);
	keeper_order(keeper, "system_reset", NULL, -1);
}

static void
restart(struct keeper *keeper)
{
	keeper_reset(keeper);
	keeper_order(keeper, "cont", NULL, -1);
}

static void
dump_destroy(struct keeper *keeper)
{
	dump(keeper);
	destroy(keeper);
}

static void
dump_restart(struct keeper *keeper)
{
	dump(keeper);
	restart(keeper);
}

/* "preserve" and what we do not know: leave it stopped as it is. */
void
keeper_apply(struct keeper *keeper, const char *action)
{
	static const struct {
		const char *word;
		void (*apply)(struct keeper *keeper);
	} actions[] = {
		{ "destroy",          destroy },
		{ "restart",          restart },
		{ "coredump-destroy", dump_destroy },
		{ "coredump-restart", dump_restart },
	};

	for (unsigned i = 0; i < COUNT(actions); i++)
		if (text_same(action, actions[i].word))
			actions[i].apply(keeper);
}
