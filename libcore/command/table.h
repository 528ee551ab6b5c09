/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* table - lists and summaries, from one set of column rows
 *
 * {list}: a table by libsmartcols, --raw, --json, -o, -s, --noheadings, -0.
 * {info}: "key: value" lines, --json, -o KEY.
 * A column is filled only when it is shown, so that a cheap list stays cheap. */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum cell_kind { CELL_NOTHING, CELL_TEXT, CELL_NUMBER, CELL_BYTES, CELL_YES_NO, CELL_TIME, CELL_NANOSECONDS };

struct cell {
	enum cell_kind kind;
	char *text;              /* CELL_TEXT: owned by the cell */
	int64_t number;          /* also bool, epoch seconds */
};
void cell_text(struct cell *cell, const char *text);         /* copies; NULL is nothing */
void cell_number(struct cell *cell, int64_t number);
void cell_bytes(struct cell *cell, uint64_t bytes);
void cell_yes_no(struct cell *cell, bool yes);
void cell_time(struct cell *cell, int64_t epoch_seconds);
void cell_nanoseconds(struct cell *cell, uint64_t ns);
/* "8.0G", as terminals are shown sizes. */
void cell_add_scaled(struct text *out, uint64_t bytes);

struct column {
	const char *name;        /* "AUTOSTART"; lower case is the JSON key */
	enum cell_kind kind;     /* what it usually holds: decides alignment and scaling */
	const char *help;
	bool extra;              /* shown only on request */
	int (*fill)(void *item, struct cell *ret_cell);      /* leaves CELL_NOTHING for "none" */
};
#define COLUMNS_END { 0 }

/* Rows are added one by one and printed at the end (JSON: one array). */
struct table;
struct table *table_new(const struct column *columns);       /* NULL: bad -o, FAULT_USAGE */
/* item is not kept.  -1: a cell could not be filled, and there is no such row. */
int table_add(struct table *table, void *item);
/* For trees: a row below the row with that index (as returned by table_add, from 0); -1: top. */
int table_add_below(struct table *table, void *item, int parent);
/* The same with rows that are there already: row, counted from 0 as they were added, goes below parent. */
void table_hang(struct table *table, unsigned row, unsigned parent);
bool table_has(const struct table *table, const char *column);       /* is it shown? */
int table_print(struct table *table);
void table_free(struct table *table);

/* The same columns as "key: value" lines; several items are separated by an empty line. */
int info_print(const struct column *columns, void *item);
int info_finish(void);           /* closes the JSON array; from .finish */

#endif
