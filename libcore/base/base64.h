/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* base64 - bytes as text, RFC 4648, and bytes that nobody else may see */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include <stddef.h>

/* What it holds is overwritten before it is freed.  There is a NUL behind it. */
struct bytes {
	char *data;
	size_t size;
};
void bytes_done(struct bytes *bytes);
#define auto_bytes __attribute__((cleanup(bytes_done)))

/* On one line, without a newline. */
void base64_encode(const struct bytes *bytes, struct bytes *ret_text);

/* White space between is fine; anything else that is not base64 is FAULT_ARGUMENT. */
int base64_decode(const char *text, struct bytes *ret_bytes);

#endif
