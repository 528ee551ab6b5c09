/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* kinds_nested - the kinds of member that hold objects with tables of their own */
#include "model/kinds.h"
#include "model/model_engine.h"

/* Members are reached through their offset, whatever their exact type. */
typedef void *group_member __attribute__((may_alias));
struct list_member {
	char *item;
	unsigned n;
} __attribute__((may_alias));

/* ---- part: embedded, never absent ---- */

static bool
part_is_set(const void *member, const struct row *row)
{
	return rows_are_set(row->type, member);
}

static void
part_done(void *member, const struct row *row)
{
	rows_done(row->type, member);
}

static void
part_copy(void *copy, const void *member, const struct row *row)
{
	rows_copy(row->type, copy, member);
}

static unsigned
part_count(UNUSED const void *member)
{
	return 1;
}

static void *
part_object(const void *member, UNUSED const struct row *row, UNUSED unsigned i)
{
	return (void *)member;
}

static void *
part_add(void *member, UNUSED const struct row *row)
{
	return member;
}

const struct kind kind_part = {
	.name = "element", .is_set = part_is_set, .done = part_done, .copy = part_copy,
	.count = part_count, .object = part_object, .add = part_add, .has_zero = true,
};

/* ---- group: an object of its own, or NULL ---- */

static bool
group_is_set(const void *member, UNUSED const struct row *row)
{
	return *(const group_member *)member;
}

static void
group_done(void *member, const struct row *row)
{
	group_member *group = member;

	model_free(row->type, *group);
	*group = NULL;
}

/* Two rows may share a member: what differs already is a copy. */
static void
group_copy(void *copy, const void *member, const struct row *row)
{
	group_member *group = copy;

	if (*group && *group == *(const group_member *)member)
		*group = model_copy(row->type, *group);
}

static unsigned
group_count(const void *member)
{
	return *(const group_member *)member ? 1 : 0;
}

static void *
group_object(const void *member, UNUSED const struct row *row, UNUSED unsigned i)
{
	return *(const group_member *)member;
}

static void *
group_add(void *member, const struct row *row)
{
	group_member *group = member;

	return *group ? NULL : (*group = xcalloc(1, row->type->size));
}

const struct kind kind_group = {
	.name = "element", .is_set = group_is_set, .done = group_done, .copy = group_copy,
	.count = group_count, .object = group_object, .add = group_add, .has_zero = true,
};

/* ---- list: an array of objects ---- */

static bool
list_is_set(const void *member, UNUSED const struct row *row)
{
	return ((const struct list_member *)member)->n;
}

static unsigned
list_count(const void *member)
{
	return ((const struct list_member *)member)->n;
}

static void *
list_object(const void *member, const struct row *row, unsigned i)
{
	return ((const struct list_member *)member)->item + i * row->type->size;
}

static void *
list_new(void *member, const struct row *row)
{
	struct list_member *list = member;

	list->item = list_grow_(list->item, list->n, row->type->size);
	return list_object(list, row, list->n++);
}

static void
list_done(void *member, const struct row *row)
{
	struct list_member *list = member;

	for (unsigned i = 0; i < list->n; i++)
		rows_done(row->type, list_object(list, row, i));
	free(list->item);
	list->item = NULL;
	list->n = 0;
}

static void
list_copy(void *copy, const void *member, const struct row *row)
{
	const struct list_member *from = member;
	struct list_member *list = copy;

	if (!from->item || list->item != from->item)
		return;
	list->item = NULL;
	list->n = 0;
	for (unsigned i = 0; i < from->n; i++) {
		const void *object = list_object(from, row, i);

		rows_copy(row->type, memcpy(list_new(list, row), object, row->type->size), object);
	}
}

const struct kind kind_list = {
	.name = "elements", .is_set = list_is_set, .done = list_done, .copy = list_copy,
	.count = list_count, .object = list_object, .add = list_new,
};
