/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_tree - all snapshots of a guest, as their files or the index of them say */
#include "driver/snapshot.h"

#include <fcntl.h>
#include <strings.h>

#include "base/file.h"
#include "driver/snapshot_facts.h"
#include "driver/snapshot_file.h"

static int
compare_names(const struct snapshot *x, const struct snapshot *y)
{
	int order = strcasecmp(x->facts.name, y->facts.name);

	return order ? order : strcmp(x->facts.name, y->facts.name);
}

static int
by_name(const void *a, const void *b)
{
	return compare_names(*(struct snapshot *const *)a, *(struct snapshot *const *)b);
}

/* The same name twice: in the order of the files. */
static int
by_name_and_file(const void *a, const void *b)
{
	const struct snapshot *x = *(struct snapshot *const *)a, *y = *(struct snapshot *const *)b;
	int order = compare_names(x, y);

	return order ? order : strcmp(x->facts.file, y->facts.file);
}

/* Older first, then by name. */
static bool
comes_before(const struct snapshot *a, const struct snapshot *b)
{
	int64_t x = a->facts.creation_time, y = b->facts.creation_time;

	return x != y ? x < y : strcmp(a->facts.name, b->facts.name) < 0;
}

static int
newest_first(const void *a, const void *b)
{
	return comes_before(*(struct snapshot *const *)a, *(struct snapshot *const *)b) ? 1 : -1;
}

struct snapshot *
snapshot_look(const struct snapshot_tree *tree, const char *name)
{
	struct snapshot key = { .facts.name = (char *)name }, *wanted = &key, **found;

	found = tree->n ? bsearch(&wanted, tree->item, tree->n, sizeof *tree->item, by_name) : NULL;
	return found ? *found : NULL;
}

struct snapshot *
snapshot_find(const struct snapshot_tree *tree, const char *name)
{
	struct snapshot *found = snapshot_look(tree, name);

	if (!found)
		fail(FAULT_NO_SNAPSHOT, "no snapshot %s", quote(name));
	return found;
}

/* --- who is below whom --- */

/* The parents that the files name.  False when one of them does not exist. */
static bool
name_parents(struct snapshot_tree *tree)
{
	bool whole = true;

	for (unsigned i = 0; i < tree->n; i++) {
		struct snapshot *s = tree->item[i];

		s->parent = s->facts.parent ? snapshot_look(tree, s->facts.parent) : NULL;
		if (!s->facts.parent || s->parent)
			continue;
		warn("snapshot %s: parent %s does not exist", quote(s->facts.name), quote(s->facts.parent));
		whole = false;
	}
	return whole;
}

/* All of a ring become roots. */
static void
open_ring(struct snapshot *s)
{
	while (s->parent) {
		struct snapshot *next = s->parent;

		warn("snapshot %s is its own ancestor", quote(s->facts.name));
		s->parent = NULL;
		s = next;
	}
}

/* Every snapshot is walked over once: a walk that meets its own steps has found a ring. */
static bool
open_rings(struct snapshot_tree *tree)
{
	bool whole = true;

	for (unsigned i = 0; i < tree->n; i++) {
		struct snapshot *up = tree->item[i];

		for (; up && !up->walk; up = up->parent)
			up->walk = i + 1;
		if (!up || up->walk != i + 1)
			continue;
		open_ring(up);
		whole = false;
	}
	return whole;
}

static void
link_children(struct snapshot_tree *tree)
{
	auto_free struct snapshot **newest = xcalloc(tree->n + 1, sizeof(struct snapshot *));

	for (unsigned i = 0; i < tree->n; i++)
		newest[i] = tree->item[i];
	qsort(newest, tree->n, sizeof *newest, newest_first);
	for (unsigned i = 0; i < tree->n; i++) {
		struct snapshot *s = newest[i], **first = s->parent ? &s->parent->first_child : &tree->first_root;

		s->next_sibling = *first;
		*first = s;
	}
}

static struct snapshot *
find_current(const struct snapshot_tree *tree)
{
	struct snapshot *current = NULL;

	for (unsigned i = 0; i < tree->n; i++) {
		struct snapshot *s = tree->item[i];

		if (!s->facts.active)
			continue;
		if (current)
			warn("snapshots %s and %s are both marked current", quote(current->facts.name),
			     quote(s->facts.name));
		if (!current || comes_before(current, s))
			current = s;
	}
	return current;
}

static void
join(struct snapshot_tree *tree)
{
	bool named = name_parents(tree), straight = open_rings(tree);

	link_children(tree);
	tree->current = named && straight ? find_current(tree) : NULL;
}

/* --- from the files --- */

static struct snapshot_def *
read_file(int dir, const char *name)
{
	auto_free char *file = text_format("%s.xml", name);
	auto_free char *xml = file_read(dir, file, FILE_LIMIT, NULL);

	return xml ? snapshot_def_parse(xml, strlen(xml), file, VIEW_FILE | VIEW_SECRET,
					READ_UNCHECKED | READ_SILENT) : NULL;
}

static void
add(struct snapshot_tree *tree, struct snapshot_facts facts, struct snapshot_def *def)
{
	struct snapshot *s = xcalloc(1, sizeof *s);

	if (!text_same(facts.name, facts.file))
		warn("snapshot file %s holds snapshot %s", quote(facts.file), quote(facts.name));
	s->facts = facts;
	s->def = def;
	tree->item = xrealloc(tree->item, tree->n + 1, sizeof *tree->item);
	tree->item[tree->n++] = s;
}

/* A file that does not read is skipped with a warning: all others are still of use. */
static void
load_one(struct snapshot_tree *tree, int dir, const char *file)
{
	struct snapshot_def *def = read_file(dir, file);

	if (def && def->name) {
		add(tree, snapshot_facts_of(def, file), def);
		return;
	}
	warn("snapshot file skipped: %s", def ? "it has no name" : fail_story());
	/* The caller asked for what can be read. */
	fail_forget();
	snapshot_def_free(def);
}

static void
load_brief(struct snapshot_tree *tree, int dir, const char *file, struct snapshot_index *index)
{
	auto_free char *stamp = NULL;
	struct snapshot_facts facts;
	unsigned before = tree->n;

	if (snapshot_index_find(index, dir, file, &facts, &stamp)) {
		add(tree, facts, NULL);
		return;
	}
	load_one(tree, dir, file);
	if (tree->n == before)
		return;
	snapshot_index_add(index, stamp, &tree->item[before]->facts);
	snapshot_def_free(steal(tree->item[before]->def));
}

static void
forget(struct snapshot *s)
{
	snapshot_facts_done(&s->facts);
	snapshot_def_free(s->def);
	free(s);
}

/* Two files with one name inside: the second is as if it were not there. */
static void
drop_doubles(struct snapshot_tree *tree)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < tree->n; i++) {
		struct snapshot *s = tree->item[i];

		if (!kept || !text_same(tree->item[kept - 1]->facts.name, s->facts.name)) {
			tree->item[kept++] = s;
			continue;
		}
		warn("snapshot file %s skipped: a second %s", quote(s->facts.file), quote(s->facts.name));
		forget(s);
	}
	tree->n = kept;
}

static int
load(const char *folder, const char *vm, struct snapshot_index *index, struct snapshot_tree *ret_tree)
{
	auto_strings struct strings files = { 0 };
	auto_close int dir = snapshot_directory(folder, vm, false);
	struct snapshot_tree tree = { 0 };

	*ret_tree = tree;
	if (dir < 0)
		return fail_fault() ? -1 : 0;
	if (dir_names(dir, ".", ".xml", &files) < 0)
		return fail_within("snapshots");
	for (unsigned i = 0; i < files.n; i++)
		if (index)
			load_brief(&tree, dir, files.item[i], index);
		else
			load_one(&tree, dir, files.item[i]);
	if (tree.n)
		qsort(tree.item, tree.n, sizeof *tree.item, by_name_and_file);
	drop_doubles(&tree);
	join(&tree);
	*ret_tree = tree;
	return 0;
}

int
snapshot_tree_load(const char *folder, const char *vm, struct snapshot_tree *ret_tree)
{
	return load(folder, vm, NULL, ret_tree);
}

int
snapshot_tree_brief(const char *folder, const char *vm, struct snapshot_tree *ret_tree)
{
	struct snapshot_index index;
	int result;

	snapshot_index_open(folder, vm, &index);
	result = load(folder, vm, &index, ret_tree);
	snapshot_index_close(&index, folder, vm);
	return result;
}

struct snapshot_def *
snapshot_read(const char *folder, const char *vm, struct snapshot *snapshot)
{
	auto_close int dir = -1;

	if (snapshot->def)
		return snapshot->def;
	dir = snapshot_directory(folder, vm, false);
	if (dir >= 0)
		snapshot->def = read_file(dir, snapshot->facts.file);
	if (!snapshot->def && !fail_fault())
		fail(FAULT_NO_SNAPSHOT, "no snapshot %s", quote(snapshot->facts.name));
	return snapshot->def;
}

void
snapshot_tree_done(struct snapshot_tree *tree)
{
	for (unsigned i = 0; i < tree->n; i++)
		forget(tree->item[i]);
	free(tree->item);
	*tree = (struct snapshot_tree) { 0 };
}

/* --- about one --- */

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
