/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_create - taking a snapshot, and giving one back with --redefine
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/snapshot.h"
#include "driver/snapshot_file.h"
#include "driver/snapshot_rules.h"
#include "driver/vm_inside.h"

static int
name_is_free(const struct snapshot_tree *tree, const char *name)
{
	for (unsigned i = 0; i < tree->n; i++)
		if (text_same(tree->item[i]->def->name, name))
			return fail(FAULT_FAILED, "snapshot %s already exists", quote(name));
	return 0;
}

/* 1.7: which of the two definitions goes where. */
static int
keep_definitions(struct vm *vm, struct snapshot_def *def)
{
	struct vm_def *config = vm->stored ? vm_config(vm) : NULL;
	struct vm_live *live = vm->active ? vm_live(vm) : NULL;

	if ((vm->stored && !config) || (vm->active && !live))
		return -1;
	def->domain = vm_def_copy(live ? live->def : config);
	if (live && config)
		def->inactive_domain = vm_def_copy(config);
	return 0;
}

/* Save the contents.  From the note on, a killed program is finished or undone by
 * the next one: see snapshot_repair(). */
static int
save(struct vm *vm, struct snapshot_def *def, unsigned how)
{
	struct snapshot_note note = {
		.operation = SNAPSHOT_CREATING, .name = def->name, .resume = vm->state == VM_RUNNING, .how = how,
	};

	if (snapshot_note_write(host_here()->folder, vm->name, &note) < 0)
		return -1;
	return DRIVER_CALL(snapshot, save, vm, def, how);
}

static int
record(struct vm *vm, struct snapshot_tree *tree, struct snapshot_def *def, unsigned how)
{
	if (how & SNAPSHOT_NO_METADATA)
		return 0;
	if (tree->current)
		def->parent = xstrdup(tree->current->def->name);
	return snapshot_mark_current(host_here()->folder, vm->name, tree, def);
}

static bool
told_plan(const struct vm *vm, const struct snapshot_def *def)
{
	auto_text struct text plan = { 0 };

	text_addf(&plan, "snapshot %s of %s: memory %s", def->name, vm->name,
		  words_name(&disk_snapshot_words, def->memory.snapshot));
	list_each(disk, &def->disks)
		text_addf(&plan, ", %s %s", disk->name, words_name(&disk_snapshot_words, disk->snapshot));
	return vm_told("%s", text_get(&plan));
}

/* 2.4, checks 2 to 18. */
static int
check(struct vm *vm, const struct snapshot_tree *tree, struct snapshot_def *def, unsigned how)
{
	enum disk_snapshot chosen;

	if (snapshot_request(def, how) < 0 || snapshot_choose(def, vm, how, &chosen) < 0)
		return -1;
	if (how & SNAPSHOT_HALT && !vm->stored)
		return fail(FAULT_STATE, "a transient guest cannot be halted after its snapshot");
	if (snapshot_align(def, vm_def(vm), chosen, chosen == DISK_SNAPSHOT_INTERNAL) < 0)
		return -1;
	if (DRIVER_CALL(snapshot, check, vm, def, how) < 0)
		return -1;
	return how & SNAPSHOT_NO_METADATA ? 0 : name_is_free(tree, def->name);
}

static int
create(struct vm *vm, struct snapshot_tree *tree, struct snapshot_def *def, unsigned how)
{
	if (check(vm, tree, def, how) < 0 || keep_definitions(vm, def) < 0)
		return -1;
	if (told_plan(vm, def))
		return 0;
	if (save(vm, def, how) < 0) {
		snapshot_note_clear(host_here()->folder, vm->name);
		return -1;
	}
	if (record(vm, tree, def, how) < 0)
		return -1;
	snapshot_note_clear(host_here()->folder, vm->name);
	if (how & SNAPSHOT_HALT && vm->active)
		return snapshot_halt(vm, VM_REASON_FROM_SNAPSHOT);
	return 0;
}

/* --- redefine, 5.1 --- */

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
		if (text_same(parent->def->name, def->name))
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
	def->active = old->active;
	return 0;
}

static struct snapshot *
known(const struct snapshot_tree *tree, const char *name)
{
	for (unsigned i = 0; i < tree->n; i++)
		if (text_same(tree->item[i]->def->name, name))
			return tree->item[i];
	return NULL;
}

static int
check_redefinition(struct vm *vm, const struct snapshot_tree *tree, struct snapshot_def *def, unsigned how)
{
	const struct vm_def *now = vm_def(vm);
	struct snapshot *old;
	bool external;

	if (!now || snapshot_redefinition(def) < 0 || check_parent(tree, def) < 0)
		return -1;
	if (how & SNAPSHOT_DISK_ONLY && def->state != SNAPSHOT_DISK_SNAPSHOT)
		return fail(FAULT_ARGUMENT, "a disk-only snapshot needs state 'disk-snapshot'");
	if (def->domain && !text_same(def->domain->uuid, now->uuid))
		return fail(FAULT_ARGUMENT, "the domain of snapshot %s has UUID %s, not %s", quote(def->name),
			    def->domain->uuid ? def->domain->uuid : "none", now->uuid);
	old = known(tree, def->name);
	if (old && check_replacement(old->def, def) < 0)
		return -1;
	if (!def->domain)
		return fail(FAULT_XML, "a redefined snapshot needs a full <domain>");
	external = def->state == SNAPSHOT_DISK_SNAPSHOT || snapshot_is_external(def);
	return snapshot_align(def, def->domain, external ? DISK_SNAPSHOT_EXTERNAL : DISK_SNAPSHOT_INTERNAL, false);
}

static int
redefine(struct vm *vm, struct snapshot_tree *tree, struct snapshot_def *def, unsigned how)
{
	const char *folder = host_here()->folder;
	struct snapshot *old = def->name ? known(tree, def->name) : NULL;

	if (check_redefinition(vm, tree, def, how) < 0)
		return -1;
	if (vm_told("redefine snapshot %s of %s", def->name, vm->name))
		return 0;
	if (!(how & SNAPSHOT_CURRENT)) {
		if (!def->active.given)
			def->active = NUMBER_OF(0);
		return snapshot_save(folder, vm->name, def);
	}
	if (old)
		old->def->active = NUMBER_OF(0);
	return snapshot_mark_current(folder, vm->name, tree, def);
}

int
snapshot_create(struct vm *vm, const char *xml, const char *whence, unsigned how, char **ret_name)
{
	auto_snapshot_tree struct snapshot_tree tree = { 0 };
	auto_snapshot_def struct snapshot_def *def = NULL;
	enum view view = how & SNAPSHOT_REDEFINE ? VIEW_SECRET : VIEW_CONFIG;

	if (snapshot_options_check(how) < 0)
		return -1;
	def = snapshot_def_parse(xml, strlen(xml), whence, view,
				 how & SNAPSHOT_VALIDATE ? READ_STRICT | READ_UNCHECKED : READ_UNCHECKED);
	if (!def) {
		if (how & SNAPSHOT_VALIDATE)
			fail_as(FAULT_SCHEMA);
		return -1;
	}
	if (snapshot_tree_load(host_here()->folder, vm->name, &tree) < 0)
		return -1;
	if ((how & SNAPSHOT_REDEFINE ? redefine : create)(vm, &tree, def, how) < 0)
		return -1;
	if (ret_name)
		*ret_name = xstrdup(def->name);
	return 0;
}

int
snapshot_set_current(struct vm *vm, const char *name)
{
	auto_snapshot_tree struct snapshot_tree tree = { 0 };
	struct snapshot *wanted;

	if (snapshot_tree_load(host_here()->folder, vm->name, &tree) < 0)
		return -1;
	wanted = snapshot_find(&tree, name);
	if (!wanted)
		return -1;
	if (vm_told("make snapshot %s of %s current", name, vm->name))
		return 0;
	return snapshot_mark_current(host_here()->folder, vm->name, &tree, wanted->def);
}
