/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fields - settings, items and fields of a configuration file of Xen */
#include <ctype.h>

#include "config_inside.h"

/* ---- reading ---- */

int
get_number(const struct reader *r, const char *key, int64_t *ret)
{
	return settings_number(&r->settings, key, ret);
}

int
get_truth(const struct reader *r, const char *key, bool *ret)
{
	return settings_truth(&r->settings, key, ret);
}

const char *
get(const struct reader *r, const char *key)
{
	return settings_text(&r->settings, "%s", key);
}

bool
said(const struct reader *r, const char *key)
{
	return settings_find(&r->settings, "%s", key);
}

int
refuse(const struct reader *r, const char *key, const struct setting *item, const char *what)
{
	const struct setting *at = item ? item : settings_find(&r->settings, "%s", key);

	if (!at || !at->text)
		return settings_fail(&r->settings, at, "%s %s", key, what);
	return settings_fail(&r->settings, at, "%s: %s %s", key, quote(at->text), what);
}

int
each_item(struct reader *r, const char *key,
	  int (*call)(struct reader *r, const char *key, const struct setting *item))
{
	const struct setting *setting = settings_find(&r->settings, "%s", key);

	if (!setting)
		return 0;
	if (setting->text)
		return call(r, key, setting);
	list_each(item, &setting->list)
		if (!item->text)
			return refuse(r, key, NULL, "has a list where a text is expected");
		else if (call(r, key, item) < 0)
			return -1;
	return 0;
}

char *
next_field(const char **at)
{
	const char *from = *at;
	size_t length;

	if (!from)
		return NULL;
	length = strcspn(from, ",");
	*at = from[length] ? from + length + 1 : NULL;
	for (; length && isspace((unsigned char)*from); length--)
		from++;
	while (length && isspace((unsigned char)from[length - 1]))
		length--;
	return xstrndup(from, length);
}

char *
field(const char *item, const char *name)
{
	size_t length = strlen(name);
	const char *value;

	for (;;) {
		auto_free char *next = next_field(&item);

		if (!next)
			return NULL;
		if (strncmp(next, name, length))
			continue;
		value = next + length + strspn(next + length, " \t");
		if (*value == '=')
			return xstrdup(value + 1 + strspn(value + 1, " \t"));
	}
}

/* ---- writing ---- */

static void
add_quoted(struct text *out, const char *value)
{
	const char *quotes = strpbrk(value, "\"\n") ? "\"\"\"" : "\"";

	text_addf(out, "%s%s%s", quotes, value, quotes);
}

void
put(const struct writer *w, const char *key, const char *value)
{
	text_addf(w->out, "%s = ", key);
	add_quoted(w->out, value);
	text_add_char(w->out, '\n');
}

void
put_number(const struct writer *w, const char *key, int64_t value)
{
	text_addf(w->out, "%s = %lld\n", key, (long long)value);
}

void
put_list(const struct writer *w, const char *key, const struct strings *items)
{
	if (!items->n)
		return;
	text_addf(w->out, "%s = [ ", key);
	for (unsigned i = 0; i < items->n; i++) {
		text_add(w->out, i ? ", " : "");
		add_quoted(w->out, items->item[i]);
	}
	text_add(w->out, " ]\n");
}
