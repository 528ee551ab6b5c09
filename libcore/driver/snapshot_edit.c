/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_edit - a snapshot's document changed by hand
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/snapshot_edit.h"

#include "driver/moment_heir.h"
#include "driver/snapshot_inside.h"
#include "driver/vm_inside.h"

static bool
is_rename(enum snapshot_edit how)
{
	return how == SNAPSHOT_EDIT_RENAME || how == SNAPSHOT_EDIT_RENAME_ANY;
}

static int
check_new_name(const struct moment_tree *tree, const struct moment *old, const char *new_name,
	       enum snapshot_edit how)
{
	if (how == SNAPSHOT_EDIT_SAME_NAME)
		return fail(FAULT_USAGE, "%s is another name: --rename or --clone", quote(new_name));
	if (moment_look(tree, new_name))
		return fail(FAULT_FAILED, "snapshot %s already exists", quote(new_name));
	if (how == SNAPSHOT_EDIT_RENAME && !old->facts.external)
		return fail(FAULT_UNSUPPORTED, "the images of an internal snapshot keep its name");
	return 0;
}

static unsigned
redefine_how(const struct snapshot_def *def, bool stays_current, bool validate)
{
	return SNAPSHOT_REDEFINE | (stays_current ? SNAPSHOT_CURRENT : 0) | (validate ? SNAPSHOT_VALIDATE : 0) |
	       (def->state == SNAPSHOT_DISK_SNAPSHOT ? SNAPSHOT_DISK_ONLY : 0);
}

/* Or what was announced, when nothing came of it: that is told as it was before. */
static int
settle_rename(const char *vm)
{
	struct failure why = fail_aside();
	int settled = moment_heir_settle(&snapshot_moments, vm);

	return fail_again(&why) < 0 ? -1 : settled;
}

int
snapshot_edit(struct vm *vm, const char *name, const char *xml, enum snapshot_edit how, bool validate)
{
	auto_snapshot_def struct snapshot_def *def =
		snapshot_def_parse(xml, strlen(xml), "edited", VIEW_SECRET, READ_UNCHECKED | READ_SILENT);
	auto_moment_tree struct moment_tree tree = { 0 };
	const struct moment *old;
	bool moves, stays_current;
	int done;

	if (!def || moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	old = moment_find(&tree, name);
	moves = !text_same(def->name, name);
	if (!old || (moves && def->name && check_new_name(&tree, old, def->name, how) < 0))
		return -1;
	stays_current = is_rename(how) && old == tree.current;
	moves = moves && def->name && is_rename(how) && !vm_is_dry_run();
	/* 3.8: the children follow, then the old entry goes. */
	if (moves && moment_heir_write(&tree, old, def->name, true) < 0)
		return -1;
	done = snapshot_create(vm, xml, "edited", redefine_how(def, stays_current, validate), NULL);
	return moves ? settle_rename(vm->name) : done;
}

int
snapshot_rename(struct vm *vm, const char *name, const char *new_name, bool any)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	auto_free char *xml = NULL;
	struct moment *old;
	struct snapshot_def *def;

	if (moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	old = moment_find(&tree, name);
	def = old ? moment_read(&tree, old) : NULL;
	if (!def)
		return -1;
	free(def->name);
	def->name = xstrdup(new_name);
	xml = snapshot_def_text(def, VIEW_SECRET);
	return snapshot_edit(vm, name, xml, any ? SNAPSHOT_EDIT_RENAME_ANY : SNAPSHOT_EDIT_RENAME, false);
}
