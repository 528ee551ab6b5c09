/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table_smartcols - the table for people, by libsmartcols
 *
 * The library is loaded when the first such table is printed: most calls print
 * none, and loading costs as much as the rest of a query. */
#include "command/table_rows.h"

#include <dlfcn.h>
#include <libsmartcols.h>
#include <locale.h>
#include <string.h>

#define FUNCTIONS(X)                                                          \
	X(scols_new_table) X(scols_unref_table) X(scols_table_enable_noheadings) \
	X(scols_table_enable_colors) X(scols_table_new_column) X(scols_table_new_line) \
	X(scols_line_set_data) X(scols_line_get_cell) X(scols_cell_set_color) \
	X(scols_print_table)

static struct {
#define POINTER(name) __typeof__(&name) name;
	FUNCTIONS(POINTER)
#undef POINTER
} smartcols;

static const struct {
	const char *state, *colour;
} colours[] = {
	{ "running", "green" },
	{ "paused",  "yellow" },
	{ "crashed", "red" },
};

static int
load(void)
{
	static const struct {
		const char *name;
		void **into;
	} functions[] = {
#define FUNCTION(name) { #name, (void **)&smartcols.name },
		FUNCTIONS(FUNCTION)
#undef FUNCTION
	};
	void *library = dlopen(SMARTCOLS_SONAME, RTLD_LAZY | RTLD_LOCAL);

	if (!library)
		return fail(FAULT_UNSUPPORTED, "load libsmartcols: %s", dlerror());
	for (unsigned i = 0; i < COUNT(functions); i++) {
		*functions[i].into = dlsym(library, functions[i].name);
		if (!*functions[i].into)
			return fail(FAULT_UNSUPPORTED, "libsmartcols has no %s", functions[i].name);
	}
	/* Widths need a character set; what is printed must not depend on the caller's. */
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "");
	return 0;
}

static int
flags(const struct table *table, unsigned column)
{
	enum cell_kind kind = table->shown.item[column]->kind;

	if (table->is_tree && column == 0)
		return SCOLS_FL_TREE;
	return kind == CELL_NUMBER || kind == CELL_BYTES || kind == CELL_NANOSECONDS ? SCOLS_FL_RIGHT : 0;
}

static void
colour(struct libscols_line *line, unsigned column, const char *state)
{
	for (unsigned i = 0; i < COUNT(colours); i++)
		if (strcmp(colours[i].state, state) == 0)
			smartcols.scols_cell_set_color(smartcols.scols_line_get_cell(line, column), colours[i].colour);
}

static struct libscols_line *
add_line(const struct table *table, const struct row *row, struct libscols_table *out, struct libscols_line *parent)
{
	struct libscols_line *line = smartcols.scols_table_new_line(out, parent);

	for (unsigned i = 0; line && i < table->shown.n; i++) {
		auto_text struct text value = { 0 };

		cell_show(&row->cell[i], &value);
		if (smartcols.scols_line_set_data(line, i, text_get(&value)) < 0)
			return NULL;
		if (strcmp(table->shown.item[i]->name, "STATE") == 0)
			colour(line, i, text_get(&value));
	}
	return line;
}

/* Rows by what they are below: `first` by the index of that one, and behind all those that are tops. */
struct family { const struct row **first, **next; };

static struct family
family_of(const struct row_list *rows)
{
	struct family family = {
		.first = xcalloc(rows->n + 1, sizeof *family.first),
		.next  = xcalloc(rows->n + 1, sizeof *family.next),
	};

	for (unsigned i = rows->n; i-- > 0; ) {
		const struct row *row = &rows->item[i], **first = &family.first[row->parent < 0 ? (int)rows->n : row->parent];

		family.next[row->index] = *first;
		*first = row;
	}
	return family;
}

static void
family_done(struct family *family)
{
	free(family->first);
	free(family->next);
}

/* A row and its siblings, each with those below it. */
static int
add_lines(const struct table *table, const struct family *family, const struct row *row,
	  struct libscols_table *out, struct libscols_line *above)
{
	for (; row; row = family->next[row->index]) {
		struct libscols_line *line = add_line(table, row, out, above);

		if (!line || add_lines(table, family, family->first[row->index], out, line) < 0)
			return -1;
	}
	return 0;
}

static int
print(const struct table *table, struct libscols_table *out)
{
	__attribute__((cleanup(family_done))) struct family family = family_of(&table->rows);

	smartcols.scols_table_enable_noheadings(out, asked.no_headings);
	smartcols.scols_table_enable_colors(out, output_colour());
	for (unsigned i = 0; i < table->shown.n; i++)
		if (!smartcols.scols_table_new_column(out, table->shown.item[i]->name, 0, flags(table, i)))
			return -1;
	if (add_lines(table, &family, family.first[table->rows.n], out, NULL) < 0)
		return -1;
	return smartcols.scols_print_table(out);
}

int
table_print_human(const struct table *table)
{
	struct libscols_table *out;
	int result;

	if (load() < 0)
		return -1;
	out = smartcols.scols_new_table();
	result = out ? print(table, out) : -1;
	smartcols.scols_unref_table(out);
	return result < 0 ? fail(FAULT_INTERNAL, "print table") : 0;
}
