/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-event - wait for what happens to storage pools */
#include "command/command.h"
#include "command/event_program.h"
#include "command/pool_program.h"

static struct strings named;

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL, ARG_ANY),
	ROWS_END
};

static const char *const kinds[] = { "lifecycle", "refresh", NULL };

static const struct event_source source = { .kinds = kinds, .key = "pool", .title = "storage pool %s", .next = event_of_log };

static int
run(void)
{
	return event_check(&source) < 0 ? -1 : 0;
}

/* By the name it has, whatever it was asked for by. */
static int
remember(const char *word)
{
	auto_pool struct pool *pool = pool_open(word, OBJECT_TO_READ);

	if (!pool)
		return -1;
	strings_add(&named, pool->object.name);
	return 0;
}

static int
finish(void)
{
	return event_print_objects(&source, NOUN_POOL, &named);
}

const struct command command = {
	.name      = "pool-event",
	.summary   = "wait for what happens to storage pools",
	.virsh     = "pool-event",
	.example   = "pool-event --event=lifecycle --loop --json | jq --unbuffered -r 'select(.detail == \"stopped\").pool'",
	.arguments = arguments,
	.bundles   = EVENTS,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(TIMEOUT) | CAN(XML) | CAN(UNSUPPORTED),
	.run       = run,
	.each      = remember,
	.finish    = finish,
};
