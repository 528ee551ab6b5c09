/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret-event - wait for what happens to secrets */
#include "command/command.h"
#include "command/event_program.h"
#include "driver/secret.h"

static struct strings named;

static const struct argument_row arguments[] = {
	ARG("SECRET", "secret", VALUE_SECRET, ARG_ANY, NULL, "UUID of the secret, or what it is for"),
	ROWS_END
};

static const char *const kinds[] = { "lifecycle", "value-changed", NULL };

static const struct event_source source = { .kinds = kinds, .key = "secret", .title = "secret %s", .next = event_of_log };

static int
run(void)
{
	return event_check(&source) < 0 ? -1 : 0;
}

/* By the name it has, whatever it was asked for by. */
static int
remember(const char *word)
{
	auto_secret struct secret *secret = secret_open(word, OBJECT_TO_READ);

	if (!secret)
		return -1;
	strings_add(&named, secret->object.name);
	return 0;
}

static int
finish(void)
{
	return event_print_objects(&source, NOUN_SECRET, &named);
}

const struct command command = {
	.name      = "secret-event",
	.summary   = "wait for what happens to secrets",
	.virsh     = "secret-event",
	.example   = "secret-event --event=value-changed --loop --json",
	.arguments = arguments,
	.bundles   = EVENTS,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(TIMEOUT) | CAN(XML) | CAN(UNSUPPORTED),
	.run       = run,
	.each      = remember,
	.finish    = finish,
};
