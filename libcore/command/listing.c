/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* listing - a list as people asked for it: a table, JSON, or bare values one by one */
#include "command/listing.h"

#include "command/command.h"

static const struct column *all_columns;
static const struct bare *values;
static struct table *table;      /* NULL for bare values */

int
listing_begin(const struct column *columns, const struct bare *bare, const char *more)
{
	bool is_bare = bare && bare_asked(bare);

	all_columns = columns;
	values = bare;
	if (more && !asked.output)
		asked.output = more;
	if (is_bare && asked.json)
		asked.output = bare_columns(bare);
	if (is_bare && !asked.json)
		return 0;
	table = table_new(columns);
	return table ? 0 : -1;
}

int
listing_add(void *item)
{
	if (!table)
		return bare_print(values, all_columns, item);
	return table_add(table, item) < 0 ? -1 : 0;
}

void
listing_hang(unsigned item, unsigned parent)
{
	if (table)
		table_hang(table, item, parent);
}

int
listing_end(void)
{
	int result = table ? table_print(table) : 0;

	table_free(table);
	table = NULL;
	return result;
}
