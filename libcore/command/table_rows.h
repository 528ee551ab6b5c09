/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table_rows - what a table holds, for the files that print it */
#ifndef COMMAND_TABLE_ROWS_H
#define COMMAND_TABLE_ROWS_H

#include "command/inside.h"

struct row {
	struct cell *cell;           /* one per column shown, then the sort key */
	int index, parent;           /* the index of a row does not change when rows are sorted */
};
LIST_OF(row);

struct table {
	struct columns shown;
	struct row_list rows;
	const struct column *sort;
	bool descending, is_tree;
	bool only_explained;         /* --list-columns: nothing more to say */
};

struct row *table_row_new(struct table *table, int parent);      /* its cells hold nothing yet */
int table_print_human(const struct table *table);
void table_row_json(const struct columns *columns, const struct cell *cells, struct text *out);

#endif
