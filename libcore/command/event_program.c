/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* event_program - what vm-event, net-event and nodedev-event do alike */
#include "command/event_program.h"

#include <ctype.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/when.h"
#include "command/command.h"
#include "driver/object.h"

static bool
is_kind(const struct event_source *source, const char *word)
{
	for (const char *const *kind = source->kinds; *kind; kind++)
		if (text_same(*kind, word))
			return true;
	return false;
}

int
event_check(const struct event_source *source)
{
	for (const char *const *kind = source->kinds; asked.list_events && *kind; kind++)
		answer("%s\n", *kind);
	if (asked.list_events)
		return 1;
	if (!asked.all_events && !asked.event.n)
		return fail(FAULT_USAGE, "one of --event, --all and --list is needed");
	for (unsigned i = 0; i < asked.event.n; i++)
		if (!is_kind(source, asked.event.item[i]))
			return fail(FAULT_USAGE, "no event is called %s; --list shows them", quote(asked.event.item[i]));
	return 0;
}

static bool
is_wanted(const struct event_source *source, struct json_object *event)
{
	const char *kind = json_string(event, "event");

	if (source->only && source->only->n && !strings_have(source->only, json_string(event, source->key)))
		return false;
	return kind && (asked.all_events ? is_kind(source, kind) : strings_have(&asked.event, kind));
}

/* "started" as virsh spells it: "Started". */
static void
print_word(const char *word)
{
	if (word && *word)
		answer(" %c%s", toupper((unsigned char)*word), word + 1);
}

static void
print_words(const struct event_source *source, struct json_object *event)
{
	double time = json_object_get_double(json_member(event, "time"));
	auto_free char *when = when_print((int64_t)(time * 1e6));
	const char *detail = json_string(event, "detail"), *reason = json_string(event, "reason");
	const char *name = json_string(event, source->key);
	size_t before = strcspn(source->title, "%");

	if (asked.timestamp)
		answer("%s: ", when);
	answer("event '%s' for %.*s%s%s", json_string(event, "event"), (int)before, source->title,
	       name ? name : "", source->title + before + strlen("%s"));
	if (detail || reason)
		answer(":");
	print_word(detail);
	print_word(reason);
	answer("\n");
}

static int
print(const struct event_source *source, struct json_object *event)
{
	if (asked.json)
		answer("%s\n", json_line(event));
	else
		print_words(source, event);
	return fflush(stdout) == 0 ? 0 : fail_errno("standard output");
}

/* How long the next wait may be; what is told of the past does not wait. */
static int64_t
patience(int64_t end, bool past)
{
	return past && !asked.loop && asked.timeout_ms < 0 ? 0 : clock_left(end);
}

int
event_print(const struct event_source *source, void *follower, bool past)
{
	int64_t end = clock_deadline(asked.timeout_ms);
	unsigned n = 0;
	int got = follower ? 1 : -1;

	while (got > 0 && (asked.loop || past || !n)) {
		auto_json struct json_object *event = NULL;

		got = source->next(follower, patience(end, past), &event);
		if (got <= 0 || !is_wanted(source, event))
			continue;
		n++;
		if (print(source, event) < 0)
			return -1;
	}
	say("%u events", n);
	if (got == 0 && !n && asked.timeout_ms >= 0)
		return fail(FAULT_TIMEOUT, "nothing happened");
	return got < 0 ? -1 : 0;
}

int
event_of_log(void *log, int64_t timeout_ms, struct json_object **ret_event)
{
	return event_log_next(log, timeout_ms, ret_event);
}

int
event_print_objects(const struct event_source *source, enum noun noun, const struct strings *names)
{
	auto_event_log struct event_log *log = NULL;

	if (asked.list_events || (asked.named && !names->n))
		return 0;                /* an empty list of names is not all of them */
	log = object_event_log(noun, names);
	return event_print(source, log, false);
}
