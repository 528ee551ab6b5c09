/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_delete - removing snapshots and checkpoints, and what becomes of those below
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/moment_file.h"
#include "driver/moment_heir.h"
#include "driver/vm_inside.h"

enum { SEVERAL = DELETE_CHILDREN | DELETE_CHILDREN_ONLY };

static int
check_one(struct moment_removal *r, const struct moment *m)
{
	const struct moment_kind *kind = r->tree->kind;

	return kind->check_removal ? kind->check_removal(r, m) : 0;
}

static int
remove_contents(struct moment_removal *r, const struct moment *m)
{
	if (r->how & DELETE_METADATA)
		return 0;
	if (r->tree->kind->remove(r, m) == 0) {
		r->begun = true;
		return 0;
	}
	return fail_within("%s %s", r->tree->kind->noun, quote(m->facts.name));
}

/* Contents first, the file last: killed in between, the next program repeats it. */
static int
remove_one(struct moment_removal *r, const struct moment *m)
{
	if (remove_contents(r, m) < 0)
		return -1;
	return moment_remove_file(r->tree->kind, r->tree->vm, m->facts.file);
}

/* Call for everything below m, the deepest first. */
static int
each_below(struct moment_removal *r, const struct moment *m,
	   int (*call)(struct moment_removal *, const struct moment *))
{
	for (const struct moment *c = m->first_child; c; c = c->next_sibling)
		if (each_below(r, c, call) < 0 || call(r, c) < 0)
			return -1;
	return 0;
}

/* 4.5: who is current when the current one goes. */
static int
hand_over_current(const struct moment_tree *tree, const struct moment *m, unsigned how)
{
	bool goes = tree->current && (tree->current == m || (how & SEVERAL && moment_is_below(tree->current, m)));
	const struct moment *heir = how & DELETE_CHILDREN_ONLY ? m : m->parent;

	if (!goes || heir == tree->current || !heir || !tree->kind->make_current)
		return 0;
	return tree->kind->make_current(tree, heir);
}

/* Who has no children afterwards is told so. */
static int
take_leave(const struct moment_tree *tree, const struct moment *m, unsigned how)
{
	bool only_child = m->parent && m->parent->first_child == m && !m->next_sibling;

	if (!tree->kind->lose_last_child)
		return 0;
	if (how & DELETE_CHILDREN_ONLY)
		return tree->kind->lose_last_child(tree, m);
	if (!only_child || (m->first_child && !(how & DELETE_CHILDREN)))
		return 0;
	return tree->kind->lose_last_child(tree, m->parent);
}

static int
delete_several(struct moment_removal *r, const struct moment *m)
{
	if (hand_over_current(r->tree, m, r->how) < 0 || take_leave(r->tree, m, r->how) < 0 ||
	    each_below(r, m, remove_one) < 0)
		return -1;
	return r->how & DELETE_CHILDREN_ONLY ? 0 : remove_one(r, m);
}

/* Its place in the tree decides what becomes of its contents, so these go first. */
static int
delete_one(struct moment_removal *r, const struct moment *m)
{
	const struct moment_tree *tree = r->tree;
	const char *heir = m->parent ? m->parent->facts.name : NULL;

	if (remove_contents(r, m) < 0 || hand_over_current(tree, m, r->how) < 0 || take_leave(tree, m, r->how) < 0)
		return -1;
	if (m->first_child && moment_heir_write(tree, m, heir, false) < 0)
		return -1;
	if (moment_remove_file(tree->kind, tree->vm, m->facts.file) < 0)
		return -1;
	return moment_heir_settle(tree->kind, tree->vm);
}

static int
check(struct moment_removal *r, const struct moment *m)
{
	if (r->how & SEVERAL && each_below(r, m, check_one) < 0)
		return -1;
	return r->how & DELETE_CHILDREN_ONLY ? 0 : check_one(r, m);
}

/* The files go when nothing names them any more, and whatever came of the rest. */
static int
clean(const struct moment_removal *r)
{
	struct failure why = fail_aside();
	int cleaned = r->doomed.n ? r->tree->kind->clean(r->vm, &r->doomed) : 0;

	return fail_again(&why) < 0 ? -1 : cleaned;
}

static int
carry_out(struct moment_removal *r, const struct moment *m)
{
	const struct moment_kind *kind = r->tree->kind;
	struct moment_note note = {
		.operation = MOMENT_DELETING, .name = m->facts.name, .how = r->how, .doomed = r->doomed,
	};
	int done;

	if (moment_note_write(kind, r->vm->name, &note) < 0)
		return -1;
	done = (r->how & SEVERAL ? delete_several : delete_one)(r, m);
	if (clean(r) < 0)
		done = -1;
	if (done == 0 || !r->begun)
		moment_note_clear(kind, r->vm->name);
	return done;
}

static int
delete(struct moment_removal *r, const char *name)
{
	const struct moment_kind *kind = r->tree->kind;
	const struct moment *m = moment_find(r->tree, name);

	if (!m && r->how & DELETE_AGAIN) {
		fail_forget();   /* it came to its end but for the files */
		return clean(r);
	}
	if (!m || check(r, m) < 0)
		return -1;
	if (vm_told("delete %s %s of %s%s", kind->noun, name, r->vm->name, text_get(&r->told)))
		return 0;
	return carry_out(r, m);
}

/* What was to go then is to go still. */
static int
remember(struct moment_removal *r)
{
	struct moment_note note;

	if (moment_note_read(r->tree->kind, r->vm->name, &note) < 0)
		return -1;
	r->doomed = note.doomed;
	note.doomed = (struct strings){ 0 };
	moment_note_done(&note);
	return 0;
}

int
moment_delete(const struct moment_kind *kind, struct vm *vm, const char *name, unsigned how)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	struct moment_removal r = { .tree = &tree, .vm = vm, .how = how };
	int done = -1;

	if ((how & SEVERAL) == SEVERAL)
		return fail(FAULT_USAGE, "--children excludes --children-only");
	if (moment_tree_load(kind, vm->name, &tree) < 0)
		return -1;
	if (!(how & DELETE_AGAIN) || remember(&r) == 0)
		done = delete(&r, name);
	strings_done(&r.doomed);
	text_done(&r.told);
	return done;
}
