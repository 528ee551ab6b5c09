/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_heir - who gets the children of a snapshot or checkpoint that goes, on record while it goes */
#include "driver/moment_heir.h"

#include "base/file.h"
#include "driver/moment_file.h"

static const char record[] = "heir";

int
moment_heir_write(const struct moment_tree *tree, const struct moment *gone, const char *heir, bool renamed)
{
	auto_close int dir = moment_directory(tree->kind, tree->vm, true);
	auto_json struct json_object *json = json_build(
		"s:gone", gone->facts.name, "s:file", gone->facts.file, "s?:heir", heir, "b:renamed", renamed, NULL);
	const char *line = json_line(json);

	return dir < 0 ? -1 : file_replace(dir, record, line, strlen(line), 0600);
}

int
moment_heir_read(int dir, struct moment_heir *ret_heir)
{
	size_t size = 0;
	auto_free char *line = file_read_if_any(dir, record, FILE_LIMIT, &size);
	auto_json struct json_object *json = line ? json_parse(line, size, record) : NULL;

	*ret_heir = (struct moment_heir) { 0 };
	if (!line)
		return fail_fault() ? -1 : 0;
	fail_forget();
	/* Records are replaced whole: another one is not of our making. */
	if (!json_string(json, "gone") || !json_string(json, "file") ||
	    (json_boolean(json, "renamed") && !json_string(json, "heir")))
		return 0;
	*ret_heir = (struct moment_heir) {
		.gone = xstrdup(json_string(json, "gone")),
		.file = xstrdup(json_string(json, "file")),
		.heir = xstrdup(json_string(json, "heir")),
		.renamed = json_boolean(json, "renamed"),
	};
	return 0;
}

void
moment_heir_done(struct moment_heir *heir)
{
	free(heir->gone);
	free(heir->file);
	free(heir->heir);
	*heir = (struct moment_heir) { 0 };
}

bool
moment_heir_holds(const struct moment_heir *heir, const struct moment_tree *tree)
{
	if (!heir->gone)
		return false;
	return heir->renamed ? moment_look(tree, heir->heir) != NULL : !moment_look(tree, heir->gone);
}

static int
write_children(const struct moment_tree *tree)
{
	for (unsigned i = 0; i < tree->n; i++) {
		struct moment *m = tree->item[i];

		if (m->adopted && (!moment_read(tree, m) || moment_save(tree->kind, tree->vm, m->def) < 0))
			return -1;
	}
	return 0;
}

int
moment_heir_settle(const struct moment_kind *kind, const char *vm)
{
	auto_close int dir = moment_directory(kind, vm, false);
	auto_moment_tree struct moment_tree tree = { 0 };
	auto_moment_heir struct moment_heir heir = { 0 };

	if (dir < 0)
		return fail_fault() ? -1 : 0;
	if (moment_heir_read(dir, &heir) < 0)
		return -1;
	if (!heir.gone)
		return 0;
	if (moment_tree_brief(kind, vm, &tree) < 0 || write_children(&tree) < 0)
		return -1;
	if (heir.renamed && moment_heir_holds(&heir, &tree) && moment_remove_file(kind, vm, heir.file) < 0)
		return -1;
	return file_remove(dir, record);
}
