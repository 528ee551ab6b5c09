/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* uuid - RFC 4122 identifiers as text */
#include "base/uuid.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/text.h"

enum { UUID_BYTES = 16 };

static void
uuid_write(const uint8_t bytes[UUID_BYTES], char ret_text[UUID_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	char *out = ret_text;

	for (unsigned i = 0; i < UUID_BYTES; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*out++ = '-';
		*out++ = digits[bytes[i] >> 4];
		*out++ = digits[bytes[i] & 15];
	}
	*out = '\0';
}

void
uuid_make(char ret_text[UUID_TEXT])
{
	uint8_t bytes[UUID_BYTES];

	/* Fewer than 256 bytes come whole; before the pool is ready the call waits. */
	if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
		abort();
	bytes[6] = (bytes[6] & 0x0f) | 0x40;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	uuid_write(bytes, ret_text);
}

static const char *
skip(const char *text, const char *those)
{
	return text + strspn(text, those);
}

/* Nil and max: what forgetful firmware and templates say. */
static bool
all_alike(const uint8_t bytes[UUID_BYTES])
{
	return (bytes[0] == 0x00 || bytes[0] == 0xff) &&
	       memcmp(bytes, bytes + 1, UUID_BYTES - 1) == 0;
}

bool
uuid_read(const char *text, bool strict, char ret_text[UUID_TEXT])
{
	uint8_t bytes[UUID_BYTES];

	text = skip(text, " \t\r\n");
	for (unsigned i = 0; i < UUID_BYTES; i++) {
		int octet;

		if (i)
			text = skip(text, "-");
		octet = text_to_octet(text);
		if (octet < 0)
			return false;
		bytes[i] = (uint8_t)octet;
		text += 2;
	}
	if (*skip(text, " \t\r\n") || (strict && all_alike(bytes)))
		return false;
	uuid_write(bytes, ret_text);
	return true;
}
