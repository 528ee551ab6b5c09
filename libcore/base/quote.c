/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* quote - names of unknown content made fit for messages, fields and shells */
#include "base/text.h"

#include <stdio.h>

size_t
text_utf8(const char *string)
{
	const unsigned char *s = (const unsigned char *)string;
	static const struct {
		unsigned char first, last;        /* of the first byte */
		unsigned char from, to;           /* of the second */
		size_t length;
	} forms[] = {
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	if (s[0] < 0x80)
		return 1;
	for (unsigned i = 0; i < COUNT(forms); i++) {
		if (s[0] < forms[i].first || s[0] > forms[i].last)
			continue;
		if (s[1] < forms[i].from || s[1] > forms[i].to)
			return 0;
		for (size_t n = 2; n < forms[i].length; n++)
			if ((s[n] & 0xc0) != 0x80)
				return 0;
		return forms[i].length;
	}
	return 0;
}

/* The same of one that may go to a terminal, or 0: control bytes and C1 controls may not. */
static size_t
printable(const char *string)
{
	const unsigned char *s = (const unsigned char *)string;
	bool control = s[0] < ' ' || s[0] == 0x7f || (s[0] == 0xc2 && s[1] < 0xa0);

	return control ? 0 : text_utf8(string);
}

/* A byte that is no printable character, as C writes it. */
static void
add_escaped(struct text *t, char c)
{
	static const char letters[] = "abtnvfr";

	if (c >= '\a' && c <= '\r')
		text_addf(t, "\\%c", letters[c - '\a']);
	else
		text_addf(t, "\\%03o", (unsigned char)c);
}

void
text_add_safe(struct text *t, const char *string, const char *special)
{
	while (*string) {
		size_t length = printable(string);

		if (!length) {
			add_escaped(t, *string++);
			continue;
		}
		if (length == 1 && strchr(special, *string))
			text_add_char(t, '\\');
		text_add_bytes(t, string, length);
		string += length;
	}
}

const char *
quote(const char *string)
{
	static struct text ring[8];
	static unsigned turn;
	struct text *t = &ring[turn++ % COUNT(ring)];

	text_cut(t, 0);
	text_add_char(t, '\'');
	text_add_safe(t, string, "'\\");
	text_add_char(t, '\'');
	return t->data;
}

char *
text_raw(const char *string)
{
	struct text t = { 0 };

	while (*string) {
		size_t length = printable(string);

		if (!length || *string == ' ' || *string == '\\') {
			text_addf(&t, "\\x%02x", (unsigned char)*string++);
			continue;
		}
		text_add_bytes(&t, string, length);
		string += length;
	}
	return text_take(&t);
}

char *
text_shell(const char *string)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+=:,./@%";
	struct text t = { 0 };

	if (*string && !string[strspn(string, plain)])
		return xstrdup(string);
	text_add_char(&t, '\'');
	for (; *string; string++) {
		if (*string == '\'')
			text_add(&t, "'\\'");
		text_add_char(&t, *string);
	}
	text_add_char(&t, '\'');
	return text_take(&t);
}

void
text_add_roff(struct text *t, const char *string)
{
	static const char *const escapes[] = { ['-'] = "\\-", ['\\'] = "\\e", ['\''] = "\\(aq" };

	if (*string == '.')
		text_add(t, "\\&");
	for (; *string; string++) {
		unsigned char c = (unsigned char)*string;

		if (c < COUNT(escapes) && escapes[c])
			text_add(t, escapes[c]);
		else
			text_add_char(t, *string);
		if (strchr(",|", c) && string[1] && string[1] != ' ')
			text_add(t, "\\:");
	}
}
