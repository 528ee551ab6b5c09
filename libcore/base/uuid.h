/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* uuid - RFC 4122 identifiers as text */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>

enum { UUID_TEXT = 37 };         /* 36 characters and the NUL */

/* A random (version 4) identifier in lower case. */
void uuid_make(char ret_text[UUID_TEXT]);

/* Bring 32 hexadecimal digits, with or without dashes between bytes and blanks
 * around, in any case, to the usual form.  False when it is no UUID; all-zero
 * and all-one are refused, as libvirt does, when `strict`. */
bool uuid_read(const char *text, bool strict, char ret_text[UUID_TEXT]);

#endif
