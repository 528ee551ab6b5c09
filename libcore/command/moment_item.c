/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_item - the cells that lists and summaries of snapshots and checkpoints share */
#include "command/moment_item.h"

#include <sys/stat.h>

static const struct moment *
moment_of(void *item)
{
	return ((struct moment_item *)item)->moment;
}

int
moment_cell_name(void *item, struct cell *cell)
{
	cell_text(cell, moment_of(item)->facts.name);
	return 0;
}

int
moment_cell_vm(void *item, struct cell *cell)
{
	cell_text(cell, ((struct moment_item *)item)->of->vm->name);
	return 0;
}

int
moment_cell_time(void *item, struct cell *cell)
{
	cell_time(cell, moment_of(item)->facts.creation_time);
	return 0;
}

int
moment_cell_state(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&snapshot_state_words, moment_of(item)->facts.state));
	return 0;
}

int
moment_cell_location(void *item, struct cell *cell)
{
	cell_text(cell, moment_of(item)->facts.external ? "external" : "internal");
	return 0;
}

/* What a file takes of its file system; one that is gone takes none. */
static int64_t
room(const char *path)
{
	struct stat st;

	return path && stat(path, &st) == 0 ? (int64_t)st.st_blocks * 512 : 0;
}

/* What is inside the images cannot be told apart by looking at files. */
int
moment_cell_size(void *item, struct cell *cell)
{
	struct moment_item *it = item;
	const struct snapshot_def *def;
	int64_t size;

	if (!it->moment->facts.external)
		return 0;
	def = moment_read(&it->of->tree, it->moment);
	if (!def)
		return -1;
	size = room(def->memory.file);
	list_each(disk, &def->disks)
		if (disk->snapshot == DISK_SNAPSHOT_EXTERNAL && storage_source_local(&disk->source))
			size += room(storage_source_path(&disk->source));
	cell_bytes(cell, (uint64_t)size);
	return 0;
}

int
moment_cell_parent(void *item, struct cell *cell)
{
	const struct moment *parent = moment_of(item)->parent;

	cell_text(cell, parent ? parent->facts.name : NULL);
	return 0;
}

int
moment_cell_current(void *item, struct cell *cell)
{
	cell_yes_no(cell, moment_of(item) == ((struct moment_item *)item)->of->tree.current);
	return 0;
}

int
moment_cell_children(void *item, struct cell *cell)
{
	int64_t n = 0;

	for (const struct moment *child = moment_of(item)->first_child; child; child = child->next_sibling)
		n++;
	cell_number(cell, n);
	return 0;
}

int
moment_cell_descendants(void *item, struct cell *cell)
{
	cell_number(cell, moment_descendants(moment_of(item)));
	return 0;
}

/* What has none is not known to us at all. */
int
moment_cell_metadata(void *item, struct cell *cell)
{
	(void)item;
	cell_yes_no(cell, true);
	return 0;
}
