/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_flat - the rows of a type and of what is embedded in it, as one list */
#include "model/model_engine.h"

static char *
join(const char *above, const char *path)
{
	if (!strcmp(path, ".") && *above)
		return xstrdup(above);
	return text_format("%s%s%s", above, *above ? "/" : "", path);
}

static void
add_rows(struct flat_list *flat, const struct type *type, const char *above, size_t base, int part)
{
	EACH_ROW(row, type) {
		bool embedded = row_is_part(row) && !strcmp(row->path, ".");
		char *path = embedded ? xstrdup(above) : join(above, row->path);

		*list_add(flat) = (struct flat) { path, row, base, part };
		if (row_is_part(row))
			add_rows(flat, row->type, path, base + row->offset, flat->n - 1);
	}
}

void
flat_add(struct flat_list *flat, const struct type *type)
{
	add_rows(flat, type, "", 0, -1);
}

void
flat_done(struct flat_list *flat)
{
	list_each(one, flat)
		free(one->path);
	free(flat->item);
	*flat = (struct flat_list) { 0 };
}

char *
flat_element(const struct flat *one)
{
	const char *attribute = strrchr(one->path, '@');

	if (attribute)
		return xstrndup(one->path, attribute == one->path ? 0 : attribute - one->path - 1);
	return xstrdup(strcmp(one->path, ".") ? one->path : "");
}

bool
flat_is_whole(const struct flat *one)
{
	return one->row->kind->print || (one->row->kind->count && !row_is_part(one->row));
}

bool
flat_is_text(const struct flat *one)
{
	return !strchr(one->path, '@') && !one->row->kind->count && !one->row->kind->print &&
	       !one->row->kind->empty;
}

/* Is what decides about both rows one and the same, and never right for both? */
static bool
are_alternatives(const struct flat *x, const struct flat *y)
{
	const struct row_more *a = row_more(x->row), *b = row_more(y->row);

	return a->only && b->only && !(a->only & b->only) &&
	       x->base + a->only_offset == y->base + b->only_offset;
}

/* Every condition on the one way down against every condition on the other. */
bool
flat_together(const struct flat_list *flat, const struct flat *a, const struct flat *b)
{
	for (const struct flat *x = a; x; x = x->part < 0 ? NULL : &flat->item[x->part])
		for (const struct flat *y = b; y; y = y->part < 0 ? NULL : &flat->item[y->part])
			if (are_alternatives(x, y))
				return false;
	return true;
}

unsigned
types_find(struct types *types, const struct type *type)
{
	unsigned i = 0;

	while (i < types->n && types->item[i] != type)
		i++;
	if (i == types->n)
		*list_add(types) = type;
	return i;
}
