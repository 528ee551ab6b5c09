/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_redefine - a complete document of a snapshot is given back
 *
 * Numbers in comments are sections of spec/snapshots.md, rules those of its 5.1. */
#include "driver/snapshot_redefine.h"

#include "driver/snapshot_external.h"
#include "driver/snapshot_inside.h"
#include "driver/snapshot_rules.h"
#include "driver/vm_inside.h"

/* Rules 7 to 9 for a name that is known already; what the document leaves out is kept. */
static int
check_replacement(struct snapshot_def *old, struct snapshot_def *def)
{
	if (snapshot_is_online(old) != snapshot_is_online(def) ||
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

/* What the two definitions leave open; their rules are those of a definition, not of its memory. */
static int
complete(struct snapshot_def *def)
{
	struct vm_def *const domains[] = { def->domain, def->inactive_domain };

	for (unsigned i = 0; i < COUNT(domains); i++)
		if (domains[i] && vm_complete_unchecked(domains[i]) < 0)
			return -1;
	return 0;
}

/* Rules 1 to 10 and 12.  A snapshot of that name becomes this one, a new name is one more. */
static int
check(struct vm *vm, const struct moment_tree *tree, struct moment *old, struct snapshot_def *def, unsigned how)
{
	if (snapshot_redefinition(def) < 0 || complete(def) < 0 ||
	    moment_check_redefinition(tree, vm, def, def->domain) < 0)
		return -1;
	if (how & SNAPSHOT_DISK_ONLY && def->state != SNAPSHOT_DISK_SNAPSHOT)
		return fail(FAULT_ARGUMENT, "a disk-only snapshot needs state 'disk-snapshot'");
	if (old && (!moment_read(tree, old) || check_replacement(old->snapshot, def) < 0))
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

	if (snapshot_align(def, def->domain, external ? DISK_SNAPSHOT_EXTERNAL : DISK_SNAPSHOT_INTERNAL, !external) < 0)
		return -1;
	return snapshot_name_overlays(def, def->domain);
}

int
snapshot_redefine(struct vm *vm, struct moment_tree *tree, struct snapshot_def *def, unsigned how)
{
	struct moment *old = def->name ? moment_look(tree, def->name) : NULL;

	if (check(vm, tree, old, def, how) < 0 || align(def) < 0)
		return -1;
	drop_cookie(def);
	if (vm_told("redefine snapshot %s of %s", def->name, vm->name))
		return 0;
	if (how & SNAPSHOT_CURRENT)
		return snapshot_mark_current(tree, def);
	def->active = NUMBER_OF(old && old->facts.active);
	return moment_save(tree->kind, vm->name, def);
}
