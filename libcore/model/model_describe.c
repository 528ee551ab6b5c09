/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* model_describe - the paths of a table, with what may stand there */
#include "model/model_engine.h"

/* The types on the way down: one that contains itself is described once. */
struct outer {
	const struct type *type;
	const struct outer *outer;
};

static bool
is_open(const struct outer *outer, const struct type *type)
{
	while (outer && outer->type != type)
		outer = outer->outer;
	return outer;
}

static void
describe_rows(const struct type *type, const char *at, const struct outer *outer, struct text *out)
{
	const struct outer here = { type, outer };

	EACH_ROW(row, type) {
		bool own = !strcmp(row->path, ".");
		auto_free char *path = own ? xstrdup(at) : text_format("%s/%s", at, row->path);
		bool again = row->kind->count && is_open(&here, row->type);

		if (!row_is_part(row) || !own) {
			text_addf(out, "%s\t", path);
			row_add_wanted(row, out);
			text_addf(out, "%s\t%s%s\n", again ? ", nested" : "", row_help(row),
				  row->flags & ABI ? " (the guest can see it)" : "");
		}
		if (row->kind->count && !again)
			describe_rows(row->type, path, &here, out);
	}
}

void
model_describe(const struct type *type, const char *at, struct text *out)
{
	describe_rows(type, at, NULL, out);
}

/* ---- which paths are known ---- */

/* The schemas' paths have no prefixes. */
static bool
same_step(struct step known, struct step asked)
{
	const char *colon = memchr(known.name, ':', known.length);
	size_t prefix = colon ? colon + 1 - known.name : 0;

	return known.length - prefix == asked.length &&
	       !memcmp(known.name + prefix, asked.name, asked.length);
}

/* Take the steps of a row's path off the asked one.  False when they differ;
 * *asked becomes NULL where it ends first, or together. */
static bool
take_steps(const char *known, const char **asked)
{
	if (!strcmp(known, "."))
		return true;
	while (known && *asked)
		if (!same_step(path_step(&known), path_step(asked)))
			return false;
	return true;
}

/* The path of the attribute that a size or a state has beside it. */
static char *
sibling_path(const struct row *row)
{
	size_t holder = strcspn(row->path, "@.");
	const char *slash = row->path[holder] ? "" : "/";

	return text_format("%.*s%s@%s", (int)holder, row->path, slash, row->kind->sibling);
}

static bool rows_know(const struct type *type, const char *path);

static bool
row_knows(const struct row *row, const char *path)
{
	auto_free char *sibling = row->kind->sibling ? sibling_path(row) : NULL;

	if (sibling && !strcmp(path, sibling))
		return true;
	if (!take_steps(row->path, &path))
		return false;
	if (!path || row->kind->print)
		return true;
	return row->kind->count && rows_know(row->type, path);
}

static bool
rows_know(const struct type *type, const char *path)
{
	EACH_ROW(row, type)
		if (row_knows(row, path))
			return true;
	return type_ignores(type, path);
}

/* Its attributes are those of another element. */
bool
type_ignores(const struct type *type, const char *path)
{
	return type->ignored && *path != '@' && rows_know(type->ignored, path);
}

bool
model_knows(const struct type *type, const char *path)
{
	if (*path++ != '/' || !step_is(path_step(&path), type->name))
		return false;
	return !path || rows_know(type, path);
}
