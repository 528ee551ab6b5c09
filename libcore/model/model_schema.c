/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_schema - a table as RELAX NG: one pattern per type, elements in any order */
#include <stdarg.h>

#include "model/model_engine.h"

struct schema {
	struct text *out;
	struct types types;              /* in the order their patterns are printed */
	struct flat_list flat;           /* of the type being printed */
};

static void __attribute__((format(printf, 3, 4)))
line(struct schema *schema, unsigned level, const char *format, ...)
{
	va_list arguments;

	text_addf(schema->out, "%*s", 2 * (int)level, "");
	va_start(arguments, format);
	text_addv(schema->out, format, arguments);
	va_end(arguments);
	text_add_char(schema->out, '\n');
}

/* ---- values ---- */

static void
add_once(struct strings *patterns, const char *pattern)
{
	if (!strings_have(patterns, pattern))
		strings_add(patterns, pattern);
}

static void
add_words(struct strings *patterns, const struct words *words)
{
	for (unsigned i = 0; i < words->count; i++) {
		auto_text struct text pattern = { 0 };

		if (!words->word[i])
			continue;
		text_add(&pattern, "<value>");
		text_add_xml(&pattern, words->word[i], false);
		text_add(&pattern, "</value>");
		add_once(patterns, text_get(&pattern));
	}
}

/* Rows of one path may differ in what they take: all of it is allowed. */
static void
add_pattern(struct strings *patterns, const struct row *row)
{
	auto_free char *pattern = NULL;

	if (row->kind == &kind_enum) {
		add_words(patterns, row->words);
		return;
	}
	if (row->kind->pattern)
		pattern = text_format("<data type='string'><param name='pattern'>%s</param></data>",
				      row->kind->pattern);
	add_once(patterns, pattern ? pattern : "<text/>");
}

/* A wrapper around what follows; without a tag there is none. */
static unsigned
wrap(struct schema *schema, unsigned level, const char *tag)
{
	if (tag)
		line(schema, level++, "<%s>", tag);
	return level;
}

static void
unwrap(struct schema *schema, unsigned level, const char *tag)
{
	if (tag)
		line(schema, level, "</%s>", tag);
}

static void
print_choice(struct schema *schema, unsigned level, const struct strings *patterns)
{
	const char *tag = patterns->n > 1 ? "choice" : NULL;
	unsigned inner = wrap(schema, level, tag);

	for (unsigned i = 0; i < patterns->n; i++)
		line(schema, inner, "%s", patterns->item[i]);
	unwrap(schema, level, tag);
}

/* ---- which rows are where ---- */

/* Must every document that has what is around path say this row, which is in it?
 * What a part demands, it demands only when its element is there. */
static bool
demands(const struct flat_list *flat, const struct flat *one, const char *path)
{
	if (!(one->row->flags & REQUIRED) || row_more(one->row)->only || !path_is_in(one->path, path))
		return false;
	while (one->part >= 0) {
		one = &flat->item[one->part];
		if (row_more(one->row)->only || !strcmp(path, one->path) || !path_is_in(path, one->path))
			return false;
	}
	return true;
}

static bool
is_required(const struct flat_list *flat, const char *path)
{
	list_each(one, flat)
		if (demands(flat, one, path))
			return true;
	return false;
}

/* The next steps below an element, each once: "@name" or "name". */
static void
add_steps(const struct flat_list *flat, const char *element, struct strings *steps)
{
	list_each(one, flat) {
		const char *rest = *element ? path_below(one->path, element) : one->path;
		auto_free char *step = NULL;

		if (!rest || !*rest || *rest == '.')
			continue;
		step = xstrndup(rest, strcspn(rest, "/"));
		add_once(steps, step);
	}
}

/* ---- attributes, text, elements ---- */

static void
print_attribute(struct schema *schema, unsigned level, const char *name,
		const struct strings *patterns, bool required)
{
	const char *tag = required ? NULL : "optional";
	unsigned inner = wrap(schema, level, tag);

	line(schema, inner, "<attribute name='%s'>", name);
	print_choice(schema, inner + 1, patterns);
	line(schema, inner, "</attribute>");
	unwrap(schema, level, tag);
}

static void
print_attribute_of(struct schema *schema, unsigned level, const char *element, const char *step)
{
	auto_free char *path = text_format("%s%s%s", element, *element ? "/" : "", step);
	auto_strings struct strings patterns = { 0 };

	list_each(one, &schema->flat)
		if (!strcmp(one->path, path))
			add_pattern(&patterns, one->row);
	print_attribute(schema, level, step + 1, &patterns, is_required(&schema->flat, path));
}

/* The attribute beside a member's value: @unit is any text, @state a word. */
static void
print_sibling(struct schema *schema, unsigned level, const char *element)
{
	list_each(one, &schema->flat) {
		auto_free char *holder = flat_element(one);
		auto_strings struct strings patterns = { 0 };

		if (!one->row->kind->sibling || strcmp(holder, element))
			continue;
		if (one->row->kind->empty)
			add_pattern(&patterns, one->row);
		else
			strings_add(&patterns, "<text/>");
		print_attribute(schema, level, one->row->kind->sibling, &patterns, false);
		return;
	}
}

static void
add_text(const struct flat_list *flat, const char *element, struct strings *patterns)
{
	list_each(one, flat) {
		auto_free char *holder = flat_element(one);

		if (flat_is_text(one) && !strcmp(holder, element))
			add_pattern(patterns, one->row);
	}
}

/* Beside elements, text cannot be told in more detail. */
static void
print_text(struct schema *schema, unsigned level, const struct strings *patterns, bool mixed)
{
	if (patterns->n && (mixed || strings_have(patterns, "<text/>"))) {
		line(schema, level, "<text/>");
	} else if (patterns->n) {
		wrap(schema, level, "optional");
		print_choice(schema, level + 1, patterns);
		unwrap(schema, level, "optional");
	}
}

static void print_content(struct schema *schema, unsigned level, const char *element);

static void
add_reference(struct schema *schema, struct strings *patterns, const struct type *type)
{
	auto_free char *reference = text_format("<ref name='%s-%u'/>", type->name,
						types_find(&schema->types, type));

	add_once(patterns, reference);
}

/* One row or several may say what an element of this name holds. */
static void
print_holds(struct schema *schema, unsigned level, const char *path)
{
	auto_strings struct strings whole = { 0 };
	bool piecewise = false;
	const char *tag;
	unsigned inner;

	list_each(one, &schema->flat) {
		if (!path_is_in(one->path, path))
			continue;
		if (!flat_is_whole(one) || strcmp(one->path, path))
			piecewise = true;
		else if (one->row->kind->print)
			add_once(&whole, "<ref name='any'/>");
		else
			add_reference(schema, &whole, one->row->type);
	}
	tag = piecewise && whole.n ? "choice" : NULL;
	inner = wrap(schema, level, tag);
	if (whole.n)
		print_choice(schema, inner, &whole);
	if (piecewise) {
		wrap(schema, inner, tag ? "group" : NULL);
		print_content(schema, tag ? inner + 1 : inner, path);
		unwrap(schema, inner, tag ? "group" : NULL);
	}
	unwrap(schema, level, tag);
}

/* How often an element may be there; NULL for once. */
static const char *
occurrence(const struct flat_list *flat, const char *path)
{
	list_each(one, flat)
		if (one->row->kind == &kind_list && !strcmp(one->path, path))
			return "zeroOrMore";
	return is_required(flat, path) ? NULL : "optional";
}

static void
print_element(struct schema *schema, unsigned level, const char *element, const char *step)
{
	auto_free char *path = text_format("%s%s%s", element, *element ? "/" : "", step);
	const char *times = occurrence(&schema->flat, path);
	unsigned inner = wrap(schema, level, times);

	line(schema, inner, "<element name='%s'>", step);
	print_holds(schema, inner + 1, path);
	line(schema, inner, "</element>");
	unwrap(schema, level, times);
}

/* What is printed inside an interleave when there is more than one. */
static unsigned
wrap_many(struct schema *schema, unsigned level, unsigned count)
{
	return wrap(schema, level, count > 1 ? "interleave" : NULL);
}

static void
unwrap_many(struct schema *schema, unsigned level, unsigned count)
{
	unwrap(schema, level, count > 1 ? "interleave" : NULL);
}

/* Attributes have no order, so an interleave says nothing new of them; but libxml2 follows
 * every subset of the optional ones to the end when they are not in one. */
static void
print_attributes(struct schema *schema, unsigned level, const char *element, const struct strings *steps)
{
	unsigned count = 0, inner;

	for (unsigned i = 0; i < steps->n; i++)
		count += *steps->item[i] == '@';
	inner = wrap_many(schema, level, count);
	for (unsigned i = 0; i < steps->n; i++)
		if (*steps->item[i] == '@')
			print_attribute_of(schema, inner, element, steps->item[i]);
	unwrap_many(schema, level, count);
	print_sibling(schema, level, element);
}

static void
print_content(struct schema *schema, unsigned level, const char *element)
{
	auto_strings struct strings steps = { 0 }, text = { 0 };
	unsigned elements = 0, parts, inner;

	add_steps(&schema->flat, element, &steps);
	add_text(&schema->flat, element, &text);
	for (unsigned i = 0; i < steps.n; i++)
		elements += *steps.item[i] != '@';
	print_attributes(schema, level, element, &steps);
	parts = elements + (text.n > 0);
	inner = wrap_many(schema, level, parts);
	print_text(schema, inner, &text, elements > 0);
	for (unsigned i = 0; i < steps.n; i++)
		if (*steps.item[i] != '@')
			print_element(schema, inner, element, steps.item[i]);
	unwrap_many(schema, level, parts);
	if (!parts)
		line(schema, level, "<empty/>");
}

/* ---- types ---- */

static void
print_type(struct schema *schema, unsigned number)
{
	const struct type *type = schema->types.item[number];

	flat_add(&schema->flat, type);
	line(schema, 1, "<define name='%s-%u'>", type->name, number);
	print_content(schema, 2, "");
	line(schema, 1, "</define>");
	flat_done(&schema->flat);
}

static const char head[] =
	"<grammar xmlns='http://relaxng.org/ns/structure/1.0'"
	" datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'";

static const char any[] =
	"  <define name='any'>\n"
	"    <zeroOrMore>\n"
	"      <choice>\n"
	"        <attribute><anyName/></attribute>\n"
	"        <text/>\n"
	"        <element><anyName/><ref name='any'/></element>\n"
	"      </choice>\n"
	"    </zeroOrMore>\n"
	"  </define>\n"
	"</grammar>\n";

/* Printing a type finds the types it holds, which are printed after it. */
void
model_schema(const struct type *type, struct text *out)
{
	struct schema schema = { .out = out };

	text_add(out, head);
	for (unsigned i = 0; i < spaces_count; i++)
		text_addf(out, "\n  xmlns:%s='%s'", spaces[i].prefix, spaces[i].uri);
	text_add(out, ">\n");
	line(&schema, 1, "<start>");
	line(&schema, 2, "<element name='%s'>", type->name);
	line(&schema, 3, "<ref name='%s-%u'/>", type->name, types_find(&schema.types, type));
	line(&schema, 2, "</element>");
	line(&schema, 1, "</start>");
	for (unsigned i = 0; i < schema.types.n; i++)
		print_type(&schema, i);
	text_add(out, any);
	free(schema.types.item);
}
