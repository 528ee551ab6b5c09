/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_delete - removing snapshots and checkpoints, and what becomes of those below
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/moment_file.h"
#include "driver/vm_inside.h"

static int
check_one(const struct moment_tree *tree, struct vm *vm, const struct moment *m, unsigned how)
{
	return tree->kind->check_removal ? tree->kind->check_removal(vm, m, how) : 0;
}

/* Contents first, the file last: killed in between, the next program repeats it. */
static int
remove_one(const struct moment_tree *tree, struct vm *vm, const struct moment *m, unsigned how)
{
	if (!(how & DELETE_METADATA) && tree->kind->remove(vm, m, how) < 0)
		return fail_within("%s %s", tree->kind->noun, quote(m->facts.name));
	return moment_remove_file(tree->kind, tree->vm, m->facts.name);
}

/* Call for everything below m, the deepest first. */
static int
each_below(const struct moment_tree *tree, struct vm *vm, const struct moment *m, unsigned how,
	   int (*call)(const struct moment_tree *, struct vm *, const struct moment *, unsigned))
{
	for (const struct moment *c = m->first_child; c; c = c->next_sibling)
		if (each_below(tree, vm, c, how, call) < 0 || call(tree, vm, c, how) < 0)
			return -1;
	return 0;
}

/* 4.5: who is current when the current one goes. */
static int
hand_over_current(const struct moment_tree *tree, const struct moment *m, unsigned how)
{
	bool whole = how & (DELETE_CHILDREN | DELETE_CHILDREN_ONLY);
	bool goes = tree->current && (tree->current == m || (whole && moment_is_below(tree->current, m)));
	const struct moment *heir = how & DELETE_CHILDREN_ONLY ? m : m->parent;

	if (!goes || heir == tree->current || !heir || !tree->kind->make_current)
		return 0;
	return tree->kind->make_current(tree, heir);
}

static int
delete(const struct moment_tree *tree, struct vm *vm, const struct moment *m, unsigned how)
{
	if (hand_over_current(tree, m, how) < 0)
		return -1;
	if (how & (DELETE_CHILDREN | DELETE_CHILDREN_ONLY) && each_below(tree, vm, m, how, remove_one) < 0)
		return -1;
	if (how & DELETE_CHILDREN_ONLY)
		return 0;
	if (!(how & DELETE_CHILDREN) && moment_hand_over(tree, m, m->parent ? m->parent->facts.name : NULL) < 0)
		return -1;
	return remove_one(tree, vm, m, how);
}

static int
check(const struct moment_tree *tree, struct vm *vm, const struct moment *m, unsigned how)
{
	if (check_one(tree, vm, m, how & DELETE_CHILDREN_ONLY ? DELETE_METADATA : how) < 0)
		return -1;
	return how & (DELETE_CHILDREN | DELETE_CHILDREN_ONLY) ? each_below(tree, vm, m, how, check_one) : 0;
}

int
moment_delete(const struct moment_kind *kind, struct vm *vm, const char *name, unsigned how)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	struct moment_note note = { .operation = MOMENT_DELETING, .name = (char *)name, .how = how };
	struct moment *wanted;
	int done;

	if (how & DELETE_CHILDREN && how & DELETE_CHILDREN_ONLY)
		return fail(FAULT_USAGE, "--children excludes --children-only");
	if (moment_tree_load(kind, vm->name, &tree) < 0)
		return -1;
	wanted = moment_find(&tree, name);
	if (!wanted && how & DELETE_AGAIN) {
		fail_forget();   /* it came to its end but for the note */
		return 0;
	}
	if (!wanted || check(&tree, vm, wanted, how) < 0)
		return -1;
	if (vm_told("delete %s %s of %s", kind->noun, name, vm->name))
		return 0;
	if (moment_note_write(kind, vm->name, &note) < 0)
		return -1;
	done = delete(&tree, vm, wanted, how);
	moment_note_clear(kind, vm->name);
	return done;
}
