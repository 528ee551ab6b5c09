/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* moment_redefine - a complete document of a snapshot or checkpoint is given back
 *
 * Numbers in comments are the rules of spec/snapshots.md 5.1. */
#include "driver/moment_file.h"
#include "driver/vm_inside.h"

/* 2 to 4. */
static int
check_parent(const struct moment_tree *tree, const char *name, const char *wanted)
{
	const char *noun = tree->kind->noun;
	const struct moment *parent;

	if (!wanted)
		return 0;
	if (text_same(wanted, name))
		return fail(FAULT_ARGUMENT, "%s %s cannot be its own parent", noun, quote(name));
	parent = moment_find(tree, wanted);
	if (!parent) {
		fail_as(FAULT_ARGUMENT);
		return fail_within("parent");
	}
	for (; parent; parent = parent->parent)
		if (text_same(parent->facts.name, name))
			return fail(FAULT_ARGUMENT, "parent %s is below %s %s", quote(wanted), noun, quote(name));
	return 0;
}

int
moment_check_redefinition(const struct moment_tree *tree, struct vm *vm, const void *def,
			  const struct vm_def *domain)
{
	const char *name = moment_name(tree->kind, def);
	const struct vm_def *now = vm_def(vm);

	if (!now || check_parent(tree, name, *moment_parent(tree->kind, def)) < 0)
		return -1;
	/* 6 */
	if (domain && !text_same(domain->uuid, now->uuid))
		return fail(FAULT_ARGUMENT, "the domain of %s %s has UUID %s, not %s", tree->kind->noun, quote(name),
			    domain->uuid ? domain->uuid : "none", now->uuid);
	return 0;
}
