/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx_text - keys and values of a .vmx file */
#include "vmx_inside.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <strings.h>

/* ---- reading ---- */

void
vmx_device(struct vmx_reader *r, const char *device, ...)
{
	struct text name = { 0 };
	va_list arguments;

	va_start(arguments, device);
	text_addv(&name, device, arguments);
	va_end(arguments);
	free(r->device);
	r->device = text_take(&name);
}

const char *
vmx_get(const struct vmx_reader *r, const char *key)
{
	return settings_text(&r->settings, "%s%s", r->device, key);
}

bool
vmx_is(const struct vmx_reader *r, const char *key, const char *word)
{
	const char *text = vmx_get(r, key);

	return text && strcasecmp(text, word) == 0;
}

int
vmx_get_number(const struct vmx_reader *r, const char *key, int64_t *ret)
{
	auto_free char *whole = text_format("%s%s", r->device, key);

	if (!vmx_is(r, key, "unlimited"))
		return settings_number(&r->settings, whole, ret);
	*ret = -1;
	return 0;
}

int
vmx_get_truth(const struct vmx_reader *r, const char *key, bool *ret)
{
	auto_free char *whole = text_format("%s%s", r->device, key);

	return settings_truth(&r->settings, whole, ret);
}

const char *
vmx_need(const struct vmx_reader *r, const char *key)
{
	const char *text = vmx_get(r, key);

	if (!text)
		settings_fail(&r->settings, NULL, "%s%s is missing", r->device, key);
	return text;
}

int
vmx_refuse(const struct vmx_reader *r, const char *key, const char *why)
{
	const struct setting *at = settings_find(&r->settings, "%s%s", r->device, key);

	if (!at || !at->text)
		return settings_fail(&r->settings, at, "%s%s is not said and %s", r->device, key, why);
	return settings_fail(&r->settings, at, "%s%s %s %s", r->device, key, quote(at->text), why);
}

/* In place: the result is never longer. */
int
vmx_unescape(char *text, char mark)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		int octet;

		if (*from != mark) {
			*to++ = *from;
			continue;
		}
		octet = text_to_octet(from + 1);
		if (octet <= 0)
			return -1;
		*to++ = (char)octet;
		from += 2;
	}
	*to = '\0';
	return 0;
}

/* A byte of any encoding is at most four of UTF-8. */
static int
recode(iconv_t converter, char **text)
{
	size_t left = strlen(*text), room = 4 * left;
	char *whole = xmalloc(room + 1), *from = *text, *to = whole;

	if (iconv(converter, &from, &left, &to, &room) == (size_t)-1) {
		free(whole);
		return -1;
	}
	*to = '\0';
	free(*text);
	*text = whole;
	return 0;
}

int
vmx_decode(struct settings *settings)
{
	const char *said = settings_text(settings, ".encoding");
	iconv_t converter = iconv_open("UTF-8", said ? said : "UTF-8");
	int done = 0;

	if (converter == (iconv_t)-1)
		return settings_fail(settings, settings_find(settings, ".encoding"), "unknown encoding %s", quote(said));
	list_each(setting, &settings->all) {
		if (done < 0 || !setting->text)
			continue;
		if (vmx_unescape(setting->text, '|') < 0)
			done = settings_fail(settings, setting, "%s has a | without a byte in hexadecimal", setting->key);
		if (done == 0 && recode(converter, &setting->text) < 0)
			done = settings_fail(settings, setting, "%s is not in the encoding of the file", setting->key);
	}
	iconv_close(converter);
	return done;
}

/* ---- writing ---- */

void
vmx_put_device(struct vmx_writer *w, const char *device, ...)
{
	struct text name = { 0 };
	va_list arguments;

	va_start(arguments, device);
	text_addv(&name, device, arguments);
	va_end(arguments);
	free(w->device);
	w->device = text_take(&name);
}

void
vmx_put(const struct vmx_writer *w, const char *key, const char *value)
{
	text_addf(w->out, "%s%s = \"", w->device, key);
	for (; *value; value++)
		if (*value == '|' || *value == '"' || iscntrl((unsigned char)*value))
			text_addf(w->out, "|%02x", (unsigned char)*value);
		else
			text_add_char(w->out, *value);
	text_add(w->out, "\"\n");
}

void
vmx_put_number(const struct vmx_writer *w, const char *key, int64_t value)
{
	text_addf(w->out, "%s%s = \"%lld\"\n", w->device, key, (long long)value);
}

void
vmx_put_uuid(const struct vmx_writer *w, const char *key, const char *uuid)
{
	auto_text struct text out = { 0 };
	unsigned digits = 0;

	for (const char *c = uuid; *c; c++) {
		if (*c == '-')
			continue;
		if (digits && digits % 2 == 0)
			text_add_char(&out, digits == 16 ? '-' : ' ');
		text_add_char(&out, *c);
		digits++;
	}
	vmx_put(w, key, text_get(&out));
}

void
vmx_put_file(const struct vmx_writer *w, const char *key, const char *file)
{
	const char *end = *file == '[' ? strchr(file, ']') : NULL;
	auto_free char *path = NULL;

	if (!end) {
		vmx_put(w, key, file);
		return;
	}
	path = text_format("/vmfs/volumes/%.*s/%s", (int)(end - file - 1), file + 1,
			   end + 1 + strspn(end + 1, " "));
	vmx_put(w, key, path);
}
