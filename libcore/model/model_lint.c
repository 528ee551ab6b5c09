/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_lint - mistakes in a table, for the unit test */
#include <ctype.h>
#include <stdarg.h>

#include "model/model_engine.h"

struct lint {
	const struct type *type;
	struct text *out;
	unsigned mistakes;
};

static void __attribute__((format(printf, 3, 4)))
mistake(struct lint *lint, const struct row *row, const char *format, ...)
{
	va_list arguments;

	text_addf(lint->out, "%s: row '%s': ", lint->type->name, row->path);
	va_start(arguments, format);
	text_addv(lint->out, format, arguments);
	va_end(arguments);
	text_add_char(lint->out, '\n');
	lint->mistakes++;
}

/* ---- one row by itself ---- */

/* Names that begin with a capital.  A word with another capital in it is one too. */
static const char *const names[] = { "Ceph", "Linux", "Spice", "Xen" };

static bool
is_capital(const char *help)
{
	size_t word = strcspn(help, " ");

	if (!isupper((unsigned char)help[0]) || !islower((unsigned char)help[1]) ||
	    strcspn(help + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") < word)
		return false;
	for (unsigned i = 0; i < COUNT(names); i++)
		if (text_starts(help, names[i]))
			return false;
	return true;
}

static void
lint_help(struct lint *lint, const struct row *row)
{
	const char *help = row_help(row);

	if (!*help)
		mistake(lint, row, "no help");
	else if (is_capital(help))
		mistake(lint, row, "help begins with a capital");
	else if (text_ends(help, ".") && !text_ends(help, "..."))
		mistake(lint, row, "help ends in a full stop");
}

/* Try a text on a member of its own. */
static void
lint_text(struct lint *lint, const struct row *row, const char *text, const char *which)
{
	union { uint64_t room[4]; struct number number; char *string; } member = { 0 };

	if (!text)
		return;
	if (!row->kind->read || row->kind->print)
		mistake(lint, row, "%s, but it has no text", which);
	else if (row->kind->read(&member, text, row, NULL) < 0)
		mistake(lint, row, "%s '%s' is not a value", which, text);
	else if (row->kind->done)
		row->kind->done(&member, row);
}

static bool
is_choice(const struct kind *kind)
{
	return kind == &kind_enum || kind == &kind_yesno || kind == &kind_onoff ||
	       kind == &kind_state;
}

static void
lint_condition(struct lint *lint, const struct flat_list *flat, const struct flat *one)
{
	const struct row_more *more = row_more(one->row);

	if (!more->only)
		return;
	list_before(other, one, flat)
		if (other->base + other->row->offset == one->base + more->only_offset &&
		    is_choice(other->row->kind))
			return;
	mistake(lint, one->row, "no word above decides about it");
}

static void
lint_kind(struct lint *lint, const struct row *row)
{
	const struct kind *kind = row->kind;
	bool own = !strcmp(row->path, ".");

	if (kind == &kind_enum && !row->words->count)
		mistake(lint, row, "no words");
	else if (own && (kind->print || kind->empty || (kind->count && !row_is_part(row))))
		mistake(lint, row, "needs an element of its own");
	else if (own && row->flags & STATUS)
		mistake(lint, row, "status needs an element of its own");
	else {
		lint_text(lint, row, kind == &kind_size ? "1" : NULL, "size");
		lint_text(lint, row, row_more(row)->initial, "default");
		lint_text(lint, row, row_more(row)->quiet, "quiet");
	}
}

/* ---- order: can the writer stream these rows? ---- */

static bool
is_attribute(const struct flat *one)
{
	return strchr(one->path, '@');
}

/* Is the element's tag over when this row was printed? */
static bool
gives_content(const struct flat *one, const char *element)
{
	auto_free char *own = flat_element(one);

	return strcmp(own, element) ? path_is_in(own, element) : flat_is_text(one);
}

/* Is one in an element named as the other, an attribute, so that JSON could not
 * tell them apart? */
static bool
is_namesake(const struct flat *one, const struct flat *other)
{
	const char *attribute = strchr(other->path, '@');
	auto_free char *element = NULL;

	if (!attribute)
		return false;
	element = text_format("%.*s%s", (int)(attribute - other->path), other->path, attribute + 1);
	return path_is_in(one->path, element);
}

/* Kinds may take turns at one member. */
static bool
is_same_member(const struct flat *a, const struct flat *b)
{
	return a->base + a->row->offset == b->base + b->row->offset;
}

static const char *
pair_mistake(const struct flat *before, const struct flat *one)
{
	auto_free char *element = flat_element(one), *other = flat_element(before);
	bool first = is_attribute(one) || flat_is_text(one) || one->row->kind->beside;

	if (!strcmp(before->path, one->path))
		return is_same_member(before, one) ? NULL : "there already";
	if ((flat_is_whole(before) && path_is_in(element, other)) ||
	    (flat_is_whole(one) && path_is_in(other, element)))
		return "inside of what is printed whole";
	if (first && gives_content(before, element))
		return "too late: the tag is over";
	if (before->part != one->part && (is_namesake(before, one) || is_namesake(one, before)))
		return "an element and an attribute of one name, in different parts";
	return NULL;
}

/* Elements around `one` that rows further up began and a row in between left. */
static bool
comes_back(const struct flat_list *flat, const struct flat *before, const struct flat *one)
{
	auto_free char *element = flat_element(one);

	for (char *end = strchr(element, '\0'); end && end > element; end = strrchr(element, '/')) {
		*end = '\0';
		if (!path_is_in(before->path, element))
			continue;
		for (const struct flat *row = before + 1; row < one; row++)
			if (!row_is_part(row->row) && !path_is_in(row->path, element) &&
			    flat_together(flat, before, row) && flat_together(flat, row, one))
				return true;
	}
	return false;
}

static void
lint_pair(struct lint *lint, const struct flat_list *flat, const struct flat *before,
	  const struct flat *one)
{
	const char *what;

	if (row_is_part(before->row) || row_is_part(one->row) ||
	    !flat_together(flat, before, one))
		return;
	what = pair_mistake(before, one);
	if (!what && comes_back(flat, before, one))
		what = "apart, so that their element would be printed twice";
	if (what)
		mistake(lint, one->row, "%s (row '%s')", what, before->row->path);
}

/* Rows before this one, and itself, that share an order. */
static void
lint_mixed(struct lint *lint, const struct row *row)
{
	unsigned n = 0;

	if (row->flags & MIXED && row->kind != &kind_list)
		mistake(lint, row, "mixed, but it is no list");
	while (row - n >= lint->type->rows && row[-(int)n].flags & MIXED)
		n++;
	if (n > MIXED_ROWS)
		mistake(lint, row, "more than %d rows are mixed", MIXED_ROWS);
}

static void
lint_depth(struct lint *lint, const struct flat *one)
{
	unsigned steps = 1;

	for (const char *path = one->path; path; steps++)
		path_step(&path);
	if (steps > PATH_DEPTH)
		mistake(lint, one->row, "deeper than %d steps", PATH_DEPTH);
}

/* ---- types ---- */

static void
lint_rows(struct lint *lint)
{
	auto_flat struct flat_list flat = { 0 };

	flat_add(&flat, lint->type);
	list_each(one, &flat) {
		lint_depth(lint, one);
		lint_condition(lint, &flat, one);
		if (one->part < 0) {
			lint_help(lint, one->row);
			lint_kind(lint, one->row);
			lint_mixed(lint, one->row);
		}
		for (const struct flat *before = flat.item; before < one; before++)
			lint_pair(lint, &flat, before, one);
	}
	if (lint->type->done_rest && !lint->type->copy_rest) {
		text_addf(lint->out, "%s: done_rest without copy_rest\n", lint->type->name);
		lint->mistakes++;
	}
}

static unsigned
lint_type(struct types *seen, const struct type *type, struct text *out)
{
	struct lint lint = { .type = type, .out = out };
	unsigned n = seen->n;

	if (types_find(seen, type) < n)
		return 0;
	lint_rows(&lint);
	EACH_ROW(row, type)
		if (row->kind->count)
			lint.mistakes += lint_type(seen, row->type, out);
	return lint.mistakes;
}

unsigned
model_lint(const struct type *type, struct text *out)
{
	struct types seen = { 0 };
	unsigned mistakes = lint_type(&seen, type, out);

	free(seen.item);
	return mistakes;
}
