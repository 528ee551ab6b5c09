/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_item - the cells that vol-list and vol-info share */
#include "command/pool_program.h"

int
volume_cell_name(void *item, struct cell *cell)
{
	cell_text(cell, ((struct volume *)item)->name);
	return 0;
}

int
volume_cell_path(void *item, struct cell *cell)
{
	auto_free char *path = volume_path(item);

	cell_text(cell, path);
	return path || !fail_fault() ? 0 : -1;
}

int
volume_cell_pool(void *item, struct cell *cell)
{
	cell_text(cell, ((struct volume *)item)->pool->object.name);
	return 0;
}

int
volume_cell_torn(void *item, struct cell *cell)
{
	cell_yes_no(cell, volume_is_torn(item));
	return 0;
}

#define DEF_CELL(name, set, value)                                      \
	int                                                             \
	volume_cell_##name(void *item, struct cell *cell)               \
	{                                                               \
		const struct volume_def *def = volume_def(item);        \
									\
		if (def)                                                \
			set(cell, value);                               \
		return def ? 0 : -1;                                    \
	}

DEF_CELL(type,       cell_text,  words_name(&volume_kind_words, def->type))
DEF_CELL(format,     cell_text,  words_name(&volume_format_words, def->target.format))
DEF_CELL(capacity,   cell_bytes, (uint64_t)def->capacity.value)
DEF_CELL(allocation, cell_bytes, (uint64_t)def->allocation.value)
DEF_CELL(physical,   cell_bytes, (uint64_t)def->physical.value)
DEF_CELL(backing,    cell_text,  def->backing ? def->backing->path : NULL)
