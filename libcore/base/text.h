/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* text - growing strings, and the few things done with strings everywhere */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/* A growing string.  { 0 } is empty.  `data` is NUL-terminated once anything
 * was added, NULL before: text_get() is never NULL. */
struct text {
	char *data;
	size_t length, room;
};

void text_add(struct text *t, const char *string);
void text_add_bytes(struct text *t, const char *data, size_t length);
void text_add_char(struct text *t, char c);
void text_addf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_addv(struct text *t, const char *format, va_list arguments);
void text_cut(struct text *t, size_t length);     /* shorten to length */
void text_reserve(struct text *t, size_t more);   /* room for more bytes and a NUL */
const char *text_get(const struct text *t);
char *text_take(struct text *t);                  /* caller frees; t is empty again */
void text_done(struct text *t);
#define auto_text __attribute__((cleanup(text_done)))

/* Escaped for XML, quotes everywhere, as libvirt does; in attributes line breaks
 * and tabs too, as character references, so that they survive normalisation.
 * Control bytes that XML cannot hold are left out; what is no character is U+FFFD. */
void text_add_xml(struct text *t, const char *string, bool attribute);
/* The same for what somebody says in a document that we read ourselves: those bytes stay, to be refused there. */
void text_add_said_xml(struct text *t, const char *string, bool attribute);

/* A new string, printf-like.  Caller frees. */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

bool text_same(const char *a, const char *b);            /* NULL equals NULL only */
bool text_starts(const char *string, const char *with);
bool text_ends(const char *string, const char *with);

/* 'string' with control bytes and invalid UTF-8 escaped as coreutils quote
 * names in messages, so that a hostile name cannot write to a terminal.
 * Borrowed: valid until eight more calls. */
const char *quote(const char *string);

/* Length of the UTF-8 character that string begins with, 0 when it is none: overlong forms, surrogates and
 * stray bytes are none. */
size_t text_utf8(const char *string);

/* Add string with those bytes escaped, and a backslash before each character
 * of `special`: what quote() puts between its quotes. */
void text_add_safe(struct text *t, const char *string, const char *special);

/* Append plain text to a line of roff: nothing in it is a request or an escape, and a long list
 * without blanks may be broken behind its commas. */
void text_add_roff(struct text *t, const char *string);

/* The same bytes without the quotes around, "\xHH" for unsafe bytes and blanks:
 * the --raw form of a field.  Caller frees. */
char *text_raw(const char *string);

/* Quoted for sh.  Caller frees. */
char *text_shell(const char *string);

/* Without blanks and line breaks at its ends.  Caller frees. */
char *text_trimmed(const char *text);

/* Lists of strings, NULL-terminated arrays. */
struct strings {
	char **item;
	unsigned n;
};
void strings_add(struct strings *s, const char *string);
void strings_addf(struct strings *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void strings_take(struct strings *s, char *owned);
void strings_sort(struct strings *s);               /* byte order */
bool strings_have(const struct strings *s, const char *string);
void strings_done(struct strings *s);
#define auto_strings __attribute__((cleanup(strings_done)))

/* FNV-1a: tells texts apart, keeps nothing secret. */
uint64_t text_hash(const char *text);

/* What the two hexadecimal digits stand for that text begins with, -1 when it does not. */
int text_to_octet(const char *text);

/* Numbers.  Each returns 0, or -1 after fail(FAULT_USAGE, ...) naming text. */
int text_to_u64(const char *text, int base, uint64_t *ret_number);   /* the whole text, no sign, no blanks */
int text_to_i64(const char *text, int64_t *ret_number);

/* A size with a suffix as virsh takes it: b, bytes, k, KiB, KB, M, MiB, MB ... E;
 * a bare number counts in units of `bare` bytes.  Result in bytes. */
int text_to_size(const char *text, uint64_t bare, uint64_t *ret_bytes);

/* 90, 90s, 5m, 2h, 3d.  Result in milliseconds; "inf" is INT64_MAX. */
int text_to_duration(const char *text, int64_t *ret_ms);

/* Size of one unit word ("KiB", "MB", "b" ...), 0 when there is none of that name. */
uint64_t unit_bytes(const char *unit);

#endif
