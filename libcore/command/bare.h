/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bare - values alone: what virsh's --name, --uuid and --id make of a list
 *
 * No heading, no padding, nothing escaped; one line an item, or with -0 ended by
 * a NUL byte, so that xargs and while-read loops take it as it is. */
#ifndef COMMAND_BARE_H
#define COMMAND_BARE_H

#include <stdbool.h>

#include "command/table.h"

/* A flag that asks for one column's bare value. */
struct bare {
	const bool *said;
	const char *column;
	char before;             /* what separates it from the one before; 0 is a blank */
};
#define BARE_END { 0 }

/* Was any of them said? */
bool bare_asked(const struct bare *rows);

/* "ID,NAME" of those that were said, for asked.output.  Caller frees. */
char *bare_columns(const struct bare *rows);

/* Print the asked values of one item in the order of the rows, "-" for
 * none. */
int bare_print(const struct bare *rows, const struct column *columns, void *item);

/* Print one value and what ends an item. */
void bare_value(const char *value);

#endif
