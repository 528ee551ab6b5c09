/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* uri - driver[+transport]://[user@]host[:port]/path[?query] */
#include "driver/driver.h"

#include <stdlib.h>
#include <string.h>

static const char word_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";

/* A stretch of the URI as text, where %XX stands for one byte.  NULL when it is
 * not followed by two digits, or is NUL.  Caller frees. */
static char *
decoded(const char *from, size_t length)
{
	auto_text struct text out = { 0 };

	text_add(&out, "");
	for (const char *end = from + length; from < end; from++) {
		int octet;

		if (*from != '%') {
			text_add_char(&out, *from);
			continue;
		}
		/* The digits cannot be beyond the end: what ends a stretch is no digit. */
		octet = text_to_octet(from + 1);
		if (octet <= 0)
			return NULL;
		text_add_char(&out, (char)octet);
		from += 2;
	}
	return text_take(&out);
}

/* "qemu", "qemu+ssh".  What follows it, or NULL. */
static const char *
read_scheme(const char *at, struct uri *uri)
{
	size_t length = strspn(at, word_letters);

	if (!length)
		return NULL;
	uri->driver = xstrndup(at, length);
	at += length;
	if (*at == '+') {
		length = strspn(++at, word_letters);
		if (!length)
			return NULL;
		uri->transport = xstrndup(at, length);
		at += length;
	}
	return text_starts(at, "://") ? at + 3 : NULL;
}

static bool
read_port(const char *from, size_t length, struct uri *uri)
{
	auto_free char *text = xstrndup(from, length);
	uint64_t port;

	if (text_to_u64(text, 10, &port) < 0) {
		fail_forget();    /* the whole URI is refused */
		return false;
	}
	uri->port = (unsigned)port;
	return port > 0 && port <= 65535;
}

/* "host", "host:22", "[::1]:22". */
static bool
read_host(const char *at, size_t length, struct uri *uri)
{
	const char *end = at + length;
	const char *close = length && *at == '[' ? memchr(at, ']', length) : NULL;
	const char *colon;

	if (length && *at == '[' && !close)
		return false;
	colon = close ? close + 1 : memchr(at, ':', length);
	if (close && colon < end && *colon != ':')
		return false;
	if (colon && colon < end && !read_port(colon + 1, (size_t)(end - colon - 1), uri))
		return false;
	if (close)
		uri->host = decoded(at + 1, (size_t)(close - at - 1));
	else
		uri->host = decoded(at, (size_t)((colon ? colon : end) - at));
	return uri->host;
}

static bool
read_authority(const char *at, size_t length, struct uri *uri)
{
	const char *user = memchr(at, '@', length);

	if (!length)
		return true;
	if (user) {
		uri->user = decoded(at, (size_t)(user - at));
		if (!uri->user)
			return false;
		length -= (size_t)(user + 1 - at);
		at = user + 1;
	}
	return read_host(at, length, uri);
}

static bool
read_all(const char *text, struct uri *uri)
{
	const char *at = read_scheme(text, uri);
	size_t length = at ? strcspn(at, "/?") : 0;

	if (!at || !read_authority(at, length, uri))
		return false;
	at += length;
	length = strcspn(at, "?");
	uri->path = decoded(at, length);
	if (at[length] == '?')
		uri->query = xstrdup(at + length + 1);
	return uri->path;
}

int
uri_parse(const char *text, struct uri *ret_uri)
{
	struct uri uri = { .text = xstrdup(text) };

	if (!read_all(text, &uri)) {
		uri_done(&uri);
		return fail(FAULT_USAGE, "%s is not a URI like 'qemu:///system'", quote(text));
	}
	*ret_uri = uri;
	return 0;
}

void
uri_done(struct uri *uri)
{
	free(uri->text);
	free(uri->driver);
	free(uri->transport);
	free(uri->user);
	free(uri->host);
	free(uri->path);
	free(uri->query);
	*uri = (struct uri){ 0 };
}

char *
uri_query_value(const struct uri *uri, const char *key)
{
	const char *at = uri->query ? uri->query : "";
	size_t length = strlen(key);

	while (*at) {
		size_t piece = strcspn(at, "&;");

		if (piece > length && strncmp(at, key, length) == 0 && at[length] == '=')
			return decoded(at + length + 1, piece - length - 1);
		at += piece + strspn(at + piece, "&;");
	}
	return NULL;
}
