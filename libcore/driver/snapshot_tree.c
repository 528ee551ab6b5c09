/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_tree - all snapshots of a guest, read from their files */
#include "driver/snapshot.h"

#include <fcntl.h>
#include <strings.h>

#include "base/file.h"
#include "driver/snapshot_file.h"

static int
by_name(const void *a, const void *b)
{
	const struct snapshot *x = *(struct snapshot *const *)a, *y = *(struct snapshot *const *)b;
	int order = strcasecmp(x->def->name, y->def->name);

	return order ? order : strcmp(x->def->name, y->def->name);
}

/* Older first, then by name. */
static bool
comes_before(const struct snapshot *a, const struct snapshot *b)
{
	int64_t x = a->def->creation_time.value, y = b->def->creation_time.value;

	return x != y ? x < y : strcmp(a->def->name, b->def->name) < 0;
}

static struct snapshot *
look(const struct snapshot_tree *tree, const char *name)
{
	struct snapshot_def def = { .name = (char *)name };
	struct snapshot key = { .def = &def }, *wanted = &key, **found;

	found = tree->n ? bsearch(&wanted, tree->item, tree->n, sizeof *tree->item, by_name) : NULL;
	return found ? *found : NULL;
}

struct snapshot *
snapshot_find(const struct snapshot_tree *tree, const char *name)
{
	struct snapshot *found = look(tree, name);

	if (!found)
		fail(FAULT_NO_SNAPSHOT, "no snapshot %s", quote(name));
	return found;
}

static void
put_below(struct snapshot_tree *tree, struct snapshot *s, struct snapshot *parent)
{
	struct snapshot **at = parent ? &parent->first_child : &tree->first_root;

	while (*at && comes_before(*at, s))
		at = &(*at)->next_sibling;
	s->parent = parent;
	s->next_sibling = *at;
	*at = s;
}

/* Does the chain of parents that the files claim come back to s? */
static bool
is_own_ancestor(const struct snapshot_tree *tree, const struct snapshot *s)
{
	const struct snapshot *up = s;

	for (unsigned steps = 0; up && up->def->parent && steps <= tree->n; steps++) {
		up = look(tree, up->def->parent);
		if (up == s)
			return true;
	}
	return false;
}

/* The parent its file names; NULL for a root, and with a warning for a broken link. */
static struct snapshot *
parent_of(const struct snapshot_tree *tree, const struct snapshot *s, bool *broken)
{
	struct snapshot *parent = s->def->parent ? look(tree, s->def->parent) : NULL;

	if (s->def->parent && !parent)
		warn("snapshot %s: parent %s does not exist", quote(s->def->name), quote(s->def->parent));
	else if (parent && is_own_ancestor(tree, s))
		warn("snapshot %s is its own ancestor", quote(s->def->name));
	else
		return parent;
	*broken = true;
	return NULL;
}

static void
join(struct snapshot_tree *tree)
{
	bool broken = false;

	for (unsigned i = 0; i < tree->n; i++) {
		struct snapshot *s = tree->item[i];

		put_below(tree, s, parent_of(tree, s, &broken));
		if (s->def->active.value != 1)
			continue;
		if (tree->current)
			warn("snapshots %s and %s are both marked current", quote(tree->current->def->name),
			     quote(s->def->name));
		if (!tree->current || comes_before(tree->current, s))
			tree->current = s;
	}
	if (broken)
		tree->current = NULL;
}

/* A file that does not read is skipped with a warning: all others are still of use. */
static void
load_one(struct snapshot_tree *tree, int dir, const char *name)
{
	auto_free char *file = text_format("%s.xml", name);
	auto_free char *xml = file_read(dir, file, FILE_LIMIT, NULL);
	struct snapshot_def *def = xml ? snapshot_def_parse(xml, strlen(xml), file, VIEW_FILE | VIEW_SECRET,
							    READ_UNCHECKED | READ_SILENT) : NULL;
	struct snapshot *s;

	if (!def || !def->name) {
		warn("snapshot file skipped: %s", def ? "it has no name" : fail_story());
		/* The caller asked for what can be read. */
		fail_forget();
		snapshot_def_free(def);
		return;
	}
	if (!text_same(def->name, name))
		warn("snapshot file %s holds snapshot %s", quote(file), quote(def->name));
	for (unsigned i = 0; i < tree->n; i++)
		if (text_same(tree->item[i]->def->name, def->name)) {
			warn("snapshot file %s skipped: a second %s", quote(file), quote(def->name));
			snapshot_def_free(def);
			return;
		}
	s = xcalloc(1, sizeof *s);
	s->def = def;
	tree->item = xrealloc(tree->item, tree->n + 1, sizeof *tree->item);
	tree->item[tree->n++] = s;
}

int
snapshot_tree_load(const char *folder, const char *vm, struct snapshot_tree *ret_tree)
{
	auto_strings struct strings names = { 0 };
	auto_close int dir = snapshot_directory(folder, vm, false);
	struct snapshot_tree tree = { 0 };

	if (dir < 0) {
		*ret_tree = tree;
		return fail_fault() ? -1 : 0;
	}
	if (dir_names(dir, ".", ".xml", &names) < 0)
		return fail_within("snapshots");
	for (unsigned i = 0; i < names.n; i++)
		load_one(&tree, dir, names.item[i]);
	if (tree.n)
		qsort(tree.item, tree.n, sizeof *tree.item, by_name);
	join(&tree);
	*ret_tree = tree;
	return 0;
}

void
snapshot_tree_done(struct snapshot_tree *tree)
{
	for (unsigned i = 0; i < tree->n; i++) {
		snapshot_def_free(tree->item[i]->def);
		free(tree->item[i]);
	}
	free(tree->item);
	*tree = (struct snapshot_tree) { 0 };
}

unsigned
snapshot_descendants(const struct snapshot *snapshot)
{
	unsigned n = 0;

	for (const struct snapshot *c = snapshot->first_child; c; c = c->next_sibling)
		n += 1 + snapshot_descendants(c);
	return n;
}

/* spec 4.4: by its memory and disks; a document from before libvirt 1.0.1 says nothing of
 * memory, there the state decides. */
bool
snapshot_is_external(const struct snapshot_def *def)
{
	if (!def->memory.snapshot)
		return def->state == SNAPSHOT_DISK_SNAPSHOT;
	if (def->memory.snapshot == DISK_SNAPSHOT_EXTERNAL)
		return true;
	list_each(disk, &def->disks)
		if (disk->snapshot == DISK_SNAPSHOT_EXTERNAL)
			return true;
	return false;
}
