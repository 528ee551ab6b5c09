/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* columns - which columns are shown: the usual ones, or what -o says */
#include "command/inside.h"

#include <string.h>
#include <strings.h>

const struct column *
columns_find(const struct column *columns, const char *name, size_t length)
{
	for (; columns->name; columns++)
		if (strncasecmp(columns->name, name, length) == 0 && !columns->name[length])
			return columns;
	return NULL;
}

static bool
have(const struct columns *chosen, const struct column *column)
{
	for (unsigned i = 0; i < chosen->n; i++)
		if (chosen->item[i] == column)
			return true;
	return false;
}

static void
choose(struct columns *chosen, const struct column *column)
{
	if (chosen->n < COLUMNS_MAX && !have(chosen, column))
		chosen->item[chosen->n++] = column;
}

static int
unknown(const struct column *columns, const char *name, size_t length)
{
	auto_free char *given = xstrndup(name, length);
	auto_text struct text known = { 0 };

	for (; columns->name; columns++)
		text_addf(&known, "%s%s", known.length ? ", " : "", columns->name);
	fail(FAULT_USAGE, "unknown column %s", quote(given));
	fail_hint("columns are %s", text_get(&known));
	return -1;
}

int
columns_choose(const struct column *columns, struct columns *ret_chosen)
{
	const char *list = asked.output;
	bool add = list && *list == '+';

	ret_chosen->n = 0;
	if (!list || add)
		for (const struct column *c = columns; c->name; c++)
			if (!c->extra || asked.output_all)
				choose(ret_chosen, c);
	for (list += add; list; ) {
		size_t length = strcspn(list, ",");
		const struct column *column = columns_find(columns, list, length);

		if (!column)
			return unknown(columns, list, length);
		choose(ret_chosen, column);
		list = list[length] ? list + length + 1 : NULL;
	}
	return 0;
}

void
columns_explain(const struct column *columns, FILE *out)
{
	for (; columns->name; columns++)
		fprintf(out, "%-18s %s%s\n", columns->name, columns->help, columns->extra ? "" : " (usual)");
}
