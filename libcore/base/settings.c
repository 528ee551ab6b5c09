/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* settings - files of KEY = VALUE lines, as other people's programs keep them */
#include "base/settings.h"

#include <ctype.h>
#include <stdio.h>
#include <strings.h>

#include "base/fail.h"
#include "base/text.h"

enum { DEEPEST = 8 };    /* lists within lists */

struct reader {
	const char *at, *whence;
	unsigned line;
};

static int
refuse(const struct reader *r, const char *what)
{
	return fail(FAULT_XML, "%s:%u: %s", r->whence, r->line, what);
}

/* ---- white space, comments ---- */

static void
skip_blanks(struct reader *r)
{
	r->at += strspn(r->at, " \t\r");
}

static void
skip_line(struct reader *r)
{
	r->at += strcspn(r->at, "\n");
}

static void
next_line(struct reader *r)
{
	r->at++;
	r->line++;
}

/* Blanks, line ends and comments. */
static void
skip_lines(struct reader *r)
{
	for (;;) {
		skip_blanks(r);
		if (*r->at == '#')
			skip_line(r);
		if (*r->at != '\n')
			return;
		next_line(r);
	}
}

/* ---- values ---- */

static char *
read_raw(struct reader *r)
{
	size_t length = strcspn(r->at, "\n");
	const char *from = r->at;

	r->at += length;
	while (length && isspace((unsigned char)from[length - 1]))
		length--;
	return xstrndup(from, length);
}

static char *
read_quoted(struct reader *r)
{
	static const char three[] = "\"\"\"";
	bool lines = text_starts(r->at, three);
	const char end[] = { *r->at, '\0' };
	const char *from = r->at + (lines ? 3 : 1);
	size_t length = lines ? 0 : strcspn(from, *end == '"' ? "\"\n" : "'\n");
	const char *close = lines ? strstr(from, three) : from[length] == *end ? from + length : NULL;

	if (!close)
		return refuse(r, "text without its closing quote"), NULL;
	for (const char *c = from; c < close; c++)
		r->line += *c == '\n';
	r->at = close + (lines ? 3 : 1);
	return xstrndup(from, (size_t)(close - from));
}

static char *
read_number(struct reader *r)
{
	size_t length = strspn(r->at, "+-");
	const char *from = r->at;

	length += strspn(from + length, "0123456789abcdefxABCDEFX");
	r->at += length;
	return xstrndup(from, length);
}

static int read_value(struct reader *r, struct setting *into, unsigned depth);

static int
read_list(struct reader *r, struct setting *into, unsigned depth)
{
	if (depth > DEEPEST)
		return refuse(r, "too many lists in one another");
	r->at++;
	for (;;) {
		skip_lines(r);
		if (*r->at == ']')
			break;
		if (read_value(r, list_add(&into->list), depth + 1) < 0)
			return -1;
		skip_lines(r);
		if (*r->at == ',')
			r->at++;
		else if (*r->at != ']')
			return refuse(r, "list without its closing bracket");
	}
	r->at++;
	return 0;
}

static int
read_value(struct reader *r, struct setting *into, unsigned depth)
{
	into->line = r->line;
	if (*r->at == '[')
		return read_list(r, into, depth);
	if (*r->at == '"' || *r->at == '\'')
		into->text = read_quoted(r);
	else if (isdigit((unsigned char)*r->at) || *r->at == '-' || *r->at == '+')
		into->text = read_number(r);
	else
		return refuse(r, "a text in quotes, a number or a list is expected");
	return into->text ? 0 : -1;
}

/* ---- lines ---- */

static int
read_key(struct reader *r, struct setting *into)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-";
	size_t length = strspn(r->at, letters);

	if (!length)
		return refuse(r, "a name is expected");
	into->key = xstrndup(r->at, length);
	r->at += length;
	skip_blanks(r);
	if (*r->at != '=')
		return refuse(r, "a name is followed by =");
	r->at++;
	skip_blanks(r);
	return 0;
}

static int
read_setting(struct reader *r, enum settings_style style, struct setting *into)
{
	if (read_key(r, into) < 0)
		return -1;
	if (style == SETTINGS_RAW) {
		into->line = r->line;
		into->text = read_raw(r);
		return 0;
	}
	if (read_value(r, into, 0) < 0)
		return -1;
	skip_blanks(r);
	if (*r->at && !strchr(";#\n", *r->at))
		return refuse(r, "more than a value");
	if (*r->at == ';')
		r->at++;
	return 0;
}

int
settings_read(const char *text, const char *whence, enum settings_style style,
	      struct settings *ret_settings)
{
	auto_settings struct settings settings = { .style = style, .whence = xstrdup(whence) };
	struct reader reader = { .at = text, .whence = whence, .line = 1 };

	for (skip_lines(&reader); *reader.at; skip_lines(&reader))
		if (read_setting(&reader, style, list_add(&settings.all)) < 0)
			return -1;
	*ret_settings = settings;
	settings = (struct settings){ 0 };
	return 0;
}

static void
list_done(struct setting_list *list)
{
	list_each(setting, list) {
		free(setting->key);
		free(setting->text);
		list_done(&setting->list);
	}
	free(list->item);
}

void
settings_done(struct settings *settings)
{
	list_done(&settings->all);
	free(settings->whence);
	*settings = (struct settings){ 0 };
}

/* ---- look-up ---- */

static const struct setting *
find(const struct settings *settings, const char *format, va_list arguments)
{
	auto_text struct text key = { 0 };
	int (*compare)(const char *, const char *) =
		settings->style == SETTINGS_ANY_CASE ? strcasecmp : strcmp;

	text_addv(&key, format, arguments);
	list_each(setting, &settings->all)
		if (compare(setting->key, text_get(&key)) == 0)
			return setting;
	return NULL;
}

const struct setting *
settings_find(const struct settings *settings, const char *key, ...)
{
	const struct setting *found;
	va_list arguments;

	va_start(arguments, key);
	found = find(settings, key, arguments);
	va_end(arguments);
	return found;
}

const char *
settings_text(const struct settings *settings, const char *key, ...)
{
	const struct setting *found;
	va_list arguments;

	va_start(arguments, key);
	found = find(settings, key, arguments);
	va_end(arguments);
	return found ? found->text : NULL;
}

int
settings_number(const struct settings *settings, const char *key, int64_t *ret_value)
{
	const struct setting *found = settings_find(settings, "%s", key);

	if (found && (!found->text || text_to_i64(found->text, ret_value) < 0))
		return settings_fail(settings, found, "%s is a number", key);
	return 0;
}

int
settings_truth(const struct settings *settings, const char *key, bool *ret_value)
{
	static const char *const words[] = { "false", "true", "no", "yes", "0", "1" };
	const struct setting *found = settings_find(settings, "%s", key);

	if (!found)
		return 0;
	for (unsigned i = 0; found->text && i < COUNT(words); i++)
		if (strcasecmp(found->text, words[i]) == 0) {
			*ret_value = i & 1;
			return 0;
		}
	return settings_fail(settings, found, "%s is true or false", key);
}

int
settings_fail(const struct settings *settings, const struct setting *at, const char *format, ...)
{
	auto_text struct text what = { 0 };
	va_list arguments;

	va_start(arguments, format);
	text_addv(&what, format, arguments);
	va_end(arguments);
	if (!at)
		return fail(FAULT_XML, "%s: %s", settings->whence, text_get(&what));
	return fail(FAULT_XML, "%s:%u: %s", settings->whence, at->line, text_get(&what));
}
