/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* parse - the command line, by popt */
#include "command/inside.h"

#include <assert.h>
#include <popt.h>
#include <string.h>

enum { ARGUMENTS_MAX = 8, FIRST_ARGUMENT = 1000 };

/* What popt is given and hands out lives until parse_done(): values point into it. */
static poptContext context;
static const char **spelled;
static struct strings kept;
static struct strings by_option[ARGUMENTS_MAX];

/* Old scripts write --no_metadata, and --json=1 pins the only format there is. */
static int
modern_word(char *word, const char **ret_word)
{
	size_t length = strcspn(word, "=");

	*ret_word = word;
	if (strncmp(word, "--json=", 7) == 0) {
		if (strcmp(word + 7, "1") != 0)
			return fail(FAULT_USAGE, "JSON format %s is not known, 1 is", quote(word + 7));
		*ret_word = "--json";
	} else if (memchr(word, '_', length)) {
		strings_add(&kept, word);
		word = kept.item[kept.n - 1];
		for (char *at = word; at < word + length; at++)
			if (*at == '_')
				*at = '-';
		*ret_word = word;
	}
	return 0;
}

/* Does the word after this one belong to it? */
static bool
takes_next(const struct command *cmd, const struct options *options, const char *word)
{
	const struct option_row *row = NULL;
	size_t length = strcspn(word, "=");

	if (word[1] == '-') {
		for (const struct argument_row *a = cmd->arguments; a && a->metavar; a++)
			if (a->long_name && strcmp(a->long_name, word + 2) == 0)
				return true;
		row = options_find(options, word + 2, length - 2);
		return row && !option_is_flag(row) && !word[length];
	}
	while (*++word && (!row || option_is_flag(row)))
		row = options_letter(options, *word);
	return row && !option_is_flag(row) && !*word;
}

static void
move_behind(const char **words, int from, int end)
{
	const char *word = words[from];

	memmove(&words[from], &words[from + 1], (size_t)(end - from - 1) * sizeof *words);
	words[end - 1] = word;
}

/* Fills `spelled`: argv with the spellings popt does not know made plain.  Where a foreign command
 * line ends ours, the target in front of it stands behind the options that follow it. */
static int
spell(const struct command *cmd, const struct options *options, int argc, char **argv)
{
	const char **words = spelled = xcalloc((size_t)argc + 1, sizeof *words);
	int i, target = 0;

	for (i = 0; i < argc; i++) {
		bool option = argv[i][0] == '-' && argv[i][1];

		words[i] = argv[i];
		if (i == 0)
			continue;
		if (strcmp(argv[i], "--") == 0 || (!option && cmd->foreign && (target || !cmd->each)))
			break;
		if (!option && cmd->foreign)
			target = i;
		if (option && argv[i][1] == '-' && modern_word(argv[i], &words[i]) < 0)
			return -1;
		if (option && takes_next(cmd, options, words[i]) && i + 1 < argc)
			words[i + 1] = argv[i + 1], i++;
	}
	if (target)
		move_behind(words, target, i);
	for (; i < argc; i++)
		words[i] = argv[i];
	return 0;
}

static void
fill_table(const struct command *cmd, const struct options *options, struct poptOption *table)
{
	for (unsigned i = 0; i < options->n; i++) {
		const struct option_row *row = options->item[i];

		*table++ = (struct poptOption) {
			.longName = row->long_name, .shortName = row->short_name, .val = (int)i + 1,
			.argInfo = option_is_flag(row) ? POPT_ARG_NONE : POPT_ARG_STRING,
		};
	}
	assert(arguments_count(cmd) <= ARGUMENTS_MAX);
	for (unsigned i = 0; i < arguments_count(cmd); i++)
		if (cmd->arguments[i].long_name)
			*table++ = (struct poptOption) {
				.longName = cmd->arguments[i].long_name, .argInfo = POPT_ARG_STRING,
				.val = FIRST_ARGUMENT + (int)i,
			};
	*table = (struct poptOption) POPT_TABLEEND;
}

static int
bad_option(int error)
{
	const char *option = quote(poptBadOption(context, POPT_BADOPTION_NOALIAS));

	switch (error) {
	case POPT_ERROR_BADOPT:
		return fail(FAULT_USAGE, "unknown option %s", option);
	case POPT_ERROR_NOARG:
		return fail(FAULT_USAGE, "option %s needs a value", option);
	case POPT_ERROR_UNWANTEDARG:
		return fail(FAULT_USAGE, "option %s takes no value", option);
	}
	return fail(FAULT_USAGE, "%s: %s", option, poptStrerror(error));
}

/* One option, as numbered by fill_table(). */
static int
take_option(const struct command *cmd, const struct options *options, int number, struct line *line)
{
	char *value = poptGetOptArg(context);
	const struct option_row *row;
	const char *name;

	if (value)
		strings_take(&kept, value);
	if (number >= FIRST_ARGUMENT) {
		number -= FIRST_ARGUMENT;
		name = cmd->arguments[number].long_name;
		strings_add(&by_option[number], value);
		strings_addf(&line->options, "--%s=%s", name, value);
		return 0;
	}
	row = options->item[number - 1];
	strings_addf(&line->options, value ? "--%s=%s" : "--%s", row->long_name, value);
	if (value_store(row->kind, row->words, row->into, value) < 0)
		return fail_within("--%s", row->long_name);
	return 0;
}

int
command_divide(const char *text, struct strings *ret_words)
{
	const char **words;
	int n, error = poptParseArgvString(text, &n, &words);

	if (error == POPT_ERROR_NOARG)
		return 0;
	if (error < 0)
		return fail(FAULT_USAGE, "%s: %s", quote(text), poptStrerror(error));
	for (int i = 0; i < n; i++)
		strings_add(ret_words, words[i]);
	free(words);
	return 0;
}

/* --help and its like answer at once, whatever else is on the line. */
static bool
answered(const struct command *cmd)
{
	if (settings.help)
		describe_help(cmd, stdout);
	else if (settings.usage)
		describe_usage(cmd, stdout);
	else if (settings.version)
		describe_version(cmd, stdout);
	return settings.help || settings.usage || settings.version;
}

static const char **
words_left(const struct command *cmd)
{
	static const char *nothing[] = { NULL };
	const char **words = poptGetArgs(context);

	if (!words)
		return nothing;
	/* vm-exec VM -- COMMAND: the dashes have done their work. */
	if (cmd->foreign && cmd->arguments[0].count == ARG_ONE && words[0] && words[1] &&
	    strcmp(words[1], "--") == 0) {
		const char *dashes = words[1];

		words[1] = words[0];
		*words++ = dashes;           /* popt frees all of them, each once */
	}
	return words;
}

enum parsed
parse(const struct command *cmd, int argc, char **argv, struct line *ret_line)
{
	struct poptOption table[OPTIONS_MAX + ARGUMENTS_MAX + 1];
	struct options options;
	int number;

	options_gather(cmd, &options);
	fill_table(cmd, &options, table);
	if (spell(cmd, &options, argc, argv) < 0)
		return PARSED_BAD;
	context = poptGetContext(cmd->name, argc, spelled, table, cmd->foreign ? POPT_CONTEXT_POSIXMEHARDER : 0);
	poptReadDefaultConfig(context, 0);
	while ((number = poptGetNextOpt(context)) > 0) {
		if (take_option(cmd, &options, number, ret_line) < 0)
			return PARSED_BAD;
		if (answered(cmd))
			return PARSED_DONE;
	}
	if (number < -1)
		return bad_option(number), PARSED_BAD;
	ret_line->words = words_left(cmd);
	ret_line->by_option = by_option;
	if (!settings.describe)
		return PARSED;
	return describe(cmd, settings.describe, ret_line->words[0]) < 0 ? PARSED_BAD : PARSED_DONE;
}

void
parse_done(struct line *line)
{
	for (unsigned i = 0; i < ARGUMENTS_MAX; i++)
		strings_done(&by_option[i]);
	strings_done(&line->options);
	strings_done(&kept);
	context = poptFreeContext(context);
	free(spelled);
	spelled = NULL;
}
