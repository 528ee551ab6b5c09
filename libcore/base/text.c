/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text - growing strings and lists of strings */
#include "base/text.h"

#include <stdio.h>

void
text_reserve(struct text *t, size_t more)
{
	size_t wanted = t->length + more + 1;

	if (wanted <= t->room)
		return;
	t->room = wanted > 2 * t->room ? wanted : 2 * t->room;
	if (t->room < 64)
		t->room = 64;
	t->data = xrealloc(t->data, t->room, 1);
}

void
text_add_bytes(struct text *t, const char *data, size_t length)
{
	text_reserve(t, length);
	if (length)
		memcpy(t->data + t->length, data, length);
	text_cut(t, t->length + length);
}

void
text_add(struct text *t, const char *string)
{
	text_add_bytes(t, string, strlen(string));
}

void
text_add_char(struct text *t, char c)
{
	text_add_bytes(t, &c, 1);
}

void
text_addf(struct text *t, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	text_addv(t, format, arguments);
	va_end(arguments);
}

void
text_addv(struct text *t, const char *format, va_list arguments)
{
	va_list again;
	int length;

	va_copy(again, arguments);
	text_reserve(t, 1);       /* what is short is written the first time */
	length = vsnprintf(t->data + t->length, t->room - t->length, format, arguments);
	if (length > 0 && (size_t)length >= t->room - t->length) {
		text_reserve(t, (size_t)length);
		vsnprintf(t->data + t->length, t->room - t->length, format, again);
	}
	va_end(again);
	if (length > 0)
		t->length += (size_t)length;
}

void
text_cut(struct text *t, size_t length)
{
	t->length = length;
	if (t->data)
		t->data[length] = '\0';
}

const char *
text_get(const struct text *t)
{
	return t->data ? t->data : "";
}

char *
text_take(struct text *t)
{
	char *data = t->data ? t->data : xstrdup("");

	*t = (struct text){ 0 };
	return data;
}

void
text_done(struct text *t)
{
	free(t->data);
	*t = (struct text){ 0 };
}

/* What a byte becomes in XML; NULL is the byte itself.  XML has no way to write
 * the other control bytes: what they become is said. */
static const char *
xml_escape(char c, bool attribute, const char *control)
{
	switch (c) {
	case '&':  return "&amp;";
	case '<':  return "&lt;";
	case '>':  return "&gt;";
	case '\'': return "&apos;";
	case '"':  return "&quot;";
	case '\r': return "&#13;";
	case '\n': return attribute ? "&#10;" : NULL;
	case '\t': return attribute ? "&#9;" : NULL;
	case '\0': return "";
	default:   return (unsigned char)c < ' ' ? control : NULL;
	}
}

/* What is no character: bytes that are not UTF-8, and the two that XML leaves out. */
static bool
is_no_character(const char *at, size_t length)
{
	return !length || text_starts(at, "\xef\xbf\xbe") || text_starts(at, "\xef\xbf\xbf");
}

/* said: what no document can hold stays, for the reader to refuse. */
static void
add_xml(struct text *t, const char *string, bool attribute, bool said)
{
	size_t length;

	for (const char *from = string;; string += length) {
		const char *escape = xml_escape(*string, attribute, said ? NULL : "");

		length = text_utf8(string);
		if (!said && *string & 0x80 && is_no_character(string, length))
			escape = "\xef\xbf\xbd";
		length = length ? length : 1;
		if (!escape)
			continue;
		text_add_bytes(t, from, (size_t)(string - from));
		text_add(t, escape);
		from = string + length;
		if (!*string)
			return;
	}
}

void
text_add_xml(struct text *t, const char *string, bool attribute)
{
	add_xml(t, string, attribute, false);
}

void
text_add_said_xml(struct text *t, const char *string, bool attribute)
{
	add_xml(t, string, attribute, true);
}

char *
text_format(const char *format, ...)
{
	struct text t = { 0 };
	va_list arguments;

	va_start(arguments, format);
	text_addv(&t, format, arguments);
	va_end(arguments);
	return text_take(&t);
}

char *
text_trimmed(const char *text)
{
	size_t length;

	text += strspn(text, " \t\r\n");
	length = strlen(text);
	while (length && strchr(" \t\r\n", text[length - 1]))
		length--;
	return xstrndup(text, length);
}

bool
text_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

uint64_t
text_hash(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return hash;
}

bool
text_starts(const char *string, const char *with)
{
	return strncmp(string, with, strlen(with)) == 0;
}

bool
text_ends(const char *string, const char *with)
{
	size_t length = strlen(string), tail = strlen(with);

	return length >= tail && memcmp(string + length - tail, with, tail) == 0;
}

/* The NULL behind the last string takes part in the growing as an item. */
void
strings_take(struct strings *s, char *owned)
{
	s->item = list_grow_(s->item, s->n + 1, sizeof *s->item);
	s->item[s->n++] = owned;
}

void
strings_add(struct strings *s, const char *string)
{
	strings_take(s, xstrdup(string));
}

void
strings_addf(struct strings *s, const char *format, ...)
{
	struct text t = { 0 };
	va_list arguments;

	va_start(arguments, format);
	text_addv(&t, format, arguments);
	va_end(arguments);
	strings_take(s, text_take(&t));
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
strings_sort(struct strings *s)
{
	if (s->n > 1)
		qsort(s->item, s->n, sizeof *s->item, by_bytes);
}

bool
strings_have(const struct strings *s, const char *string)
{
	for (unsigned i = 0; i < s->n; i++)
		if (strcmp(s->item[i], string) == 0)
			return true;
	return false;
}

void
strings_done(struct strings *s)
{
	for (unsigned i = 0; i < s->n; i++)
		free(s->item[i]);
	free(s->item);
	*s = (struct strings){ 0 };
}
