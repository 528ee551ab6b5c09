/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bare - values alone: what virsh's --name, --uuid and --id make of a list */
#include "command/bare.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "command/command.h"

#define EACH_SAID(row, rows) \
	for (const struct bare *row = (rows); row->said; row++) if (*row->said)

bool
bare_asked(const struct bare *rows)
{
	EACH_SAID(row, rows)
		return true;
	return false;
}

char *
bare_columns(const struct bare *rows)
{
	struct text names = { 0 };

	EACH_SAID(row, rows)
		text_addf(&names, "%s%s", names.length ? "," : "", row->column);
	return text_take(&names);
}

static const struct column *
column_find(const struct column *columns, const char *name)
{
	while (strcmp(columns->name, name) != 0) {
		columns++;
		assert(columns->name);
	}
	return columns;
}

static void
cell_add(struct text *line, const struct cell *cell)
{
	if (cell->kind == CELL_TEXT)
		text_add(line, cell->text);
	else if (cell->kind == CELL_NOTHING)
		text_add(line, "-");
	else
		text_addf(line, "%" PRId64, cell->number);
}

int
bare_print(const struct bare *rows, const struct column *columns, void *item)
{
	auto_text struct text line = { 0 };

	EACH_SAID(row, rows) {
		struct cell cell = { 0 };

		if (column_find(columns, row->column)->fill(item, &cell) < 0)
			return -1;
		if (line.length)
			text_add_char(&line, row->before ? row->before : ' ');
		cell_add(&line, &cell);
		free(cell.text);
	}
	bare_value(text_get(&line));
	return 0;
}

void
bare_value(const char *value)
{
	fputs(value, stdout);
	putchar(asked.null ? '\0' : '\n');
}
