/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_item - the cells that pool-list and pool-info share */
#include "command/pool_program.h"

int
pool_cell_name(void *item, struct cell *cell)
{
	cell_text(cell, ((struct pool *)item)->object.name);
	return 0;
}

int
pool_cell_state(void *item, struct cell *cell)
{
	cell_text(cell, ((struct pool *)item)->object.active ? "active" : "inactive");
	return 0;
}

int
pool_cell_running(void *item, struct cell *cell)
{
	cell_text(cell, ((struct pool *)item)->object.active ? "running" : "inactive");
	return 0;
}

int
pool_cell_autostart(void *item, struct cell *cell)
{
	cell_yes_no(cell, object_autostart(&((struct pool *)item)->object));
	return 0;
}

int
pool_cell_persistent(void *item, struct cell *cell)
{
	cell_yes_no(cell, ((struct pool *)item)->object.stored);
	return 0;
}

#define DEF_CELL(name, value)                                   \
	int                                                     \
	pool_cell_##name(void *item, struct cell *cell)         \
	{                                                       \
		const struct pool_def *def = pool_def(item);    \
								\
		if (def)                                        \
			cell_text(cell, value);                 \
		return def ? 0 : -1;                            \
	}

DEF_CELL(uuid, def->uuid)
DEF_CELL(type, words_name(&pool_kind_words, def->type))
DEF_CELL(path, def->target.path)

#define USAGE_CELL(name)                                        \
	int                                                     \
	pool_cell_##name(void *item, struct cell *cell)         \
	{                                                       \
		struct pool *pool = item;                       \
		struct pool_usage usage;                        \
								\
		if (pool_usage(pool, &usage) < 0)               \
			return -1;                              \
		if (pool->object.active)                        \
			cell_bytes(cell, usage.name);           \
		return 0;                                       \
	}

USAGE_CELL(capacity)
USAGE_CELL(allocation)
USAGE_CELL(available)
