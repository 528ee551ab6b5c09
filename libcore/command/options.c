/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* options - the options every program has, and those of the bundles */
#include "command/inside.h"

#include <assert.h>
#include <string.h>

struct asked asked = { .timeout_ms = -1, .parallel = 1 };
struct settings settings = { .lock_timeout_ms = -1 };

static const char *const progress_words[] = { "auto", "always", "never", "json", NULL };
static const char *const colour_words[] = { "auto", "always", "never", NULL };
static const char *const error_words[] = { "text", "json", NULL };

const struct option_row options_common[] = {
	OPT_VALUE('c', "connect", VALUE_URI, &settings.connect, "URI", "driver and host to work on"),
	OPT_FLAG ('q', "quiet", &asked.quiet, "no hints and no progress"),
	{ .short_name = 'v', .long_name = "verbose", .kind = VALUE_COUNT, .into = &asked.verbose,
	  .help = "say what is done; repeat for more" },
	OPT_VALUE(0, "lock-timeout", VALUE_DURATION, &settings.lock_timeout_ms, "SEC",
		  "longest wait for another program's lock; 0: none, inf: for ever"),
	OPT_WORD (0, "color", &settings.color, "WHEN", colour_words, "colour: auto, always or never"),
	OPT_WORD (0, "errors", &settings.errors, "FORM", error_words, "messages as text, or as JSON lines"),
	OPT_FLAG ('h', "help", &settings.help, "show this help"),
	OPT_FLAG (0, "usage", &settings.usage, "show the synopsis"),
	OPT_FLAG ('V', "version", &settings.version, "show the version"),
	{ .short_name = '?', .long_name = "help", .into = &settings.help, .hidden = true },
	{ .long_name = "describe", .kind = VALUE_TEXT, .into = &settings.describe, .metavar = "FORM", .hidden = true },
	ROWS_END
};

static const struct option_row changes[] = {
	OPT_FLAG ('n', "dry-run", &asked.dry_run, "check everything, change nothing, print what would be done"),
	ROWS_END
};

static const struct option_row names[] = {
	OPT_VALUE(0, "names-from", VALUE_FILE, &settings.names_from, "FILE", "read names from a file, one per line"),
	OPT_FLAG ('0', "null", &asked.null, "names that are read end with NUL, and are taken literally"),
	OPT_VALUE(0, "parallel", VALUE_UINT, &asked.parallel, "N", "work on so many at a time"),
	OPT_FLAG (0, "fail-fast", &asked.fail_fast, "stop at the first that fails"),
	ROWS_END
};

static const struct option_row list[] = {
	OPT_VALUE('o', "output", VALUE_TEXT, &asked.output, "COLS", "columns, comma-separated; +COLS adds to the usual ones"),
	OPT_FLAG (0, "output-all", &asked.output_all, "every column"),
	OPT_VALUE('s', "sort", VALUE_TEXT, &asked.sort, "COL", "sort by a column; COL:desc the other way"),
	OPT_FLAG (0, "noheadings", &asked.no_headings, "no line of column names"),
	OPT_FLAG ('r', "raw", &asked.raw, "one blank between fields, unsafe bytes as \\xHH, - for none"),
	OPT_FLAG ('j', "json", &asked.json, "JSON: an array of objects"),
	{ .short_name = 'J', .long_name = "json", .into = &asked.json, .hidden = true },
	OPT_FLAG ('0', "null", &asked.null, "end each row with NUL"),
	OPT_FLAG (0, "bytes", &asked.bytes, "sizes in bytes, also on a terminal"),
	OPT_FLAG (0, "list-columns", &asked.list_columns, "explain the columns"),
	ROWS_END
};

static const struct option_row info[] = {
	OPT_VALUE('o', "output", VALUE_TEXT, &asked.output, "KEYS", "keys, comma-separated; one alone prints its bare value"),
	OPT_FLAG ('r', "raw", &asked.raw, "one line of values, unsafe bytes as \\xHH, - for none"),
	OPT_FLAG ('j', "json", &asked.json, "JSON: an array of objects"),
	{ .short_name = 'J', .long_name = "json", .into = &asked.json, .hidden = true },
	OPT_FLAG (0, "bytes", &asked.bytes, "sizes in bytes, also on a terminal"),
	OPT_FLAG (0, "list-keys", &asked.list_columns, "explain the keys"),
	{ .long_name = "list-columns", .into = &asked.list_columns, .hidden = true },
	ROWS_END
};

static const struct option_row states[] = {
	OPT_FLAG (0, "live", &asked.live, "the running guest"),
	OPT_FLAG (0, "config", &asked.config, "the stored definition"),
	OPT_FLAG (0, "current", &settings.current, "the running guest if it runs, else the stored definition"),
	OPT_FLAG (0, "persistent", &asked.persistent, "the stored definition, and the running guest if it runs"),
	ROWS_END
};

static const struct option_row xml_out[] = {
	OPT_VALUE(0, "xpath", VALUE_TEXT, &asked.xpath, "EXPR", "only what the XPath expression selects"),
	OPT_FLAG (0, "wrap", &asked.wrap, "put what was selected in one root element"),
	OPT_VALUE(0, "stylesheet", VALUE_FILE, &asked.stylesheet, "FILE", "the document seen through an XSLT stylesheet"),
	OPT_FLAG ('j', "json", &asked.json, "the same tree as JSON: attributes @a, text #text"),
	{ .short_name = 'J', .long_name = "json", .into = &asked.json, .hidden = true },
	ROWS_END
};

static const struct option_row xml_in[] = {
	OPT_FLAG (0, "validate", &asked.validate, "check the document against its schema first"),
	OPT_FLAG (0, "strict", &asked.strict, "take warnings as errors"),
	ROWS_END
};

static const struct option_row edit[] = {
	{ .long_name = "set", .kind = VALUE_TEXTS, .into = &asked.set, .metavar = "XPATH=VALUE",
	  .help = "make this change without an editor; may be repeated" },
	OPT_FLAG (0, "skip-validate", &asked.skip_validate, "do not check the result against its schema"),
	ROWS_END
};

static const struct option_row job[] = {
	OPT_FLAG (0, "wait", &asked.wait, "return when it is done"),
	OPT_FLAG (0, "no-wait", &asked.no_wait, "return when it is under way"),
	OPT_VALUE(0, "timeout", VALUE_DURATION, &asked.timeout_ms, "SEC", "longest wait; means --wait"),
	OPT_WORD (0, "progress", &asked.progress, "WHEN", progress_words, "progress: auto, always, never or json"),
	OPT_VALUE(0, "progress-fd", VALUE_UINT, &asked.progress_fd, "N", "descriptor that JSON lines go to"),
	OPT_FLAG (0, "detach-on-int", &asked.detach_on_int, "a signal ends the program, not the work"),
	ROWS_END
};

static const struct option_row events[] = {
	{ .long_name = "event", .kind = VALUE_TEXTS, .into = &asked.event, .metavar = "NAME",
	  .help = "only events of this name; may be repeated" },
	OPT_FLAG (0, "all", &asked.all_events, "every event"),
	OPT_FLAG (0, "loop", &asked.loop, "go on after the first one"),
	OPT_VALUE(0, "timeout", VALUE_DURATION, &asked.timeout_ms, "SEC", "longest wait"),
	OPT_FLAG (0, "timestamp", &asked.timestamp, "show when each happened"),
	OPT_FLAG (0, "list", &asked.list_events, "show the names of events"),
	OPT_FLAG ('j', "json", &asked.json, "JSON lines"),
	{ .short_name = 'J', .long_name = "json", .into = &asked.json, .hidden = true },
	ROWS_END
};

static const struct option_row idem[] = {
	OPT_FLAG (0, "if-needed", &asked.if_needed, "already so is success"),
	ROWS_END
};

/* What a row of the program's own shadows comes later. */
static const struct {
	unsigned bundle;             /* 0: on every program */
	const struct option_row *rows;
} bundles[] = {
	{ IDEM, idem }, { STATES, states }, { EDIT, edit }, { XML_IN, xml_in }, { XML_OUT, xml_out },
	{ LIST, list }, { INFO, info }, { EVENTS, events }, { JOB, job }, { NAMES, names },
	{ CHANGES, changes }, { 0, options_common },
};

unsigned
options_bundles(const struct command *cmd)
{
	return cmd->bundles | (cmd->each ? NAMES : 0);
}

static void
add_rows(struct options *options, const struct option_row *rows)
{
	for (; rows && rows->long_name; rows++) {
		assert(options->n < OPTIONS_MAX);
		options->item[options->n++] = rows;
	}
}

void
options_gather(const struct command *cmd, struct options *ret_options)
{
	unsigned wanted = options_bundles(cmd);

	ret_options->n = 0;
	add_rows(ret_options, cmd->options);
	for (unsigned i = 0; i < COUNT(bundles); i++)
		if (!bundles[i].bundle || wanted & bundles[i].bundle)
			add_rows(ret_options, bundles[i].rows);
}

void
options_shown(const struct command *cmd, struct options *ret_options)
{
	struct options all;

	options_gather(cmd, &all);
	ret_options->n = 0;
	for (unsigned i = 0; i < all.n; i++) {
		const struct option_row *row = all.item[i];

		if (!row->hidden && options_find(&all, row->long_name, strlen(row->long_name)) == row)
			ret_options->item[ret_options->n++] = row;
	}
}

const struct option_row *
options_find(const struct options *options, const char *long_name, size_t length)
{
	for (unsigned i = 0; i < options->n; i++)
		if (strncmp(options->item[i]->long_name, long_name, length) == 0 &&
		    !options->item[i]->long_name[length])
			return options->item[i];
	return NULL;
}

const struct option_row *
options_letter(const struct options *options, char letter)
{
	for (unsigned i = 0; i < options->n; i++)
		if (options->item[i]->short_name == letter)
			return options->item[i];
	return NULL;
}

bool
option_is_flag(const struct option_row *row)
{
	return row->kind == VALUE_NONE || row->kind == VALUE_COUNT;
}
