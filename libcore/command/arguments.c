/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* arguments - which word goes to which argument row */
#include "command/inside.h"

#include <string.h>

unsigned
arguments_count(const struct command *cmd)
{
	unsigned n = 0;

	while (cmd->arguments && cmd->arguments[n].metavar)
		n++;
	return n;
}

static bool
is_list(const struct argument_row *row)
{
	return row->count >= ARG_MANY;
}

static bool
must_be_there(const struct argument_row *row)
{
	return row->count == ARG_ONE || row->count == ARG_MANY;
}

static unsigned
count_words(const char *const *words)
{
	unsigned n = 0;

	while (words[n])
		n++;
	return n;
}

static int
store(const struct argument_row *row, const struct strings *words)
{
	if (!is_list(row) && words->n > 1)
		return fail(FAULT_USAGE, "%s is given twice", row->metavar);
	for (unsigned i = 0; i < words->n; i++) {
		enum value_kind kind = is_list(row) ? VALUE_TEXTS : row->kind;

		if (value_store(kind, row->words, row->into, words->item[i]) < 0)
			return fail_within("%s", row->metavar);
	}
	return 0;
}

/* How many of `left` words a row takes when the rows after it need `needed`. */
static unsigned
share(const struct argument_row *row, unsigned left, unsigned needed)
{
	unsigned most = is_list(row) ? left : 1;
	unsigned free_ones = left > needed ? left - needed : 0;

	if (must_be_there(row) && !free_ones)
		return left ? 1 : 0;
	return free_ones < most ? free_ones : most;
}

/* --domain=web and --names-from stand for the word itself. */
static bool
is_given(const struct command *cmd, const struct line *line, unsigned i)
{
	return line->by_option[i].n || (i == 0 && cmd->each && settings.names_from);
}

int
arguments_take(const struct command *cmd, const struct line *line, struct strings *ret_targets)
{
	const char *const *word = line->words;
	unsigned left = count_words(word), n = arguments_count(cmd), needed = 0;

	for (unsigned i = 0; i < n; i++)
		needed += must_be_there(&cmd->arguments[i]) && !is_given(cmd, line, i);
	for (unsigned i = 0; i < n; i++) {
		const struct argument_row *row = &cmd->arguments[i];
		bool given = is_given(cmd, line, i), targets = i == 0 && cmd->each;
		struct strings *words = &line->by_option[i];
		unsigned take;

		needed -= must_be_there(row) && !given;
		take = given ? 0 : share(row, left, needed);
		if (!given && !take && must_be_there(row))
			return fail(FAULT_USAGE, "missing %s", row->metavar);
		for (left -= take; take; take--)
			strings_add(words, *word++);
		if (targets)
			*ret_targets = *words;
		else if (store(row, words) < 0)
			return -1;
	}
	if (left)
		return fail(FAULT_USAGE, "unexpected argument %s", quote(*word));
	return 0;
}
