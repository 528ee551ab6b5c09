/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_delete - removing snapshots, and what becomes of those below
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/snapshot.h"
#include "driver/snapshot_file.h"
#include "driver/snapshot_rules.h"
#include "driver/vm_inside.h"

static bool
is_below(const struct snapshot *s, const struct snapshot *top)
{
	for (; s; s = s->parent)
		if (s == top)
			return true;
	return false;
}

static int
check_one(struct vm *vm, const struct snapshot *s, unsigned how)
{
	(void)vm;
	if (!(how & DELETE_METADATA) && snapshot_is_external(s->def))
		return fail(FAULT_UNSUPPORTED, "snapshot %s is external", quote(s->def->name));
	return 0;
}

/* Contents first, the file last: killed in between, the next program repeats it. */
static int
remove_one(struct vm *vm, const struct snapshot *s, unsigned how)
{
	if (!(how & DELETE_METADATA) && DRIVER_CALL(snapshot, remove, vm, s->def, how) < 0)
		return fail_within("snapshot %s", quote(s->def->name));
	return snapshot_remove_file(host_here()->folder, vm->name, s->def->name);
}

/* Call for everything below s, the deepest first. */
static int
each_below(struct vm *vm, const struct snapshot *s, unsigned how,
	   int (*call)(struct vm *, const struct snapshot *, unsigned))
{
	for (const struct snapshot *c = s->first_child; c; c = c->next_sibling)
		if (each_below(vm, c, how, call) < 0 || call(vm, c, how) < 0)
			return -1;
	return 0;
}

/* The children of a snapshot that goes move to its parent. */
static int
hand_over_children(struct vm *vm, const struct snapshot *s)
{
	for (struct snapshot *c = s->first_child; c; c = c->next_sibling) {
		free(c->def->parent);
		c->def->parent = s->parent ? xstrdup(s->parent->def->name) : NULL;
		if (snapshot_save(host_here()->folder, vm->name, c->def) < 0)
			return -1;
	}
	return 0;
}

/* 4.5: who is current when the current one goes. */
static int
hand_over_current(struct vm *vm, struct snapshot_tree *tree, const struct snapshot *s, unsigned how)
{
	bool whole = how & (DELETE_CHILDREN | DELETE_CHILDREN_ONLY);
	bool goes = tree->current && (whole ? is_below(tree->current, s) : tree->current == s);
	const struct snapshot *heir = how & DELETE_CHILDREN_ONLY ? s : s->parent;

	if (!goes || heir == tree->current || !heir)
		return 0;
	return snapshot_mark_current(host_here()->folder, vm->name, tree, heir->def);
}

static int
delete(struct vm *vm, struct snapshot_tree *tree, const struct snapshot *s, unsigned how)
{
	if (hand_over_current(vm, tree, s, how) < 0)
		return -1;
	if (how & (DELETE_CHILDREN | DELETE_CHILDREN_ONLY) && each_below(vm, s, how, remove_one) < 0)
		return -1;
	if (how & DELETE_CHILDREN_ONLY)
		return 0;
	if (!(how & DELETE_CHILDREN) && hand_over_children(vm, s) < 0)
		return -1;
	return remove_one(vm, s, how);
}

int
snapshot_delete(struct vm *vm, const char *name, unsigned how)
{
	const char *folder = host_here()->folder;
	auto_snapshot_tree struct snapshot_tree tree = { 0 };
	struct snapshot_note note = { .operation = SNAPSHOT_DELETING, .name = (char *)name, .how = how };
	struct snapshot *wanted;

	if (snapshot_options_check(how) < 0 || snapshot_tree_load(folder, vm->name, &tree) < 0)
		return -1;
	wanted = snapshot_find(&tree, name);
	if (!wanted || check_one(vm, wanted, how & DELETE_CHILDREN_ONLY ? DELETE_METADATA : how) < 0)
		return -1;
	if (how & (DELETE_CHILDREN | DELETE_CHILDREN_ONLY) && each_below(vm, wanted, how, check_one) < 0)
		return -1;
	if (vm_told("delete snapshot %s of %s", name, vm->name))
		return 0;
	if (snapshot_note_write(folder, vm->name, &note) < 0)
		return -1;
	if (delete(vm, &tree, wanted, how) < 0) {
		snapshot_note_clear(folder, vm->name);
		return -1;
	}
	snapshot_note_clear(folder, vm->name);
	return 0;
}
