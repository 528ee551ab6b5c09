/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listing - a list as people asked for it: a table, JSON, or bare values one by one
 *
 * What the run(), each() and finish() of a list program have in common. */
#ifndef COMMAND_LISTING_H
#define COMMAND_LISTING_H

#include "command/bare.h"
#include "command/table.h"

/* Bare values when one of these flags was said, unless --json has them in its columns; else a
 * table, with `more` ("+TITLE", or NULL) when the user chose no columns.  bare may be NULL. */
int listing_begin(const struct column *columns, const struct bare *bare, const char *more);

/* One more item; bare values are printed at once. */
int listing_add(void *item);

/* For trees: items, counted from 0 as they were added, where the first is to stand below the other. */
void listing_hang(unsigned item, unsigned parent);

/* For finish(): print the table, if there is one. */
int listing_end(void);

#endif
