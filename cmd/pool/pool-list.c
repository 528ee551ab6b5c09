/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-list - list storage pools: the active ones, unless asked otherwise */
#include "command/listing.h"
#include "command/pool_program.h"

static bool all, inactive, transient, persistent, autostart, no_autostart, details, by_uuid, by_name;
static const char *types;

static const struct option_row options[] = {
	OPT_FLAG (0, "all",          &all,          "active and inactive ones"),
	OPT_FLAG (0, "inactive",     &inactive,     "inactive ones only"),
	OPT_FLAG (0, "persistent",   &persistent,   "those with a stored definition"),
	OPT_FLAG (0, "transient",    &transient,    "those without"),
	OPT_FLAG (0, "autostart",    &autostart,    "those that start with the host"),
	OPT_FLAG (0, "no-autostart", &no_autostart, "those that do not"),
	OPT_VALUE(0, "type", VALUE_TEXT, &types, "LIST", "those of these types"),
	OPT_FLAG (0, "details",      &details,      "sizes too"),
	OPT_FLAG (0, "uuid",         &by_uuid,      "UUIDs only"),
	OPT_FLAG (0, "name",         &by_name,      "names only"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL, ARG_ALL),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",       CELL_TEXT,   "name",                    false, pool_cell_name },
	{ "STATE",      CELL_TEXT,   "active or inactive",      false, pool_cell_state },
	{ "AUTOSTART",  CELL_YES_NO, "starts with the host",    false, pool_cell_autostart },
	{ "PERSISTENT", CELL_YES_NO, "has a stored definition", true,  pool_cell_persistent },
	{ "CAPACITY",   CELL_BYTES,  "room for volumes",        true,  pool_cell_capacity },
	{ "ALLOCATION", CELL_BYTES,  "room taken",              true,  pool_cell_allocation },
	{ "AVAILABLE",  CELL_BYTES,  "room left",               true,  pool_cell_available },
	{ "UUID",       CELL_TEXT,   "UUID",                    true,  pool_cell_uuid },
	{ "TYPE",       CELL_TEXT,   "what it is made of",      true,  pool_cell_type },
	{ "PATH",       CELL_TEXT,   "where its volumes are",   true,  pool_cell_path },
	COLUMNS_END
};

static const struct bare bare[] = {
	{ &by_uuid, "UUID" }, { &by_name, "NAME" }, BARE_END
};

/* Neither or both of a pair filter nothing. */
static bool
agrees(bool yes, bool no, bool is)
{
	return yes == no || is == yes;
}

/* 1, 0, or -1 when the definition cannot be read. */
static int
type_is_wanted(struct pool *pool)
{
	const struct pool_def *def = types ? pool_def(pool) : NULL;
	auto_free char *list = types ? text_format(",%s,", types) : NULL;
	auto_free char *word = def ? text_format(",%s,", words_name(&pool_kind_words, def->type)) : NULL;

	return !types ? 1 : !def ? -1 : strstr(list, word) != NULL;
}

/* 1, 0, or -1 after fail(). */
static int
is_wanted(struct pool *pool)
{
	const struct object *object = &pool->object;

	if (!asked.named && !all && object->active == inactive)
		return 0;
	if (!agrees(persistent, transient, object->stored) || !agrees(autostart, no_autostart, object_autostart(object)))
		return 0;
	return type_is_wanted(pool);
}

static int
add(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_READ);
	int wanted = pool ? is_wanted(pool) : -1;

	return wanted > 0 ? listing_add(pool) : wanted;
}

static int
check_types(void)
{
	auto_strings struct strings words = { 0 };

	for (const char *at = types; at; at = strchr(at, ','), at += at != NULL)
		strings_take(&words, xstrndup(at, strcspn(at, ",")));
	for (unsigned i = 0; i < words.n; i++)
		if (words_find(&pool_kind_words, words.item[i]) < 0)
			return fail(FAULT_USAGE, "no type of storage pool: %s", quote(words.item[i]));
	return 0;
}

static int
run(void)
{
	if (check_types() < 0)
		return -1;
	return listing_begin(columns, bare, details ? "+PERSISTENT,CAPACITY,ALLOCATION,AVAILABLE" : NULL);
}

const struct command command = {
	.name      = "pool-list",
	.summary   = "list storage pools: the active ones, unless asked otherwise",
	.virsh     = "pool-list",
	.example   = "pool-list --all --details",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(TIMEOUT),
	.run       = run,
	.each      = add,
	.finish    = listing_end,
};
