/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_tree - all snapshots or checkpoints of a guest, as their files or the index of them say */
#include "driver/moment.h"

#include <errno.h>
#include <fcntl.h>
#include <strings.h>

#include "base/file.h"
#include "driver/moment_facts.h"
#include "driver/moment_file.h"
#include "driver/moment_heir.h"

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

static void *
no_moment(const struct moment_kind *kind, const char *name)
{
	return fail(kind->missing, "no %s %s", kind->noun, quote(name)), NULL;
}

struct moment *
moment_find(const struct moment_tree *tree, const char *name)
{
	struct moment *found = moment_look(tree, name);

	return found ? found : no_moment(tree->kind, name);
}

struct moment *
moment_current(const struct moment_tree *tree)
{
	if (!tree->current)
		fail(tree->kind->missing, "no %s is current", tree->kind->noun);
	return tree->current;
}

/* --- who is below whom --- */

/* In its document as in its facts. */
static void
name_parent(const struct moment_kind *kind, const struct moment *s)
{
	char **parent = moment_parent(kind, s->def);

	free(*parent);
	*parent = xstrdup(s->facts.parent);
}

/* Who names one that is gone is its heir's from now on. */
static void
adopt(struct moment_tree *tree, const struct moment_heir *heir)
{
	for (unsigned i = 0; i < tree->n; i++) {
		struct moment *s = tree->item[i];

		if (!text_same(s->facts.parent, heir->gone))
			continue;
		free(s->facts.parent);
		s->facts.parent = xstrdup(heir->heir);
		s->adopted = true;
		if (s->def)
			name_parent(tree->kind, s);
	}
}

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

static bool
is_there(int dir, const char *name)
{
	auto_free char *file = text_format("%s.xml", name);

	return file_exists(dir, file);
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
	if (is_there(dir, file))
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
static bool
is_double(const struct moment_tree *tree, const struct moment *s)
{
	if (!tree->n || !text_same(tree->item[tree->n - 1]->facts.name, s->facts.name))
		return false;
	warn("%s file %s skipped: a second %s", tree->kind->noun, quote(s->facts.file), quote(s->facts.name));
	return true;
}

static void
drop_doubles(struct moment_tree *tree)
{
	unsigned n = tree->n;

	tree->n = 0;
	for (unsigned i = 0; i < n; i++)
		if (is_double(tree, tree->item[i]))
			forget(tree->kind, tree->item[i]);
		else
			tree->item[tree->n++] = tree->item[i];
}

static void
drop(struct moment_tree *tree, struct moment *s)
{
	unsigned at = 0;

	while (tree->item[at] != s)
		at++;
	forget(tree->kind, s);
	memmove(tree->item + at, tree->item + at + 1, (--tree->n - at) * sizeof *tree->item);
}

/* What a change that is under way, or was killed, has shown already. */
static void
apply_heir(struct moment_tree *tree, const struct moment_heir *heir)
{
	struct moment *gone;

	if (!moment_heir_holds(heir, tree))
		return;
	gone = moment_look(tree, heir->gone);
	if (gone)
		drop(tree, gone);
	adopt(tree, heir);
}

/* 1: a file has gone since they were listed, and what was read is neither the old tree nor the new one. */
static int
load_files(struct moment_tree *tree, int dir, struct moment_index *index, struct moment_heir *ret_heir)
{
	auto_strings struct strings files = { 0 };

	if (dir_names(dir, ".", ".xml", &files) < 0)
		return fail_within("%ss", tree->kind->noun);
	/* In between: who is missing in the list is on record, and who is on record now was not
	 * forgotten before the children are read. */
	if (moment_heir_read(dir, ret_heir) < 0)
		return -1;
	for (unsigned i = 0; i < files.n; i++) {
		unsigned before = tree->n;

		if (index)
			load_brief(tree, dir, files.item[i], index);
		else
			load_one(tree, dir, files.item[i]);
		if (tree->n == before && !is_there(dir, files.item[i]))
			return 1;
	}
	return 0;
}

static int
load(const struct moment_kind *kind, const char *vm, struct moment_index *index, struct moment_tree *ret_tree)
{
	auto_close int dir = moment_directory(kind, vm, false);
	auto_moment_heir struct moment_heir heir = { 0 };
	auto_moment_tree struct moment_tree tree = { .kind = kind, .vm = xstrdup(vm) };
	int loaded;

	*ret_tree = (struct moment_tree) { 0 };
	if (dir < 0 && fail_fault())
		return -1;
	loaded = dir < 0 ? 0 : load_files(&tree, dir, index, &heir);
	if (loaded)
		return loaded;
	list_sort(&tree, by_name_and_file);
	drop_doubles(&tree);
	apply_heir(&tree, &heir);
	join(&tree);
	*ret_tree = tree;
	tree = (struct moment_tree) { 0 };
	return 0;
}

int
moment_tree_load(const struct moment_kind *kind, const char *vm, struct moment_tree *ret_tree)
{
	int loaded;

	do
		loaded = load(kind, vm, NULL, ret_tree);
	while (loaded > 0);
	return loaded;
}

int
moment_tree_brief(const struct moment_kind *kind, const char *vm, struct moment_tree *ret_tree)
{
	struct moment_index index;
	int loaded;

	do {
		moment_index_open(kind, vm, &index);
		loaded = load(kind, vm, &index, ret_tree);
		moment_index_close(&index);
	} while (loaded > 0);
	return loaded;
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
	if (moment->def && moment->adopted)
		name_parent(tree->kind, moment);
	if (!moment->def && (!fail_fault() || fail_errno_value() == ENOENT))
		return no_moment(tree->kind, moment->facts.name);
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
