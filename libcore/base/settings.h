/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* settings - files of KEY = VALUE lines, as other people's programs keep them */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

enum settings_style {
	SETTINGS_RAW,            /* a value is the rest of its line */
	SETTINGS_QUOTED,         /* "text", 'text', """lines""", a number, or a [ list ] of these */
	SETTINGS_ANY_CASE,       /* the same; keys are found in upper and lower case */
};

struct setting;
LIST_OF(setting);

struct setting {
	unsigned line;
	char *key;               /* NULL inside a list */
	char *text;              /* of a text or a number; NULL for a list */
	struct setting_list list;
};

struct settings {
	enum settings_style style;
	char *whence;            /* what the file is called in messages */
	struct setting_list all;
};

/* -1 after fail(FAULT_XML, "WHENCE:LINE: ..."). */
int settings_read(const char *text, const char *whence, enum settings_style style,
		  struct settings *ret_settings);
void settings_done(struct settings *settings);
#define auto_settings __attribute__((cleanup(settings_done)))

/* The first setting of that name, printf-like ("scsi%u.present"); NULL if none. */
const struct setting *settings_find(const struct settings *settings, const char *key, ...)
	__attribute__((format(printf, 2, 3)));
/* Its text; NULL if none, or when it is a list. */
const char *settings_text(const struct settings *settings, const char *key, ...)
	__attribute__((format(printf, 2, 3)));

/* Each -1 after a failure that names the line; ret_value is left as it is when the setting is
 * missing.  A truth is true, false, yes, no, 1 or 0 in any case. */
int settings_number(const struct settings *settings, const char *key, int64_t *ret_value);
int settings_truth(const struct settings *settings, const char *key, bool *ret_value);

/* fail(FAULT_XML, "WHENCE:LINE: ..."); at is NULL for the file as a whole. */
int settings_fail(const struct settings *settings, const struct setting *at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
