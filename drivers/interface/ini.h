/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ini - files of [sections] with KEY=VALUE lines, changed line by line: the rest stays as it is */
#ifndef INTERFACE_INI_H
#define INTERFACE_INI_H

#include <stdbool.h>

#include "base/text.h"

struct ini_line {
	char *section;                   /* it is in; NULL before the first */
	char *key, *value;               /* NULL for other lines */
	char *raw;
};
LIST_OF(ini_line);
struct ini {
	struct ini_line_list lines;
};
void ini_done(struct ini *ini);
#define auto_ini __attribute__((cleanup(ini_done)))

/* -1 after a failure; a file that is not there is empty. */
int ini_read(const char *path, struct ini *ret_ini);
int ini_write(const struct ini *ini, const char *path, unsigned mode);

/* The value of the first such line; NULL if none.  Borrowed. */
const char *ini_get(const struct ini *ini, const char *section, const char *key);
/* One more line at the end of its section. */
void ini_add(struct ini *ini, const char *section, const char *key, const char *value);
/* Lines with that key, and that value unless NULL, go. */
void ini_remove(struct ini *ini, const char *section, const char *key, const char *value);

/* A true word of either language. */
bool ini_is_true(const char *value);

#endif
