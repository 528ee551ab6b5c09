/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_redefine - a complete document of a snapshot is given back
 *
 * Numbers in comments are sections of spec/snapshots.md, rules those of its 5.1. */
#include "driver/snapshot_redefine.h"

#include "driver/snapshot_file.h"
#include "driver/snapshot_rules.h"
#include "driver/vm_inside.h"

static bool
is_online(enum snapshot_state state)
{
	return state == SNAPSHOT_RUNNING || state == SNAPSHOT_PAUSED;
}

static int
check_parent(const struct snapshot_tree *tree, const struct snapshot_def *def)
{
	const struct snapshot *parent;

	if (!def->parent)
		return 0;
	if (text_same(def->parent, def->name))
		return fail(FAULT_ARGUMENT, "snapshot %s cannot be its own parent", quote(def->name));
	parent = snapshot_find(tree, def->parent);
	if (!parent) {
		fail_as(FAULT_ARGUMENT);
		return fail_within("parent");
	}
	for (; parent; parent = parent->parent)
		if (text_same(parent->facts.name, def->name))
			return fail(FAULT_ARGUMENT, "parent %s is below snapshot %s", quote(def->parent),
				    quote(def->name));
	return 0;
}

/* Rules 7 to 9 for a name that is known already; what the document leaves out is kept. */
static int
check_replacement(struct snapshot_def *old, struct snapshot_def *def)
{
	if (is_online(old->state) != is_online(def->state) ||
	    (old->state == SNAPSHOT_DISK_SNAPSHOT) != (def->state == SNAPSHOT_DISK_SNAPSHOT))
		return fail(FAULT_ARGUMENT, "snapshot %s of state '%s' cannot become '%s'", quote(def->name),
			    words_name(&snapshot_state_words, old->state),
			    words_name(&snapshot_state_words, def->state));
	if (old->domain && def->domain &&
	    model_compare(&vm_def_type, old->domain, def->domain, ABI) < 0)
		return -1;
	if (!def->domain)
		def->domain = steal(old->domain);
	return 0;
}

/* Rules 1 to 10 and 12.  A snapshot of that name becomes this one, a new name is one more. */
static int
check(struct vm *vm, const struct snapshot_tree *tree, struct snapshot *old, struct snapshot_def *def, unsigned how)
{
	const struct vm_def *now = vm_def(vm);

	if (!now || snapshot_redefinition(def) < 0 || check_parent(tree, def) < 0)
		return -1;
	if (how & SNAPSHOT_DISK_ONLY && def->state != SNAPSHOT_DISK_SNAPSHOT)
		return fail(FAULT_ARGUMENT, "a disk-only snapshot needs state 'disk-snapshot'");
	if (def->domain && !text_same(def->domain->uuid, now->uuid))
		return fail(FAULT_ARGUMENT, "the domain of snapshot %s has UUID %s, not %s", quote(def->name),
			    def->domain->uuid ? def->domain->uuid : "none", now->uuid);
	if (old && (!snapshot_read(host_here()->folder, vm->name, old) || check_replacement(old->def, def) < 0))
		return -1;
	return def->domain ? 0 : fail(FAULT_XML, "a redefined snapshot needs a full <domain>");
}

/* 1.1: what only a process needs is not looked at when there was none. */
static void
drop_cookie(struct snapshot_def *def)
{
	if (def->state == SNAPSHOT_SHUTOFF || def->state == SNAPSHOT_DISK_SNAPSHOT)
		free(steal(def->cookie));
}

/* Rule 11. */
static int
align(struct snapshot_def *def)
{
	bool external = def->state == SNAPSHOT_DISK_SNAPSHOT || snapshot_is_external(def);

	return snapshot_align(def, def->domain, external ? DISK_SNAPSHOT_EXTERNAL : DISK_SNAPSHOT_INTERNAL, false);
}

int
snapshot_redefine(struct vm *vm, struct snapshot_tree *tree, struct snapshot_def *def, unsigned how)
{
	const char *folder = host_here()->folder;
	struct snapshot *old = def->name ? snapshot_look(tree, def->name) : NULL;

	if (check(vm, tree, old, def, how) < 0 || align(def) < 0)
		return -1;
	drop_cookie(def);
	if (vm_told("redefine snapshot %s of %s", def->name, vm->name))
		return 0;
	if (how & SNAPSHOT_CURRENT)
		return snapshot_mark_current(folder, vm->name, tree, def);
	def->active = NUMBER_OF(old && old->facts.active);
	return snapshot_save(folder, vm->name, def);
}
