/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-event - wait for what happens to virtual machines */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/process.h"
#include "base/when.h"
#include "command/command.h"
#include "driver/vm.h"
#include "driver/vm_follow.h"

static const char *since;
static struct strings guests;

static const char *const kinds[] = {
	"lifecycle", "reboot", "rtc-change", "watchdog", "io-error", "tray-change", "balloon-change",
	"device-removed", "device-removal-failed", "metadata-change", "block-threshold", "memory-failure",
	"memory-device-size-change", "nic-mac-change", NULL
};

static const struct option_row options[] = {
	OPT_VALUE(0, "since", VALUE_TEXT, &since, "TIME", "first what happened from then on; without --loop and --timeout only that"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ANY, NULL, "only these; none: every virtual machine"),
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

static void
list_kinds(void)
{
	for (const char *const *kind = kinds; *kind; kind++)
		answer("%s\n", *kind);
}

static int
run(void)
{
	if (asked.list_events)
		return 0;
	if (!asked.all_events && !asked.event.n)
		return fail(FAULT_USAGE, "one of --event, --all and --list is needed");
	for (unsigned i = 0; i < asked.event.n; i++)
		if (!is_kind(asked.event.item[i]))
			return fail(FAULT_USAGE, "no event is called %s; --list shows them", quote(asked.event.item[i]));
	return 0;
}

/* By the name it has now, whatever it was asked for by. */
static int
remember(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);

	if (!vm)
		return -1;
	strings_add(&guests, vm->name);
	return 0;
}

static bool
is_wanted(struct json_object *event)
{
	const char *kind = json_string(event, "event");

	return kind && (asked.all_events ? is_kind(kind) : strings_have(&asked.event, kind));
}

/* "started" as virsh spells it: "Started". */
static void
print_word(const char *word)
{
	if (word && *word)
		answer(" %c%s", toupper((unsigned char)*word), word + 1);
}

static int
print(struct json_object *event)
{
	double time = json_object_get_double(json_member(event, "time"));
	auto_free char *when = when_print((int64_t)(time * 1e6));

	if (asked.json)
		answer("%s\n", json_line(event));
	else {
		if (asked.timestamp)
			answer("%s: ", when);
		answer("event '%s' for domain '%s':", json_string(event, "event"), json_string(event, "vm"));
		print_word(json_string(event, "detail"));
		print_word(json_string(event, "reason"));
		answer("\n");
	}
	return fflush(stdout) == 0 ? 0 : fail_errno("standard output");
}

/* How long the next wait may be; what is told of the past does not wait. */
static int64_t
patience(int64_t end)
{
	if (since && !asked.loop && asked.timeout_ms < 0)
		return 0;
	if (end == INT64_MAX)
		return INT64_MAX;
	return end > clock_ms() ? end - clock_ms() : 0;
}

static int
follow(int64_t since_us)
{
	auto_vm_follow struct vm_follow *follow = vm_follow_open(&guests, since_us);
	int64_t end = asked.timeout_ms < 0 || asked.timeout_ms == INT64_MAX ? INT64_MAX : clock_ms() + asked.timeout_ms;
	unsigned n = 0;
	int got = follow ? 1 : -1;

	while (got > 0 && (asked.loop || since || !n)) {
		auto_json struct json_object *event = NULL;

		got = vm_follow_next(follow, patience(end), &event);
		if (got <= 0 || !is_wanted(event))
			continue;
		n++;
		if (print(event) < 0)
			return -1;
	}
	say("%u events", n);
	if (got == 0 && !n && asked.timeout_ms >= 0)
		return fail(FAULT_TIMEOUT, "nothing happened");
	return got < 0 ? -1 : 0;
}

static int
finish(void)
{
	int64_t since_us = INT64_MAX;

	if (asked.list_events)
		return list_kinds(), 0;
	if (since && when_read(since, &since_us) < 0)
		return -1;
	if (asked.named && !guests.n)
		return 0;                /* an empty list of names is not everybody */
	return follow(since_us);
}

const struct command command = {
	.name      = "vm-event",
	.summary   = "wait for what happens to virtual machines",
	.virsh     = "event",
	.example   = "vm-event --event=lifecycle --loop --json | jq --unbuffered -r 'select(.detail == \"stopped\").vm'",
	.options   = options,
	.arguments = arguments,
	.bundles   = EVENTS,
	.faults    = CAN(NO_VM) | CAN(TIMEOUT) | CAN(UNSUPPORTED),
	.run       = run,
	.each      = remember,
	.finish    = finish,
};
