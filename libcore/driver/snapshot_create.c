/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_create - taking a snapshot
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/block.h"
#include "driver/snapshot.h"
#include "driver/snapshot_external.h"
#include "driver/snapshot_inside.h"
#include "driver/snapshot_memory.h"
#include "driver/snapshot_redefine.h"
#include "driver/snapshot_rules.h"
#include "driver/vm_inside.h"
#include "driver/vm_memory.h"
#include "driver/volume.h"

static int
name_is_free(const struct moment_tree *tree, const char *name)
{
	return moment_look(tree, name) ? fail(FAULT_FAILED, "snapshot %s already exists", quote(name)) : 0;
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
	/* 1.8 */
	return live && def->state != SNAPSHOT_DISK_SNAPSHOT ? vm_cookie(vm, &def->cookie) : 0;
}

/* Save the contents.  From the note on, a killed program is finished or undone by
 * the next one: see snapshot_repair(). */
static int
save(struct vm *vm, struct snapshot_def *def, unsigned how)
{
	struct moment_note note = {
		.operation = MOMENT_CREATING, .name = def->name, .resume = vm->state == VM_RUNNING, .how = how,
	};

	if (moment_note_write(&snapshot_moments, vm->name, &note) < 0)
		return -1;
	return DRIVER_CALL(snapshot, save, vm, def, how);
}

/* Who could not be asked for a moment may have saved it all the same. */
static int
save_failed(struct vm *vm)
{
	struct failure why = fail_aside();

	snapshot_repair(vm);
	return fail_again(&why);
}

static int
record(const struct moment_tree *tree, struct snapshot_def *def, unsigned how)
{
	if (how & SNAPSHOT_NO_METADATA)
		return 0;
	if (tree->current)
		def->parent = xstrdup(tree->current->facts.name);
	return snapshot_mark_current(tree, def);
}

static bool
told_plan(const struct vm *vm, const struct snapshot_def *def)
{
	auto_text struct text plan = { 0 };

	text_addf(&plan, "snapshot %s of %s: memory %s", def->name, vm->name,
		  words_name(&disk_snapshot_words, def->memory.snapshot));
	if (snapshot_has_memory(def))
		text_addf(&plan, " (%s)", def->memory.file);
	list_each(disk, &def->disks) {
		const char *overlay = storage_source_path(&disk->source);

		text_addf(&plan, ", %s %s", disk->name, words_name(&disk_snapshot_words, disk->snapshot));
		if (overlay)
			text_addf(&plan, " (%s)", overlay);
	}
	return vm_told("%s", text_get(&plan));
}

/* Memory and the disks that take part must not change under a job's hands. */
static int
disks_are_free(struct vm *vm, const struct snapshot_def *def)
{
	if (vm_job_must_be_none(vm) < 0)
		return -1;
	if (!block_any_job(vm))
		return 0;
	list_each(part, &def->disks) {
		const struct disk *disk = vm_def_disk(vm->live->def, part->name);

		if (disk && part->snapshot != DISK_SNAPSHOT_NO && block_disk_is_free(vm, disk) < 0)
			return -1;
	}
	return 0;
}

/* Overlays of a guest that is off stand upon the places where its volumes are. */
static int
find_volumes(struct vm *vm, const struct snapshot_def *def)
{
	list_each(part, &def->disks) {
		struct disk *disk = part->snapshot == DISK_SNAPSHOT_EXTERNAL ? vm_def_disk(vm->config, part->name) : NULL;

		if (disk && volume_resolve(&disk->source) < 0)
			return fail_within("disk %s", quote(part->name));
	}
	return 0;
}

/* 2.4, checks 2 to 18. */
static int
check(struct vm *vm, const struct moment_tree *tree, struct snapshot_def *def, unsigned how)
{
	enum disk_snapshot chosen;

	if (snapshot_request(def, how) < 0 || snapshot_choose(def, vm, how, &chosen) < 0)
		return -1;
	if (how & SNAPSHOT_HALT && !vm->stored)
		return fail(FAULT_STATE, "a transient guest cannot be halted after its snapshot");
	if (snapshot_align(def, vm_def(vm), chosen, chosen == DISK_SNAPSHOT_INTERNAL) < 0 ||
	    (!vm->active && host_here()->driver->local && find_volumes(vm, def) < 0) ||
	    snapshot_plan_overlays(def, vm_def(vm)) < 0 || disks_are_free(vm, def) < 0)
		return -1;
	if (DRIVER_CALL(snapshot, check, vm, def, how) < 0 || snapshot_check_overlays(vm, def, how) < 0 ||
	    (snapshot_has_memory(def) && snapshot_memory_check(vm, def, how) < 0))
		return -1;
	return how & SNAPSHOT_NO_METADATA ? 0 : name_is_free(tree, def->name);
}

static int
create(struct vm *vm, struct moment_tree *tree, struct snapshot_def *def, unsigned how)
{
	if (check(vm, tree, def, how) < 0 || keep_definitions(vm, def) < 0)
		return -1;
	if (told_plan(vm, def))
		return 0;
	if (snapshot_is_external(def)) {
		if (snapshot_put_overlays(vm, def, how) < 0)
			return -1;
	} else if (save(vm, def, how) < 0) {
		return save_failed(vm);
	}
	if (record(tree, def, how) < 0)
		return -1;
	moment_note_clear(&snapshot_moments, vm->name);
	if (how & SNAPSHOT_HALT && vm->active)
		return snapshot_halt(vm, VM_REASON_FROM_SNAPSHOT);
	return 0;
}

int
snapshot_create(struct vm *vm, const char *xml, const char *whence, unsigned how, char **ret_name)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	auto_snapshot_def struct snapshot_def *def = NULL;
	enum view view = how & SNAPSHOT_REDEFINE ? VIEW_SECRET : VIEW_CONFIG;

	if (snapshot_options_check(how) < 0)
		return -1;
	def = snapshot_def_parse(xml, strlen(xml), whence, view,
				 how & SNAPSHOT_VALIDATE ? READ_VALIDATE | READ_UNCHECKED : READ_UNCHECKED);
	if (!def || moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	if ((how & SNAPSHOT_REDEFINE ? snapshot_redefine : create)(vm, &tree, def, how) < 0)
		return -1;
	if (ret_name)
		*ret_name = xstrdup(def->name);
	return 0;
}

int
snapshot_set_current(struct vm *vm, const char *name)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	struct moment *wanted;
	struct snapshot_def *def;

	if (moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	wanted = moment_find(&tree, name);
	def = wanted ? moment_read(&tree, wanted) : NULL;
	if (!def)
		return -1;
	if (vm_told("make snapshot %s of %s current", name, vm->name))
		return 0;
	return snapshot_mark_current(&tree, def);
}
