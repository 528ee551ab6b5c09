/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_tree - all snapshots or checkpoints of a guest, as their files or the index of them say */
#include "driver/moment.h"

#include <fcntl.h>
#include <strings.h>

#include "base/file.h"
#include "driver/moment_facts.h"
#include "driver/moment_file.h"

static int
compare_names(const struct moment *x, const struct moment *y)
{
	int order = strcasecmp(x->facts.name, y->facts.name);

	return order ? order : strcmp(x->facts.name, y->facts.name);
}

static int
by_name(const void *a, const void *b)
{
	return compare_names(*(struct moment *const *)a, *(struct moment *const *)b);
}

/* The same name twice: in the order of the files. */
static int
by_name_and_file(const void *a, const void *b)
{
	const struct moment *x = *(struct moment *const *)a, *y = *(struct moment *const *)b;
	int order = compare_names(x, y);

	return order ? order : strcmp(x->facts.file, y->facts.file);
}

/* Older first, then by name. */
static bool
comes_before(const struct moment *a, const struct moment *b)
{
	int64_t x = a->facts.creation_time, y = b->facts.creation_time;

	return x != y ? x < y : strcmp(a->facts.name, b->facts.name) < 0;
}

static int
newest_first(const void *a, const void *b)
{
	return comes_before(*(struct moment *const *)a, *(struct moment *const *)b) ? 1 : -1;
}

struct moment *
moment_look(const struct moment_tree *tree, const char *name)
{
	struct moment key = { .facts.name = (char *)name }, *wanted = &key, **found;

	found = tree->n ? bsearch(&wanted, tree->item, tree->n, sizeof *tree->item, by_name) : NULL;
	return found ? *found : NULL;
}

struct moment *
moment_find(const struct moment_tree *tree, const char *name)
{
	struct moment *found = moment_look(tree, name);

	if (!found)
		fail(tree->kind->missing, "no %s %s", tree->kind->noun, quote(name));
	return found;
}

struct moment *
moment_current(const struct moment_tree *tree)
{
	if (!tree->current)
		fail(tree->kind->missing, "no %s is current", tree->kind->noun);
	return tree->current;
}

/* --- who is below whom --- */

/* The parents that the files name.  False when one of them does not exist. */
static bool
name_parents(struct moment_tree *tree)
{
	bool whole = true;

	for (unsigned i = 0; i < tree->n; i++) {
		struct moment *s = tree->item[i];

		s->parent = s->facts.parent ? moment_look(tree, s->facts.parent) : NULL;
		if (!s->facts.parent || s->parent)
			continue;
		warn("%s %s: parent %s does not exist", tree->kind->noun, quote(s->facts.name),
		     quote(s->facts.parent));
		whole = false;
	}
	return whole;
}

/* All of a ring become roots. */
static void
open_ring(const struct moment_tree *tree, struct moment *s)
{
	while (s->parent) {
		struct moment *next = s->parent;

		warn("%s %s is its own ancestor", tree->kind->noun, quote(s->facts.name));
		s->parent = NULL;
		s = next;
	}
}

/* Every one is walked over once: a walk that meets its own steps has found a ring. */
static bool
open_rings(struct moment_tree *tree)
{
	bool whole = true;

	for (unsigned i = 0; i < tree->n; i++) {
		struct moment *up = tree->item[i];

		for (; up && !up->walk; up = up->parent)
			up->walk = i + 1;
		if (!up || up->walk != i + 1)
			continue;
		open_ring(tree, up);
		whole = false;
	}
	return whole;
}

static void
link_children(struct moment_tree *tree)
{
	auto_free struct moment **newest = xcalloc(tree->n + 1, sizeof(struct moment *));

	for (unsigned i = 0; i < tree->n; i++)
		newest[i] = tree->item[i];
	qsort(newest, tree->n, sizeof *newest, newest_first);
	for (unsigned i = 0; i < tree->n; i++) {
		struct moment *s = newest[i], **first = s->parent ? &s->parent->first_child : &tree->first_root;

		s->next_sibling = *first;
		*first = s;
	}
}

/* Of two that are marked.  One upon the other: its making was cut short before the other's mark went. */
static struct moment *
last_marked(const struct moment_tree *tree, struct moment *a, struct moment *b)
{
	if (a->parent == b || b->parent == a)
		return a->parent == b ? a : b;
	warn("%ss %s and %s are both marked current", tree->kind->noun, quote(a->facts.name), quote(b->facts.name));
	return comes_before(a, b) ? b : a;
}

static struct moment *
find_marked(const struct moment_tree *tree)
{
	struct moment *current = NULL;

	for (unsigned i = 0; i < tree->n; i++)
		if (tree->item[i]->facts.active)
			current = current ? last_marked(tree, current, tree->item[i]) : tree->item[i];
	return current;
}

/* Where nothing is marked: the end of the only branch. */
static struct moment *
find_last(const struct moment_tree *tree)
{
	struct moment *last = tree->first_root;

	for (unsigned i = 0; i < tree->n; i++)
		if (tree->item[i]->next_sibling)
			return NULL;
	while (last && last->first_child)
		last = last->first_child;
	return last;
}

static void
join(struct moment_tree *tree)
{
	bool named = name_parents(tree), straight = open_rings(tree);

	link_children(tree);
	if (named && straight)
		tree->current = (tree->kind->make_current ? find_marked : find_last)(tree);
}

/* --- from the files --- */

static void *
read_file(const struct moment_kind *kind, int dir, const char *name)
{
	auto_free char *file = text_format("%s.xml", name);
	auto_free char *xml = file_read(dir, file, FILE_LIMIT, NULL);

	return xml ? model_parse(kind->type, xml, strlen(xml), file, VIEW_FILE | VIEW_SECRET,
				 READ_UNCHECKED | READ_SILENT) : NULL;
}

static void
add(struct moment_tree *tree, struct moment_facts facts, void *def)
{
	struct moment *s = xcalloc(1, sizeof *s);

	if (!text_same(facts.name, facts.file))
		warn("%s file %s holds %s", tree->kind->noun, quote(facts.file), quote(facts.name));
	s->facts = facts;
	s->def = def;
	tree->item = xrealloc(tree->item, tree->n + 1, sizeof *tree->item);
	tree->item[tree->n++] = s;
}

/* A file that does not read is skipped with a warning: all others are still of use. */
static void
load_one(struct moment_tree *tree, int dir, const char *file)
{
	void *def = read_file(tree->kind, dir, file);

	if (def && moment_name(tree->kind, def)) {
		add(tree, moment_facts_of(tree->kind, def, file), def);
		return;
	}
	warn("%s file skipped: %s", tree->kind->noun, def ? "it has no name" : fail_story());
	/* The caller asked for what can be read. */
	fail_forget();
	model_free(tree->kind->type, def);
}

static void
load_brief(struct moment_tree *tree, int dir, const char *file, struct moment_index *index)
{
	auto_free char *stamp = NULL;
	struct moment_facts facts;
	unsigned before = tree->n;

	if (moment_index_find(index, dir, file, &facts, &stamp)) {
		add(tree, facts, NULL);
		return;
	}
	load_one(tree, dir, file);
	if (tree->n == before)
		return;
	moment_index_add(index, stamp, &tree->item[before]->facts);
	model_free(tree->kind->type, steal(tree->item[before]->def));
}

static void
forget(const struct moment_kind *kind, struct moment *s)
{
	moment_facts_done(&s->facts);
	model_free(kind->type, s->def);
	free(s);
}

/* Two files with one name inside: the second is as if it were not there. */
static void
drop_doubles(struct moment_tree *tree)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < tree->n; i++) {
		struct moment *s = tree->item[i];

		if (!kept || !text_same(tree->item[kept - 1]->facts.name, s->facts.name)) {
			tree->item[kept++] = s;
			continue;
		}
		warn("%s file %s skipped: a second %s", tree->kind->noun, quote(s->facts.file), quote(s->facts.name));
		forget(tree->kind, s);
	}
	tree->n = kept;
}

static int
load(const struct moment_kind *kind, const char *vm, struct moment_index *index, struct moment_tree *ret_tree)
{
	auto_strings struct strings files = { 0 };
	auto_close int dir = moment_directory(kind, vm, false);
	struct moment_tree tree = { .kind = kind };

	*ret_tree = (struct moment_tree) { 0 };
	if (dir < 0 && fail_fault())
		return -1;
	if (dir >= 0 && dir_names(dir, ".", ".xml", &files) < 0)
		return fail_within("%ss", kind->noun);
	for (unsigned i = 0; i < files.n; i++)
		if (index)
			load_brief(&tree, dir, files.item[i], index);
		else
			load_one(&tree, dir, files.item[i]);
	if (tree.n)
		qsort(tree.item, tree.n, sizeof *tree.item, by_name_and_file);
	drop_doubles(&tree);
	join(&tree);
	tree.vm = xstrdup(vm);
	*ret_tree = tree;
	return 0;
}

int
moment_tree_load(const struct moment_kind *kind, const char *vm, struct moment_tree *ret_tree)
{
	return load(kind, vm, NULL, ret_tree);
}

int
moment_tree_brief(const struct moment_kind *kind, const char *vm, struct moment_tree *ret_tree)
{
	struct moment_index index;
	int result;

	moment_index_open(kind, vm, &index);
	result = load(kind, vm, &index, ret_tree);
	moment_index_close(&index);
	return result;
}

void *
moment_read(const struct moment_tree *tree, struct moment *moment)
{
	auto_close int dir = -1;

	if (moment->def)
		return moment->def;
	dir = moment_directory(tree->kind, tree->vm, false);
	if (dir >= 0)
		moment->def = read_file(tree->kind, dir, moment->facts.file);
	if (!moment->def && !fail_fault())
		fail(tree->kind->missing, "no %s %s", tree->kind->noun, quote(moment->facts.name));
	return moment->def;
}

void
moment_tree_done(struct moment_tree *tree)
{
	for (unsigned i = 0; i < tree->n; i++)
		forget(tree->kind, tree->item[i]);
	free(tree->item);
	free(tree->vm);
	*tree = (struct moment_tree) { 0 };
}

/* --- about one --- */

unsigned
moment_descendants(const struct moment *moment)
{
	unsigned n = 0;

	for (const struct moment *c = moment->first_child; c; c = c->next_sibling)
		n += 1 + moment_descendants(c);
	return n;
}

bool
moment_is_below(const struct moment *moment, const struct moment *ancestor)
{
	while ((moment = moment->parent))
		if (moment == ancestor)
			return true;
	return false;
}
