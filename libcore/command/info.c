/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* info - summaries: the columns of one item as "KEY: value" lines */
#include "command/table_rows.h"

#include <string.h>

static unsigned printed;
static bool explained;

static void
print_raw(const struct columns *keys, const struct cell *cells, struct text *out)
{
	for (unsigned i = 0; i < keys->n; i++) {
		if (i)
			text_add_char(out, ' ');
		cell_show_raw(&cells[i], out);
	}
	text_add_char(out, '\n');
}

static void
print_lines(const struct columns *keys, const struct cell *cells, struct text *out)
{
	int width = 0;

	for (unsigned i = 0; output_is_tty() && i < keys->n; i++)
		if ((int)strlen(keys->item[i]->name) > width)
			width = (int)strlen(keys->item[i]->name);
	if (printed)
		text_add_char(out, '\n');
	for (unsigned i = 0; i < keys->n; i++) {
		auto_text struct text value = { 0 };
		const char *name = keys->item[i]->name;

		cell_show(&cells[i], &value);
		text_addf(out, "%s:%*s ", name, width ? width - (int)strlen(name) : 0, "");
		text_add_safe(out, text_get(&value), "");
		text_add_char(out, '\n');
	}
}

static void
print(const struct columns *keys, const struct cell *cells)
{
	auto_text struct text out = { 0 };

	if (asked.json) {
		text_add(&out, printed ? ",\n" : "[\n");
		table_row_json(keys, cells, &out);
	} else if (asked.raw) {
		print_raw(keys, cells, &out);
	} else if (asked.output && keys->n == 1) {
		cell_show(cells, &out);
		text_add_char(&out, '\n');
	} else {
		print_lines(keys, cells, &out);
	}
	fwrite(text_get(&out), 1, out.length, stdout);
	printed++;
}

int
info_print(const struct column *columns, void *item)
{
	struct cell cells[COLUMNS_MAX] = { 0 };
	struct columns keys;
	unsigned filled = 0;

	if (asked.list_columns) {
		if (!explained)
			columns_explain(columns, stdout);
		explained = true;
		return 0;
	}
	if (columns_choose(columns, &keys) < 0)
		return -1;
	while (filled < keys.n && cell_fill(keys.item[filled], item, &cells[filled]) == 0)
		filled++;
	if (filled == keys.n)
		print(&keys, cells);
	for (unsigned i = 0; i < keys.n; i++)
		cell_done(&cells[i]);
	return filled == keys.n ? 0 : -1;
}

int
info_finish(void)
{
	if (asked.json && !explained)
		fputs(printed ? "\n]\n" : "[]\n", stdout);
	return 0;
}
