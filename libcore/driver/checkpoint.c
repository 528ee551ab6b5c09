/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint - points in time that incremental backups start from
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/checkpoint.h"

#include <time.h>

#include "driver/checkpoint_inside.h"
#include "driver/moment_heir.h"
#include "driver/vm_freeze.h"
#include "driver/vm_inside.h"

/* --- as a kind of moments --- */

/* What is not in the images at all cannot be deleted from them: --metadata is the way out. */
static int
check_removal(struct moment_removal *removal, const struct moment *moment)
{
	if (removal->how & (DELETE_METADATA | DELETE_AGAIN))
		return 0;
	return DRIVER_CALL(checkpoint, check_removal, removal->vm, moment->checkpoint);
}

static int
remove_contents(const struct moment_removal *removal, const struct moment *moment)
{
	return DRIVER_CALL(checkpoint, remove, removal->vm, moment->checkpoint);
}

const struct moment_kind checkpoint_moments = {
	.noun          = "checkpoint",
	.type          = &checkpoint_def_type,
	.name          = offsetof(struct checkpoint_def, name),
	.parent        = offsetof(struct checkpoint_def, parent),
	.creation_time = offsetof(struct checkpoint_def, creation_time),
	.missing       = FAULT_NO_CHECKPOINT,
	.check_removal = check_removal,
	.remove        = remove_contents,
};

/* --- creating, 5.3 --- */

/* A bitmap of another name could not be found again. */
static int
check_bitmaps(const struct checkpoint_def *def)
{
	list_each(disk, &def->disks)
		if (disk->checkpoint == CHECKPOINT_BITMAP && !text_same(disk->bitmap, def->name))
			return fail(FAULT_CONFIG, "disk %s: the bitmap must have the name of the checkpoint",
				    quote(disk->name));
	return 0;
}

static int
check_running(const struct vm *vm, unsigned how)
{
	if (vm->active || how & (CHECKPOINT_OFF | CHECKPOINT_REDEFINE))
		return 0;
	return fail(FAULT_UNSUPPORTED, "a checkpoint of a guest that is not running");
}

int
checkpoint_prepare(struct vm *vm, const struct moment_tree *tree, struct checkpoint_def *def, unsigned how)
{
	const struct vm_def *guest = check_running(vm, how) < 0 ? NULL : vm_def(vm);

	if (!guest)
		return -1;
	checkpoint_def_request(def, time(NULL));
	if (moment_name_check(&checkpoint_moments, def->name) < 0)
		return -1;
	if (moment_look(tree, def->name))
		return fail(FAULT_FAILED, "checkpoint %s already exists", quote(def->name));
	if (checkpoint_def_align(def, guest) < 0 || check_bitmaps(def) < 0 ||
	    DRIVER_CALL(checkpoint, check, vm, def) < 0)
		return -1;
	if (tree->current)
		def->parent = xstrdup(tree->current->facts.name);
	def->domain = vm_def_copy(guest);
	return 0;
}

/* From the note on, a killed program is finished or undone by the next one. */
static int
create(struct vm *vm, const struct moment_tree *tree, struct checkpoint_def *def, unsigned how)
{
	struct moment_note note = { .operation = MOMENT_CREATING };
	int done;

	if (checkpoint_prepare(vm, tree, def, how) < 0)
		return -1;
	if (vm_told("checkpoint %s of %s", def->name, vm->name))
		return 0;
	note.name = def->name;
	if (moment_note_write(&checkpoint_moments, vm->name, &note) < 0)
		return -1;
	done = how & CHECKPOINT_QUIESCE ? vm_freeze(vm) : 0;
	if (done == 0)
		done = DRIVER_CALL(checkpoint, create, vm, def);
	if (how & CHECKPOINT_QUIESCE)
		vm_thaw(vm);
	/* Who cannot write the document leaves the note: the next one takes the bitmaps away. */
	if (done == 0 && moment_save(&checkpoint_moments, vm->name, def) < 0)
		return -1;
	moment_note_clear(&checkpoint_moments, vm->name);
	return done;
}

int
checkpoint_add(struct vm *vm, struct checkpoint_def *def, unsigned how)
{
	auto_moment_tree struct moment_tree tree = { 0 };

	return moment_tree_brief(&checkpoint_moments, vm->name, &tree) < 0 ? -1 : create(vm, &tree, def, how);
}

/* --- a document that is given back --- */

static int
validate(struct vm *vm, const struct checkpoint_def *def)
{
	if (!vm->active)
		return fail(FAULT_STATE, "not running: nobody can tell whether the bitmaps are good");
	return DRIVER_CALL(checkpoint, validate, vm, def);
}

static int
redefine(struct vm *vm, const struct moment_tree *tree, struct checkpoint_def *def, unsigned how)
{
	if (checkpoint_def_check_redefinition(def) < 0 || moment_name_check(&checkpoint_moments, def->name) < 0 ||
	    (def->domain && vm_complete_unchecked(def->domain) < 0) ||
	    moment_check_redefinition(tree, vm, def, def->domain) < 0)
		return -1;
	if (!def->domain)
		return fail(FAULT_XML, "a redefined checkpoint needs a full <domain>");
	if (checkpoint_def_align(def, def->domain) < 0 || (how & CHECKPOINT_VALIDATE && validate(vm, def) < 0))
		return -1;
	if (vm_told("redefine checkpoint %s of %s", def->name, vm->name))
		return 0;
	return moment_save(&checkpoint_moments, vm->name, def);
}

static int
check_options(unsigned how)
{
	if (how & CHECKPOINT_VALIDATE && !(how & CHECKPOINT_REDEFINE))
		return fail(FAULT_USAGE, "--redefine-validate needs --redefine");
	if (how & CHECKPOINT_QUIESCE && how & CHECKPOINT_REDEFINE)
		return fail(FAULT_USAGE, "--redefine excludes --quiesce");
	return 0;
}

int
checkpoint_create(struct vm *vm, const char *xml, const char *whence, unsigned how, char **ret_name)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	auto_document(checkpoint_def) struct checkpoint_def *def = NULL;
	enum view view = how & CHECKPOINT_REDEFINE ? VIEW_SECRET : VIEW_CONFIG;

	if (check_options(how) < 0 || check_running(vm, how) < 0 ||
	    !(def = checkpoint_def_parse(xml, strlen(xml), whence, view, READ_SILENT)) ||
	    moment_tree_brief(&checkpoint_moments, vm->name, &tree) < 0 ||
	    (how & CHECKPOINT_REDEFINE ? redefine : create)(vm, &tree, def, how) < 0)
		return -1;
	if (ret_name)
		*ret_name = xstrdup(def->name);
	return 0;
}

int
checkpoint_edit(struct vm *vm, const char *name, const char *xml)
{
	auto_document(checkpoint_def) struct checkpoint_def *def =
		checkpoint_def_parse(xml, strlen(xml), "edited", VIEW_SECRET, READ_SILENT);

	if (!def)
		return -1;
	if (!text_same(def->name, name))
		return fail(FAULT_USAGE, "%s is another name: its bitmaps keep the old one",
			    quote(def->name ? def->name : ""));
	return checkpoint_create(vm, xml, "edited", CHECKPOINT_REDEFINE, NULL);
}

int
checkpoint_measure(struct vm *vm, struct checkpoint_def *def)
{
	return vm_must_be_active(vm) < 0 || !vm_live(vm) ? -1 : DRIVER_CALL(checkpoint, measure, vm, def);
}

/* --- repair --- */

/* With its document it is there, without it must not be: nobody knows when it began. */
static int
repair_create(struct vm *vm, const char *name)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	auto_document(checkpoint_def) struct checkpoint_def *half = NULL;
	const struct vm_def *guest = vm_def(vm);

	if (!guest || moment_tree_brief(&checkpoint_moments, vm->name, &tree) < 0)
		return -1;
	if (moment_look(&tree, name))
		return 0;
	half = model_new(&checkpoint_def_type);
	half->name = xstrdup(name);
	return checkpoint_def_align(half, guest) < 0 ? -1 : DRIVER_CALL(checkpoint, remove, vm, half);
}

int
checkpoint_repair(struct vm *vm)
{
	struct moment_note note;
	int status;

	if (moment_heir_settle(&checkpoint_moments, vm->name) < 0)
		return -1;
	if (moment_note_read(&checkpoint_moments, vm->name, &note) < 0)
		return -1;
	if (!note.operation)
		return 0;
	if (note.operation == MOMENT_CREATING)
		status = repair_create(vm, note.name);
	else
		status = moment_delete(&checkpoint_moments, vm, note.name, note.how | DELETE_AGAIN);
	if (status == 0)
		moment_note_clear(&checkpoint_moments, vm->name);
	free(note.name);
	return status < 0 ? fail_within("repair of an unfinished change of checkpoints") : 0;
}
