/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base64 - bytes as text, RFC 4648 */
#include "base/base64.h"

#include <stdint.h>

#include "base/fail.h"
#include "base/text.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Three bytes at most become four digits. */
static void
encode_group(const unsigned char *data, size_t size, char *to)
{
	uint32_t bits = (uint32_t)data[0] << 16 | (size > 1 ? (uint32_t)data[1] << 8 : 0) | (size > 2 ? data[2] : 0);

	for (unsigned i = 0; i < 4; i++)
		to[i] = i > size ? '=' : digits[bits >> (18 - 6 * i) & 63];
}

void
base64_encode(const struct bytes *bytes, struct bytes *ret_text)
{
	const unsigned char *from = (const unsigned char *)bytes->data;
	struct bytes text = { .size = (bytes->size + 2) / 3 * 4 };
	char *to = text.data = xcalloc(1, text.size + 1);

	for (size_t at = 0; at < bytes->size; at += 3, to += 4)
		encode_group(from + at, bytes->size - at < 3 ? bytes->size - at : 3, to);
	*ret_text = text;
}

/* Without white space.  Caller frees. */
static char *
pack(const char *text)
{
	char *packed = xmalloc(strlen(text) + 1), *to = packed;

	for (; *text; text++)
		if (!strchr(" \t\r\n", *text))
			*to++ = *text;
	*to = '\0';
	return packed;
}

static int
decode(const char *text, struct bytes *bytes)
{
	size_t n = strspn(text, digits), pads = strspn(text + n, "=");
	uint32_t bits = 0;
	unsigned have = 0;

	if (text[n + pads] || pads > 2 || (n + pads) % 4)
		return fail(FAULT_ARGUMENT, "not base64");
	bytes->data = xcalloc(1, n / 4 * 3 + 3);
	for (size_t i = 0; i < n; i++) {
		bits = bits << 6 | (uint32_t)(strchr(digits, text[i]) - digits);
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		bytes->data[bytes->size++] = (char)(bits >> have);
	}
	return bits & ((1U << have) - 1) ? fail(FAULT_ARGUMENT, "not base64") : 0;
}

int
base64_decode(const char *text, struct bytes *ret_bytes)
{
	struct bytes bytes = { 0 }, packed = { .data = pack(text), .size = strlen(text) };
	int result = decode(packed.data, &bytes);

	bytes_done(&packed);
	if (result < 0)
		return bytes_done(&bytes), -1;
	*ret_bytes = bytes;
	return 0;
}

void
bytes_done(struct bytes *bytes)
{
	if (bytes->data)
		explicit_bzero(bytes->data, bytes->size);
	free(bytes->data);
	*bytes = (struct bytes) { 0 };
}
