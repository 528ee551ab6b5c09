/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model - objects made, emptied, copied and searched by their tables */
#include "model/model.h"

#include <assert.h>

#include "model/model_engine.h"

const char *
words_name(const struct words *words, unsigned value)
{
	return value < words->count ? words->word[value] : NULL;
}

int
words_find(const struct words *words, const char *word)
{
	for (unsigned i = 0; i < words->count; i++)
		if (words->word[i] && !strcmp(words->word[i], word))
			return i;
	return -1;
}

/* ---- rows ---- */

char *
row_text(const void *object, const struct row *row)
{
	auto_text struct text text = { 0 };

	row->kind->write(row_member(object, row), row, &text);
	return text.data ? text_take(&text) : xstrdup("");
}

static bool
is_quiet(const void *object, const struct row *row)
{
	const char *quiet = row_more(row)->quiet;
	auto_free char *text = quiet ? row_text(object, row) : NULL;

	return text && !strcmp(text, quiet);
}

bool
row_is_said(const void *object, const struct row *row)
{
	return row_applies(object, row) && row->kind->is_set(row_member(object, row), row) &&
	       !is_quiet(object, row);
}

static bool
is_found(const void *object, const struct row *row)
{
	const void *group;

	if (row->kind != &kind_group || !row->type->is_found)
		return false;
	group = *(const void *const *)((const char *)object + row->offset);
	return group && row->type->is_found(group);
}

bool
row_is_printed(const void *object, const struct row *row, enum view view)
{
	if ((row->flags & SECRET && !(view & VIEW_SECRET)) ||
	    (row->flags & STATUS && !(view & VIEW_STATUS)) ||
	    (row->flags & FILED && !(view & VIEW_FILE)) ||
	    (row->flags & NO_MIGRATE && view & VIEW_MIGRATABLE))
		return false;
	if (!(view & VIEW_STATUS) && is_found(object, row))
		return false;
	if (row->flags & ALWAYS && row->kind->has_zero)
		return row_applies(object, row);
	return row_is_said(object, row);
}

/* Zero is no answer where one is required, unless it would be printed again. */
bool
row_is_answered(const void *member, const struct row *row)
{
	return !(row->flags & (REQUIRED | NEEDED)) || row->flags & ALWAYS || row->kind->is_set(member, row);
}

void
row_init(void *object, const struct row *row)
{
	const char *initial = row_more(row)->initial;
	int bad = 0;

	if (row_is_part(row))
		model_init(row->type, row_member(object, row));
	else if (initial)
		bad = row->kind->read(row_member(object, row), initial, row, NULL);
	assert(!bad);    /* model_lint() refuses such a table */
	(void)bad;
}

void
row_add_wanted(const struct row *row, struct text *out)
{
	const char *before = "one of ";

	if (row->kind != &kind_enum)
		return text_add(out, row->kind->name);
	for (unsigned i = 0; i < row->words->count; i++) {
		if (!row->words->word[i])
			continue;
		text_addf(out, "%s%s", before, row->words->word[i]);
		before = ", ";
	}
}

/* ---- paths ---- */

struct step
path_step(const char **path)
{
	const char *slash = strchr(*path, '/');
	struct step step = { *path, slash ? (size_t)(slash - *path) : strlen(*path) };

	*path = slash ? slash + 1 : NULL;
	return step;
}

const char *
path_below(const char *path, const char *above)
{
	size_t length = strlen(above);

	if (!strcmp(above, "."))
		return path;
	return !strncmp(path, above, length) && path[length] == '/' ? path + length + 1 : NULL;
}

bool
path_is_in(const char *path, const char *element)
{
	return !*element || !strcmp(path, element) || path_below(path, element);
}

const struct space spaces[] = {
	{ "qemu",    "http://libvirt.org/schemas/domain/qemu/1.0" },
	{ "lxc",     "http://libvirt.org/schemas/domain/lxc/1.0" },
	{ "xen",     "http://libvirt.org/schemas/domain/xen/1.0" },
	{ "vmware",  "http://libvirt.org/schemas/domain/vmware/1.0" },
	{ "bhyve",   "http://libvirt.org/schemas/domain/bhyve/1.0" },
	{ "dnsmasq", "http://libvirt.org/schemas/network/dnsmasq/1.0" },
	{ "fs",      "http://libvirt.org/schemas/storagepool/fs/1.0" },
	{ "rbd",     "http://libvirt.org/schemas/storagepool/rbd/1.0" },
};
const unsigned spaces_count = COUNT(spaces);

int
step_space(struct step step)
{
	const char *colon = memchr(step.name, ':', step.length);
	struct step prefix = { step.name, colon ? (size_t)(colon - step.name) : 0 };

	for (unsigned i = 0; colon && i < spaces_count; i++)
		if (step_is(prefix, spaces[i].prefix))
			return i;
	return -1;
}

/* ---- objects ---- */

void
model_init(const struct type *type, void *object)
{
	EACH_ROW(row, type)
		if (row_applies(object, row))
			row_init(object, row);
}

void *
model_new(const struct type *type)
{
	void *object = xcalloc(1, type->size);

	model_init(type, object);
	return object;
}

bool
rows_are_set(const struct type *type, const void *object)
{
	EACH_ROW(row, type)
		if (row_applies(object, row) && row->kind->is_set(row_member(object, row), row))
			return true;
	return false;
}

/* Members that decide about others keep their value until all is done. */
void
rows_done(const struct type *type, void *object)
{
	EACH_ROW(row, type)
		if (row->kind->done && row_applies(object, row))
			row->kind->done(row_member(object, row), row);
	if (type->done_rest)
		type->done_rest(object);
}

void
model_done(const struct type *type, void *object)
{
	rows_done(type, object);
	memset(object, 0, type->size);
}

void
model_free(const struct type *type, void *object)
{
	if (!object)
		return;
	rows_done(type, object);
	free(object);
}

void
rows_copy(const struct type *type, void *copy, const void *object)
{
	EACH_ROW(row, type)
		if (row->kind->copy && row_applies(object, row))
			row->kind->copy(row_member(copy, row), row_member(object, row), row);
	if (type->copy_rest)
		type->copy_rest(copy, object);
}

void *
model_copy(const struct type *type, const void *object)
{
	void *copy = xmemdup(object, type->size);

	rows_copy(type, copy, object);
	return copy;
}

bool
model_says(const struct type *type, const void *object, unsigned flags)
{
	EACH_ROW(row, type) {
		const void *member = row_member(object, row);

		if (row->flags & flags && row_is_said(object, row))
			return true;
		if (!row->kind->count || !row_applies(object, row))
			continue;
		for (unsigned i = 0; i < row->kind->count(member); i++)
			if (model_says(row->type, row->kind->object(member, row, i), flags))
				return true;
	}
	return false;
}

int
model_each(const struct type *type, void *object, const struct type *wanted,
	   int (*call)(void *found, void *holder, const struct type *holder_type, void *context),
	   void *context)
{
	EACH_ROW(row, type) {
		void *member = row_member(object, row);

		if (!row->kind->count || !row_applies(object, row))
			continue;
		for (unsigned i = 0; i < row->kind->count(member); i++) {
			void *found = row->kind->object(member, row, i);
			int stop = row->type == wanted ? call(found, object, type, context) : 0;

			if (!stop)
				stop = model_each(row->type, found, wanted, call, context);
			if (stop)
				return stop;
		}
	}
	return 0;
}
