/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cell - one value of a table or summary, and how it is shown */
#include "command/inside.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

static void
set_number(struct cell *cell, enum cell_kind kind, int64_t number)
{
	*cell = (struct cell) { .kind = kind, .number = number };
}

void
cell_text(struct cell *cell, const char *text)
{
	if (text)
		*cell = (struct cell) { .kind = CELL_TEXT, .text = xstrdup(text) };
}

void
cell_number(struct cell *cell, int64_t number)
{
	set_number(cell, CELL_NUMBER, number);
}

void
cell_bytes(struct cell *cell, uint64_t bytes)
{
	set_number(cell, CELL_BYTES, (int64_t)bytes);
}

void
cell_yes_no(struct cell *cell, bool yes)
{
	set_number(cell, CELL_YES_NO, yes);
}

void
cell_time(struct cell *cell, int64_t epoch_seconds)
{
	set_number(cell, CELL_TIME, epoch_seconds);
}

void
cell_nanoseconds(struct cell *cell, uint64_t ns)
{
	set_number(cell, CELL_NANOSECONDS, (int64_t)ns);
}

void
cell_done(struct cell *cell)
{
	free(cell->text);
	*cell = (struct cell) { 0 };
}

int
cell_fill(const struct column *column, void *item, struct cell *ret_cell)
{
	*ret_cell = (struct cell) { 0 };
	return column->fill(item, ret_cell);
}

/* 2026-01-31T04:00:00+01:00, or with Z for UTC. */
static void
add_time(struct text *out, int64_t seconds, bool utc)
{
	char date[40], zone[8];
	time_t time = (time_t)seconds;
	struct tm tm;

	if (!(utc ? gmtime_r(&time, &tm) : localtime_r(&time, &tm))) {
		text_addf(out, "@%" PRId64, seconds);
		return;
	}
	strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &tm);
	strftime(zone, sizeof zone, "%z", &tm);
	text_add(out, date);
	if (utc)
		text_add(out, "Z");
	else
		text_addf(out, "%.3s:%s", zone, zone + 3);
}

/* 8.0G: three digits or so, powers of 1024. */
void
cell_add_scaled(struct text *out, uint64_t bytes)
{
	static const char units[] = "BKMGTPE";
	double size = (double)bytes;
	unsigned unit = 0;

	for (; size >= 1023.95; unit++)
		size /= 1024;
	if (unit)
		text_addf(out, "%.*f%c", size < 9.95 ? 1 : 0, size, units[unit]);
	else
		text_addf(out, "%" PRIu64 "B", bytes);
}

static bool
is_scaled(void)
{
	return output_is_tty() && !asked.bytes && !asked.raw && !asked.null;
}

static void
add_value(const struct cell *cell, struct text *out)
{
	switch (cell->kind) {
	case CELL_NOTHING:
		break;
	case CELL_TEXT:
		text_add(out, cell->text);
		break;
	case CELL_YES_NO:
		text_add(out, cell->number ? "yes" : "no");
		break;
	case CELL_NUMBER:
		text_addf(out, "%" PRId64, cell->number);
		break;
	case CELL_TIME:
		add_time(out, cell->number, false);
		break;
	case CELL_BYTES:
		if (is_scaled())
			cell_add_scaled(out, (uint64_t)cell->number);
		else
			text_addf(out, "%" PRIu64, (uint64_t)cell->number);
		break;
	case CELL_NANOSECONDS:
		if (is_scaled())
			text_addf(out, "%.1fs", (double)(uint64_t)cell->number / 1e9);
		else
			text_addf(out, "%" PRIu64, (uint64_t)cell->number);
		break;
	}
}

void
cell_show(const struct cell *cell, struct text *out)
{
	size_t before = out->length;

	add_value(cell, out);
	if (out->length == before)
		text_add_char(out, '-');
}

void
cell_show_raw(const struct cell *cell, struct text *out)
{
	auto_text struct text value = { 0 };
	auto_free char *raw = NULL;

	add_value(cell, &value);
	raw = text_raw(text_get(&value));
	text_add(out, *raw ? raw : "-");
}

static void
add_json_string(struct text *out, const char *string)
{
	text_add_char(out, '"');
	for (size_t length; *string; string += length ? length : 1) {
		unsigned char c = (unsigned char)*string;

		length = text_utf8(string);       /* JSON holds nothing else */
		if (c == '"' || c == '\\')
			text_addf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			text_addf(out, "\\u%04x", c);
		else if (length)
			text_add_bytes(out, string, length);
		else
			text_add(out, "\xef\xbf\xbd");
	}
	text_add_char(out, '"');
}

static void
add_key(const struct column *column, const char *suffix, struct text *out)
{
	text_add_char(out, '"');
	for (const char *at = column->name; *at; at++)
		text_add_char(out, (char)tolower((unsigned char)*at));
	text_addf(out, "%s\":", suffix);
}

void
cell_show_json(const struct column *column, const struct cell *cell, struct text *out)
{
	add_key(column, "", out);
	switch (cell->kind) {
	case CELL_NOTHING:
		text_add(out, "null");
		break;
	case CELL_TEXT:
		add_json_string(out, cell->text);
		break;
	case CELL_YES_NO:
		text_add(out, cell->number ? "true" : "false");
		break;
	case CELL_BYTES:
	case CELL_NANOSECONDS:
		text_addf(out, "%" PRIu64, (uint64_t)cell->number);
		break;
	case CELL_NUMBER:
	case CELL_TIME:
		text_addf(out, "%" PRId64, cell->number);
		break;
	}
	if (column->kind != CELL_TIME)
		return;
	text_add_char(out, ',');
	add_key(column, "_iso", out);
	if (cell->kind != CELL_TIME) {
		text_add(out, "null");
		return;
	}
	text_add_char(out, '"');
	add_time(out, cell->number, true);
	text_add_char(out, '"');
}

int
cell_compare(const struct cell *a, const struct cell *b)
{
	if (a->kind == CELL_NOTHING || b->kind == CELL_NOTHING)
		return (a->kind == CELL_NOTHING) - (b->kind == CELL_NOTHING);
	if (a->kind == CELL_TEXT && b->kind == CELL_TEXT)
		return strcmp(a->text, b->text);
	if (a->kind == CELL_BYTES || a->kind == CELL_NANOSECONDS)
		return ((uint64_t)a->number > (uint64_t)b->number) - ((uint64_t)a->number < (uint64_t)b->number);
	return (a->number > b->number) - (a->number < b->number);
}
