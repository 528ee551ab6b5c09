/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_compare - the first difference between two objects that matters */
#include "base/fail.h"
#include "model/model_engine.h"

static int compare_rows(const struct type *type, const void *a, const void *b, unsigned flags,
			const char *where);

/* "domain/devices/disk" from where the holder is and a row's path. */
static char *
path_of(const char *where, const char *path)
{
	return strcmp(path, ".") ? text_format("%s/%s", where, path) : xstrdup(where);
}

static int
compare_value(const struct row *row, const void *a, const void *b, const char *path)
{
	auto_free char *old = row_is_said(a, row) ? row_text(a, row) : NULL;
	auto_free char *new = row_is_said(b, row) ? row_text(b, row) : NULL;

	if (text_same(old, new))
		return 0;
	if (!new)
		return fail(FAULT_CONFIG, "%s: none does not match %s", path, quote(old));
	if (!old)
		return fail(FAULT_CONFIG, "%s: %s does not match none", path, quote(new));
	return fail(FAULT_CONFIG, "%s: %s does not match %s", path, quote(new), quote(old));
}

static unsigned
count_of(const struct row *row, const void *object)
{
	return row_applies(object, row) ? row->kind->count(row_member(object, row)) : 0;
}

/* The n-th of a list is named as XPath does: "disk[2]". */
static int
compare_objects(const struct row *row, const void *a, const void *b, unsigned flags,
		const char *path)
{
	unsigned old = count_of(row, a), new = count_of(row, b);
	const struct kind *kind = row->kind;

	if (old != new)
		return !(row->flags & flags) ? 0 :
		       fail(FAULT_CONFIG, "%s: %u of them do not match %u", path, new, old);
	for (unsigned i = 0; i < old; i++) {
		auto_free char *where = kind == &kind_list ? text_format("%s[%u]", path, i + 1) :
							     xstrdup(path);

		if (compare_rows(row->type, kind->object(row_member(a, row), row, i),
				 kind->object(row_member(b, row), row, i), flags, where) < 0)
			return -1;
	}
	return 0;
}

static int
compare_rows(const struct type *type, const void *a, const void *b, unsigned flags,
	     const char *where)
{
	EACH_ROW(row, type) {
		auto_free char *path = NULL;
		int result = 0;

		if (!row->kind->count && !(row->flags & flags))
			continue;
		path = path_of(where, row->path);
		result = row->kind->count ? compare_objects(row, a, b, flags, path) :
					    compare_value(row, a, b, path);
		if (result < 0)
			return -1;
	}
	return 0;
}

int
model_compare(const struct type *type, const void *a, const void *b, unsigned flags)
{
	return compare_rows(type, a, b, flags, type->name);
}
