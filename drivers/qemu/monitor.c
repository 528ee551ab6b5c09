/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* monitor - raw commands, for people who know what they do */
#include "devices.h"

#include <string.h>

#include "base/fail.h"
#include "guest.h"
#include "qmp.h"

static int
human(struct qmp *qmp, const char *command, char **ret_reply)
{
	auto_json struct json_object *reply =
		qmp_call(qmp, "human-monitor-command", json_build("s:command-line", command, NULL));

	if (!reply)
		return -1;
	if (!json_object_is_type(reply, json_type_string))
		return fail(FAULT_FAILED, "unexpected answer from the emulator");
	*ret_reply = xstrdup(json_object_get_string(reply));
	return 0;
}

/* "query-status", or a whole request. */
static struct json_object *
request_of(const char *command)
{
	const char *start = command + strspn(command, " \t\n");

	if (*start == '{')
		return json_parse(command, strlen(command), "command");
	return json_build("s:execute", command, NULL);
}

int
qemu_monitor(struct vm *vm, const char *command, bool hmp, char **ret_reply)
{
	auto_json struct json_object *request = hmp ? NULL : request_of(command);
	auto_json struct json_object *reply = NULL;
	auto_qmp struct qmp *qmp = NULL;

	if (!hmp && !request)
		return -1;
	qmp = qmp_open(vm);
	if (!qmp)
		return -1;
	if (hmp)
		return human(qmp, command, ret_reply);
	reply = qmp_raw(qmp, request);
	if (!reply)
		return -1;
	*ret_reply = xstrdup(json_line(reply));
	return 0;
}
