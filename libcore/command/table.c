/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table - rows of cells, sorted and printed raw or as JSON; table_smartcols.c has the table for people */
#include "command/table_rows.h"

#include <string.h>

static int
choose_sort(struct table *table, const struct column *columns)
{
	size_t length;

	if (!asked.sort)
		return 0;
	length = strcspn(asked.sort, ":");
	table->sort = columns_find(columns, asked.sort, length);
	table->descending = strcmp(asked.sort + length, ":desc") == 0;
	if (!table->sort)
		return fail(FAULT_USAGE, "unknown column to sort by %s", quote(asked.sort));
	if (asked.sort[length] && !table->descending)
		return fail(FAULT_USAGE, "--sort %s is neither COL nor COL:desc", quote(asked.sort));
	return 0;
}

struct table *
table_new(const struct column *columns)
{
	struct table *table = xcalloc(1, sizeof *table);

	if (asked.list_columns) {
		columns_explain(columns, stdout);
		table->only_explained = true;
		return table;
	}
	if (columns_choose(columns, &table->shown) < 0 || choose_sort(table, columns) < 0)
		return free(table), NULL;
	return table;
}

bool
table_has(const struct table *table, const char *column)
{
	for (unsigned i = 0; i < table->shown.n; i++)
		if (strcmp(table->shown.item[i]->name, column) == 0)
			return true;
	return table->sort && strcmp(table->sort->name, column) == 0;
}

struct row *
table_row_new(struct table *table, int parent)
{
	struct row *row = list_add(&table->rows);

	row->cell = xcalloc(table->shown.n + 1, sizeof *row->cell);
	row->parent = parent;
	row->index = (int)table->rows.n - 1;
	table->is_tree |= parent >= 0;
	return row;
}

static void
row_done(const struct table *table, struct row *row)
{
	for (unsigned i = 0; i <= table->shown.n; i++)
		cell_done(&row->cell[i]);
	free(row->cell);
}

static int
row_fill(const struct table *table, void *item, struct row *row)
{
	for (unsigned i = 0; i < table->shown.n; i++)
		if (cell_fill(table->shown.item[i], item, &row->cell[i]) < 0)
			return -1;
	return table->sort ? cell_fill(table->sort, item, &row->cell[table->shown.n]) : 0;
}

int
table_add_below(struct table *table, void *item, int parent)
{
	struct row *row;

	if (table->only_explained)
		return 0;
	row = table_row_new(table, parent);
	if (row_fill(table, item, row) == 0)
		return row->index;
	row_done(table, row);
	table->rows.n--;
	return -1;
}

int
table_add(struct table *table, void *item)
{
	return table_add_below(table, item, -1);
}

void
table_hang(struct table *table, unsigned row, unsigned parent)
{
	if (table->only_explained)
		return;
	table->rows.item[row].parent = (int)parent;
	table->is_tree = true;
}

/* The sort key is the cell behind those shown; rows that are equal stay in order. */
static int
compare(const void *a, const void *b, void *context)
{
	const struct row *one = a, *other = b;
	const struct table *table = context;
	int order = table->sort ? cell_compare(&one->cell[table->shown.n], &other->cell[table->shown.n]) : 0;

	if (order)
		return table->descending ? -order : order;
	return one->index - other->index;
}

static void
print_raw(const struct table *table)
{
	auto_text struct text out = { 0 };
	char end = asked.null ? '\0' : '\n';
	bool literal = asked.null && table->shown.n == 1;

	if (!asked.no_headings && !asked.null) {
		for (unsigned i = 0; i < table->shown.n; i++)
			text_addf(&out, "%s%s", i ? " " : "", table->shown.item[i]->name);
		text_add_char(&out, end);
	}
	list_each (row, &table->rows) {
		for (unsigned i = 0; i < table->shown.n; i++) {
			if (i)
				text_add_char(&out, ' ');
			(literal ? cell_show : cell_show_raw)(&row->cell[i], &out);
		}
		text_add_bytes(&out, &end, 1);
	}
	fwrite(text_get(&out), 1, out.length, stdout);
}

void
table_row_json(const struct columns *columns, const struct cell *cells, struct text *out)
{
	text_add_char(out, '{');
	for (unsigned i = 0; i < columns->n; i++) {
		if (i)
			text_add_char(out, ',');
		cell_show_json(columns->item[i], &cells[i], out);
	}
	text_add_char(out, '}');
}

static void
print_json(const struct table *table)
{
	auto_text struct text out = { 0 };

	text_add(&out, "[");
	list_each (row, &table->rows) {
		text_add(&out, row == table->rows.item ? "\n" : ",\n");
		table_row_json(&table->shown, row->cell, &out);
	}
	text_add(&out, table->rows.n ? "\n]\n" : "]\n");
	fwrite(text_get(&out), 1, out.length, stdout);
}

int
table_print(struct table *table)
{
	if (table->only_explained)
		return 0;
	if (table->sort && table->rows.n)
		qsort_r(table->rows.item, table->rows.n, sizeof *table->rows.item, compare, table);
	if (asked.json)
		print_json(table);
	else if (asked.raw || asked.null)
		print_raw(table);
	else
		return table_print_human(table);
	return 0;
}

void
table_free(struct table *table)
{
	if (!table)
		return;
	list_each (row, &table->rows)
		row_done(table, row);
	free(table->rows.item);
	free(table);
}
