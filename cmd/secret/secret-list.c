/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* secret-list - list secrets */
#include "command/command.h"
#include "command/listing.h"
#include "driver/secret.h"

static bool ephemeral, no_ephemeral, private, no_private;

static const struct option_row options[] = {
	OPT_FLAG(0, "ephemeral",    &ephemeral,    "those whose value is never stored"),
	OPT_FLAG(0, "no-ephemeral", &no_ephemeral, "the others"),
	OPT_FLAG(0, "private",      &private,      "those whose value is never shown"),
	OPT_FLAG(0, "no-private",   &no_private,   "the others"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("SECRET", "secret", VALUE_SECRET, ARG_ALL, NULL, "only these: UUIDs, patterns, or what they are for"),
	ROWS_END
};

static const struct secret_def *
def_of(const void *item)
{
	return ((const struct secret *)item)->def;
}

static int
cell_uuid(void *item, struct cell *cell)
{
	cell_text(cell, def_of(item)->uuid);
	return 0;
}

static int
cell_usage(void *item, struct cell *cell)
{
	cell_text(cell, def_of(item)->usage_id);
	return 0;
}

static int
cell_type(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&secret_usage_words, def_of(item)->usage));
	return 0;
}

static int
cell_ephemeral(void *item, struct cell *cell)
{
	cell_yes_no(cell, def_of(item)->ephemeral == YES);
	return 0;
}

static int
cell_private(void *item, struct cell *cell)
{
	cell_yes_no(cell, def_of(item)->private == YES);
	return 0;
}

static int
cell_has_value(void *item, struct cell *cell)
{
	cell_yes_no(cell, secret_has_value(item));
	return 0;
}

static const struct column columns[] = {
	{ "UUID",      CELL_TEXT,   "UUID",                                  false, cell_uuid },
	{ "USAGE",     CELL_TEXT,   "what it is for: a path, a target, a name", false, cell_usage },
	{ "TYPE",      CELL_TEXT,   "volume, ceph, iscsi, tls or vtpm",      true,  cell_type },
	{ "EPHEMERAL", CELL_YES_NO, "its value is never stored",             true,  cell_ephemeral },
	{ "PRIVATE",   CELL_YES_NO, "its value is never shown",              true,  cell_private },
	{ "HAS-VALUE", CELL_YES_NO, "it has a value",                        true,  cell_has_value },
	COLUMNS_END
};

/* Neither or both of a pair filter nothing. */
static bool
agrees(bool yes, bool no, bool is)
{
	return yes == no || is == yes;
}

static int
add(const char *word)
{
	auto_secret struct secret *secret = secret_open(word, OBJECT_TO_READ);

	if (!secret)
		return -1;
	if (!agrees(ephemeral, no_ephemeral, secret->def->ephemeral == YES) ||
	    !agrees(private, no_private, secret->def->private == YES))
		return 0;
	return listing_add(secret);
}

static int
run(void)
{
	return listing_begin(columns, NULL, NULL);
}

const struct command command = {
	.name      = "secret-list",
	.summary   = "list secrets",
	.virsh     = "secret-list",
	.example   = "secret-list -o +TYPE,HAS-VALUE",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.run       = run,
	.each      = add,
	.finish    = listing_end,
};
