/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nodedev-event - wait for what happens to devices of the host */
#include <ctype.h>
#include <stdio.h>

#include "base/process.h"
#include "base/when.h"
#include "command/command.h"
#include "driver/nodedev.h"

static struct strings devices;

static const char *const kinds[] = { "lifecycle", "update", NULL };

static const struct argument_row arguments[] = {
	ARG("DEVICE", "device", VALUE_NODEDEV, ARG_ANY, &devices, "only these; they need not be there yet"),
	ROWS_END
};

static bool
is_kind(const char *word)
{
	for (const char *const *kind = kinds; *kind; kind++)
		if (text_same(*kind, word))
			return true;
	return false;
}

static int
check(void)
{
	if (!asked.all_events && !asked.event.n)
		return fail(FAULT_USAGE, "one of --event, --all and --list is needed");
	for (unsigned i = 0; i < asked.event.n; i++)
		if (!is_kind(asked.event.item[i]))
			return fail(FAULT_USAGE, "no event is called %s; --list shows them", quote(asked.event.item[i]));
	return 0;
}

static bool
is_wanted(struct json_object *event)
{
	if (devices.n && !strings_have(&devices, json_string(event, "nodedev")))
		return false;
	return asked.all_events || strings_have(&asked.event, json_string(event, "event"));
}

static int
print(struct json_object *event)
{
	double time = json_object_get_double(json_member(event, "time"));
	auto_free char *when = when_print((int64_t)(time * 1e6));
	const char *detail = json_string(event, "detail");

	if (asked.json) {
		answer("%s\n", json_line(event));
	} else {
		if (asked.timestamp)
			answer("%s: ", when);
		answer("event '%s' for node device %s", json_string(event, "event"), json_string(event, "nodedev"));
		if (detail)
			answer(": %c%s", toupper((unsigned char)*detail), detail + 1);
		answer("\n");
	}
	return fflush(stdout) == 0 ? 0 : fail_errno("standard output");
}

static int
follow(void)
{
	auto_nodedev_follow struct nodedev_follow *following = nodedev_follow_open();
	bool limited = asked.timeout_ms >= 0 && asked.timeout_ms != INT64_MAX;
	int64_t end = limited ? clock_ms() + asked.timeout_ms : INT64_MAX;
	unsigned n = 0;
	int got = following ? 1 : -1;

	while (got > 0 && (asked.loop || !n)) {
		auto_json struct json_object *event = NULL;
		int64_t now = clock_ms();

		got = nodedev_follow_next(following, !limited ? INT64_MAX : end > now ? end - now : 0, &event);
		if (got <= 0 || !is_wanted(event))
			continue;
		n++;
		if (print(event) < 0)
			return -1;
	}
	say("%u events", n);
	if (got == 0 && !n)
		return fail(FAULT_TIMEOUT, "nothing happened");
	return got < 0 ? -1 : 0;
}

static int
run(void)
{
	for (const char *const *kind = kinds; asked.list_events && *kind; kind++)
		answer("%s\n", *kind);
	if (asked.list_events)
		return 0;
	return check() < 0 ? -1 : follow();
}

const struct command command = {
	.name      = "nodedev-event",
	.summary   = "wait for what happens to devices of the host",
	.virsh     = "nodedev-event",
	.example   = "nodedev-event --event=lifecycle --loop --json | jq --unbuffered -r .nodedev",
	.arguments = arguments,
	.bundles   = EVENTS,
	.faults    = CAN(FAILED) | CAN(TIMEOUT) | CAN(XML) | CAN(UNSUPPORTED),
	.run       = run,
};
