/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_chain - the images a disk is made of */
#include "driver/block_inside.h"

#include <stdio.h>

#include "driver/volume.h"

char *
block_node_name(const struct storage_source *image)
{
	return text_format("libvirt-%u-format", image->index);
}

struct storage_source *
block_chain_node(struct storage_source *top, const char *node)
{
	unsigned index;
	int end = 0;

	if (!node || sscanf(node, "libvirt-%u-format%n", &index, &end) != 1 || !end || node[end])
		return NULL;
	for (; top && !storage_source_empty(top); top = top->backing)
		if (top->index == index)
			return top;
	return NULL;
}

struct storage_source *
block_chain_above(struct storage_source *top, const struct storage_source *image)
{
	while (top && top->backing != image)
		top = top->backing;
	return top;
}

/* A stored definition names a volume, that of a running guest the place where it is. */
static bool
is_volume_at(const struct storage_source *volume, const struct storage_source *place)
{
	struct storage_source *resolved = model_copy(&storage_source_type, volume);
	bool is_there = volume_resolve(resolved) == 0 && block_same_place(resolved, place);

	fail_forget();           /* of a pool that is not active it is nowhere */
	model_free(&storage_source_type, resolved);
	return is_there;
}

bool
block_same_place(const struct storage_source *a, const struct storage_source *b)
{
	if (a->type != b->type && (a->type == STORAGE_VOLUME || b->type == STORAGE_VOLUME))
		return a->type == STORAGE_VOLUME ? is_volume_at(a, b) : is_volume_at(b, a);
	if (a->type != b->type || !text_same(storage_source_path(a), storage_source_path(b)))
		return false;
	return a->type != STORAGE_NETWORK || a->net.protocol == b->net.protocol;
}

bool
block_has_backing(const struct storage_source *image)
{
	return image->backing && !storage_source_empty(image->backing);
}

struct storage_source *
block_chain_end(void)
{
	struct storage_source *end = xcalloc(1, sizeof *end);

	end->found = YES;
	return end;
}

/* The number in "vda[3]" when it is of this disk, else 0. */
static unsigned
number_in(const struct disk *disk, const char *name)
{
	size_t length = strlen(disk->target.dev);
	unsigned index;
	int end = 0;

	if (strncmp(name, disk->target.dev, length) != 0 ||
	    sscanf(name + length, "[%u]%n", &index, &end) != 1 || !end || name[length + (size_t)end])
		return 0;
	return index;
}

struct storage_source *
block_chain_find(struct disk *disk, const char *name)
{
	unsigned index = number_in(disk, name);
	struct storage_source *image = &disk->source;

	if (text_same(name, disk->target.dev))
		return image;
	for (; image && !storage_source_empty(image); image = image->backing)
		if (index ? image->index == index : text_same(storage_source_path(image), name))
			return image;
	return NULL;
}

struct storage_source *
block_chain_cut(struct storage_source **link, const struct storage_source *end)
{
	struct storage_source *first = *link == end ? NULL : *link, *last = first;

	while (last && last->backing != end)
		last = last->backing;
	if (!last)
		return NULL;
	*link = last->backing;
	last->backing = NULL;
	return first;
}

struct storage_source *
block_source_take(struct storage_source *source)
{
	struct storage_source *owned = xmemdup(source, sizeof *source);

	*source = (struct storage_source) { 0 };
	return owned;
}

void
block_source_put(struct storage_source *source, struct storage_source *owned)
{
	model_done(&storage_source_type, source);
	*source = *owned;
	free(owned);
}

void
block_source_lay(struct storage_source *source, const struct storage_source *overlay)
{
	struct storage_source *base = block_source_take(source);

	/* Of a disk that says nothing. */
	if (!base->format)
		base->format = FORMAT_RAW;
	block_source_put(source, model_copy(&storage_source_type, overlay));
	source->backing = base;
}

struct storage_source *
block_source_stored(const struct storage_source *source)
{
	struct storage_source *copy = model_copy(&storage_source_type, source);

	copy->index = 0;
	model_free(&storage_source_type, copy->backing);
	copy->backing = NULL;
	return copy;
}

/* Mirrors have numbers too, and so has what is still open of ended jobs: a number may be in many
 * places, so the highest that ever was is kept beside them. */
static void
note_chain(struct vm_live *live, const struct storage_source *image)
{
	for (; image; image = image->backing)
		if (image->index > live->nodes)
			live->nodes = image->index;
}

unsigned
vm_next_node(struct vm *vm)
{
	struct vm_live *live = vm_live(vm);

	if (!live)
		return 0;
	list_each(disk, &live->def->devices.disks) {
		note_chain(live, &disk->source);
		if (disk->mirror)
			note_chain(live, &disk->mirror->source);
	}
	return ++live->nodes;
}
