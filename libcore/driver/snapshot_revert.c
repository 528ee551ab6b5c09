/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_revert - bringing a guest back to a snapshot, and repairing a change that was cut short
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/block_inside.h"
#include "driver/moment_heir.h"
#include "driver/snapshot.h"
#include "driver/snapshot_branch.h"
#include "driver/snapshot_external.h"
#include "driver/snapshot_images.h"
#include "driver/snapshot_inside.h"
#include "driver/snapshot_memory.h"
#include "driver/snapshot_merge.h"
#include "driver/snapshot_rules.h"
#include "driver/vm_inside.h"
#include "driver/vm_save.h"

/* What is to be done, decided before anything is touched. */
struct plan {
	struct snapshot_def *def;
	bool online;             /* the snapshot has the memory of a running or paused guest */
	bool in_place;           /* its memory goes into the process that runs */
	bool run, start;         /* afterwards the guest runs; it is active at all */
	unsigned how;
	bool external;           /* new overlays upon its images */
	bool past;               /* somebody was killed when there was no way back any more */
	bool back;               /* its memory is: from here on the record stays until all is done */
	struct snapshot_branch branch;
	struct memory_input memory;      /* of an external one */
	struct vm_cpu *cpu;              /* that its guest was started with; NULL: the definition's */
};

/* --- checks, 3.1 --- */

static int
ask_for_force(void)
{
	fail_hint("--force does it all the same");
	return -1;
}

static int
risky(unsigned how, const char *why)
{
	if (how & REVERT_FORCE)
		return 0;
	fail(FAULT_RISKY, "%s", why);
	return ask_for_force();
}

static int
check_state(struct vm *vm, const struct plan *plan)
{
	bool asked = plan->how & (REVERT_RUNNING | REVERT_PAUSED);

	if (vm_job_must_be_none(vm) < 0)
		return -1;
	if (block_any_job(vm))
		return fail(FAULT_STATE, "a job is at work on a disk: vm-blockjob ends it");
	if (!vm->stored && !plan->online && !asked)
		return fail(FAULT_STATE, "a transient guest would be gone after this: use --running or --paused");
	if (snapshot_is_spoilt(plan->def))
		return fail(FAULT_STATE, "a delete of the snapshot was begun: what it was is lost");
	if (plan->def->state == SNAPSHOT_PMSUSPENDED)
		return fail(FAULT_UNSUPPORTED, "a snapshot of a guest that sleeps");
	if (!plan->def->domain &&
	    risky(plan->how, "the snapshot holds no definition of the guest") < 0)
		return -1;
	if (!vm->active && !plan->online && vm_is_saved(vm) &&
	    risky(plan->how, "the managed save image would be removed: its memory does not fit the disks afterwards") < 0)
		return -1;
	if (vm->active && !plan->online && asked)
		return risky(plan->how, "the guest is active, and would be replaced by a freshly started one");
	return 0;
}

/* Internal snapshots are put back into the image, of which an external one may need what is in it now. */
static int
check_standing(const struct moment_tree *tree, const struct plan *plan)
{
	const struct snapshot_def *def = plan->def;

	if (!def->domain || plan->how & REVERT_FORCE)
		return 0;
	list_each(part, &def->disks) {
		const struct disk *disk = vm_def_disk(def->domain, part->name);
		const char *path = disk && part->snapshot == DISK_SNAPSHOT_INTERNAL ? storage_source_path(&disk->source) : NULL;
		const char *other = path ? snapshot_standing_on(tree, path) : NULL;

		if (other) {
			fail(FAULT_RISKY, "snapshot %s stands on what %s holds now, and would be lost", quote(other), path);
			return ask_for_force();
		}
	}
	return 0;
}

/* Does the guest write to the very images that it had then?  Only they can be loaded into. */
static bool
has_the_images(const struct vm *vm, const struct snapshot_def *def)
{
	list_each(disk, &def->domain->devices.disks) {
		const struct disk *now = vm_def_disk(vm->live->def, disk->target.dev);

		if (!now || !block_same_place(&now->source, &disk->source))
			return false;
	}
	return true;
}

/* May the memory go into the running process?  The definitions must look alike to the guest. */
static int
check_compatible(struct vm *vm, struct plan *plan)
{
	if (!vm->active || !plan->online)
		return 0;
	if (!plan->def->domain || vm_memory_fits(vm, plan->def->domain, plan->cpu) == 0) {
		plan->in_place = !plan->external && !(plan->how & REVERT_RESET_NVRAM) &&
				 (!plan->def->domain || has_the_images(vm, plan->def));
		return 0;
	}
	if (fail_fault() != FAULT_CONFIG)
		return -1;
	if (!(plan->how & REVERT_FORCE)) {
		fail_as(FAULT_RISKY);
		return ask_for_force();
	}
	/* Forced: a new process can be anything. */
	fail_forget();
	return 0;
}

static void
settle_plan(struct plan *plan)
{
	unsigned how = plan->how;

	plan->external = snapshot_is_external(plan->def);
	plan->online = snapshot_is_online(plan->def);
	plan->run = how & REVERT_RUNNING || (plan->def->state == SNAPSHOT_RUNNING && !(how & REVERT_PAUSED));
	plan->start = plan->online || how & (REVERT_RUNNING | REVERT_PAUSED);
}

static int
check(struct vm *vm, const struct moment_tree *tree, struct plan *plan)
{
	settle_plan(plan);
	/* The name is not part of what a snapshot keeps: a renamed guest can be reverted. */
	if (plan->def->domain) {
		free(plan->def->domain->name);
		plan->def->domain->name = xstrdup(vm->name);
	}
	if (plan->def->inactive_domain) {
		free(plan->def->inactive_domain->name);
		plan->def->inactive_domain->name = xstrdup(vm->name);
	}
	if (check_state(vm, plan) < 0 || snapshot_cpu(plan->def, &plan->cpu) < 0 || check_compatible(vm, plan) < 0)
		return -1;
	if (plan->external && snapshot_has_memory(plan->def) && snapshot_memory_open(plan->def, &plan->memory) < 0)
		return -1;
	if (plan->external)
		return snapshot_branch_plan(vm, tree, plan->def, &plan->branch);
	if (DRIVER_CALL(snapshot, check_revert, vm, plan->def, plan->how) < 0)
		return -1;
	return check_standing(tree, plan);
}

/* --- doing it, 3.2 and 3.3; every step may be repeated by snapshot_repair() --- */

int
snapshot_halt(struct vm *vm, enum vm_reason reason)
{
	if (DRIVER_CALL(vm, destroy, vm, false) < 0)
		return -1;
	return vm_stopped(vm, VM_SHUTOFF, reason, NULL);
}

static int
note(const struct vm *vm, const struct plan *plan, enum moment_phase phase)
{
	struct moment_note note = {
		.operation = MOMENT_REVERTING, .name = plan->def->name,
		.resume = vm->state == VM_RUNNING, .phase = phase, .how = plan->how,
		.doomed = plan->branch.doomed,
	};

	return moment_note_write(&snapshot_moments, vm->name, &note);
}

/* The snapshot itself keeps what it was taken of. */
static struct vm_def *
becomes_now(const struct plan *plan, const struct vm_def *def)
{
	struct vm_def *becomes = vm_def_copy(def);

	if (plan->external)
		snapshot_branch_use(&plan->branch, becomes);
	return becomes;
}

static int
set_config(struct vm *vm, const struct plan *plan)
{
	const struct snapshot_def *def = plan->def;
	const struct vm_def *becomes = def->inactive_domain ? def->inactive_domain : def->domain;

	if (!vm->stored || !becomes)
		return 0;
	vm_def_free(vm->config);
	vm->config = becomes_now(plan, becomes);
	return vm_save_config(vm);
}

/* The memory is back, the guest stands still: let it run, or leave it. */
static int
set_running(struct vm *vm, const struct plan *plan)
{
	const char *folder = host_here()->folder;

	if (plan->run && DRIVER_CALL(vm, resume, vm) < 0)
		return -1;
	vm->state = plan->run ? VM_RUNNING : VM_PAUSED;
	vm->reason = VM_REASON_FROM_SNAPSHOT;
	if (vm_set_state(folder, vm->name, vm->state, vm->reason) < 0)
		return -1;
	return vm_event(folder, vm->name, "lifecycle", plan->run ? "resumed" : "suspended", "from snapshot");
}

/* A guest whose memory is half overwritten must not run. */
static int
give_up(struct vm *vm)
{
	struct failure why = fail_aside();

	snapshot_halt(vm, VM_REASON_FAILED);
	return fail_again(&why);
}

static int
load_memory(struct vm *vm, struct plan *plan)
{
	if (DRIVER_CALL(snapshot, load, vm, plan->def, plan->how) < 0)
		return give_up(vm);
	plan->back = true;
	return vm_save_live(vm) < 0 ? -1 : set_config(vm, plan);
}

static int
revert_in_place(struct vm *vm, struct plan *plan)
{
	const struct moment_note ran = { .resume = vm->state == VM_RUNNING };

	if (ran.resume && DRIVER_CALL(vm, suspend, vm) < 0)
		return -1;
	if (note(vm, plan, MOMENT_PAST) < 0) {
		struct failure why = fail_aside();

		snapshot_let_go(vm, &ran);
		return fail_again(&why);
	}
	return load_memory(vm, plan);
}

/* A guest with memory has the processor that it was started with. */
static int
start(struct vm *vm, const struct plan *plan, bool paused)
{
	struct vm_start how = { .paused = paused, .reset_nvram = plan->how & REVERT_RESET_NVRAM };

	if (plan->online)
		how.cpu = plan->cpu;
	if ((plan->online || !vm->stored) && plan->def->domain)
		how.def = becomes_now(plan, plan->def->domain);
	if (plan->memory.file >= 0)
		how.memory = &plan->memory.stream.fd;
	return vm_start(vm, &how);
}

/* From here on there is no way back.  Memory that is kept for other disks is worthless. */
static int
go_past(struct vm *vm, const struct plan *plan)
{
	if (note(vm, plan, MOMENT_PAST) < 0)
		return -1;
	return !vm->active && !plan->online && vm_is_saved(vm) ? vm_save_remove(vm) : 0;
}

static int
revert_anew(struct vm *vm, struct plan *plan)
{
	if (go_past(vm, plan) < 0)
		return -1;
	if (vm->active && snapshot_halt(vm, VM_REASON_FROM_SNAPSHOT) < 0)
		return -1;
	if (plan->online)
		return start(vm, plan, true) < 0 ? -1 : load_memory(vm, plan);
	if (DRIVER_CALL(snapshot, load, vm, plan->def, plan->how) < 0)
		return -1;
	return set_config(vm, plan);
}

static int
resume_memory(struct vm *vm, struct plan *plan)
{
	if (start(vm, plan, true) < 0)
		return -1;
	return memory_stream_end(&plan->memory.stream) < 0 ? give_up(vm) : 0;
}

/* The images are made before the guest is touched, and the stored definition, which names what is
 * given up, is the old one until the memory is back. */
static int
revert_to_branch(struct vm *vm, struct plan *plan)
{
	if (snapshot_branch_make(&plan->branch, plan->def) < 0 || go_past(vm, plan) < 0)
		return -1;
	if (vm->active && snapshot_halt(vm, VM_REASON_FROM_SNAPSHOT) < 0)
		return -1;
	if (plan->online && resume_memory(vm, plan) < 0)
		return -1;
	plan->back = plan->online;
	return set_config(vm, plan);
}

/* All is back but the run state. */
static int
finish(struct vm *vm, const struct plan *plan)
{
	if (note(vm, plan, MOMENT_DONE) < 0 || snapshot_images_clean(vm, &plan->branch.doomed) < 0)
		return -1;
	if (plan->online)
		return vm->active ? set_running(vm, plan) : 0;
	return plan->start && !vm->active ? start(vm, plan, !plan->run) : 0;
}

static int
apply(struct vm *vm, struct moment_tree *tree, struct moment *to, struct plan *plan)
{
	int (*revert)(struct vm *vm, struct plan *plan) = plan->external ? revert_to_branch :
		plan->in_place ? revert_in_place : revert_anew;
	bool ran = vm->active;

	if (note(vm, plan, plan->past ? MOMENT_PAST : MOMENT_BEGUN) < 0)
		return -1;
	if (revert(vm, plan) < 0) {
		struct failure why = fail_aside();

		if (!plan->back && snapshot_branch_undo(vm, &plan->branch) == 0)
			moment_note_clear(&snapshot_moments, vm->name);
		fail_again(&why);
		return ran && !vm->active ? fail_within("the guest is off") : -1;
	}
	if (plan->external)
		snapshot_branch_record(&plan->branch, to);
	if (snapshot_mark_current(tree, plan->def) < 0 || finish(vm, plan) < 0)
		return -1;
	moment_note_clear(&snapshot_moments, vm->name);
	return 0;
}

static bool
told_plan(const struct vm *vm, const struct plan *plan)
{
	auto_text struct text images = { 0 };

	if (plan->external)
		list_each(part, &plan->branch.top->disks)
			text_addf(&images, ", %s on %s", part->name, storage_source_path(&part->source));
	return vm_told("revert %s to %s: %s%s, %s%s", vm->name, plan->def->name,
		plan->in_place ? "memory and disks in the running process" :
		plan->online ? "a new process with memory and disks" : "disks", text_get(&images),
		plan->run ? "running" : plan->start ? "paused" : "off",
		plan->def->inactive_domain ? ", live and stored definition" : ", definition");
}

/* begun: what is on record of one that was killed past the way back, or NULL. */
static int
revert_to(struct vm *vm, const char *name, unsigned how, const struct moment_note *begun)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	struct moment *wanted;
	struct plan plan = { .how = how, .memory = NO_MEMORY_INPUT, .past = begun };
	int status = -1;

	if (snapshot_options_check(how) < 0 ||
	    moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	wanted = name ? moment_find(&tree, name) : moment_current(&tree);
	plan.def = wanted ? moment_read(&tree, wanted) : NULL;
	for (unsigned i = 0; begun && i < begun->doomed.n; i++)
		strings_add(&plan.branch.doomed, begun->doomed.item[i]);
	if (plan.def && check(vm, &tree, &plan) == 0)
		status = told_plan(vm, &plan) ? 0 : apply(vm, &tree, wanted, &plan);
	else if (begun && !begun->doomed.n)
		moment_note_clear(&snapshot_moments, vm->name);    /* it never can be: the user may do something else */
	snapshot_branch_done(&plan.branch);
	memory_input_done(&plan.memory);
	model_free(&vm_cpu_type, plan.cpu);
	return status;
}

int
snapshot_revert(struct vm *vm, const char *name, unsigned how)
{
	return revert_to(vm, name, how, NULL);
}

/* --- repair --- */

int
snapshot_let_go(struct vm *vm, const struct moment_note *note)
{
	/* What was last written may be from before it was stopped: a guest that runs is told in vain. */
	if (!note->resume || !vm->active)
		return 0;
	if (DRIVER_CALL(vm, resume, vm) < 0)
		return -1;
	vm->state = VM_RUNNING;
	vm->reason = VM_REASON_UNPAUSED;
	return vm_set_state(host_here()->folder, vm->name, vm->state, vm->reason);
}

/* A guest with a disk that is the user's to keep now stands still; taken is NULL when nothing came of it. */
static int
go_on(struct vm *vm, const struct moment_note *note, const struct snapshot_def *taken)
{
	return taken && snapshot_has_manual(taken) ? 0 : snapshot_let_go(vm, note);
}

/* With overlays in use the snapshot is taken: what is missing is its file. */
static int
repair_overlays(struct vm *vm, const struct moment_note *note, struct moment_tree *tree)
{
	auto_snapshot_def struct snapshot_def *def = NULL;
	int taken = snapshot_settle_overlays(vm, note, &def);

	if (taken < 0 || go_on(vm, note, def) < 0)
		return -1;
	if (!taken || note->how & SNAPSHOT_NO_METADATA)
		return 0;
	if (!def->parent && tree->current)
		def->parent = xstrdup(tree->current->facts.name);
	return snapshot_mark_current(tree, def);
}

static int
repair_create(struct vm *vm, const struct moment_note *note)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	struct snapshot_def half = { .name = note->name }, *whole;
	struct moment *taken;

	if (moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	taken = moment_look(&tree, note->name);
	if (taken) {
		whole = moment_read(&tree, taken);
		return !whole || snapshot_mark_current(&tree, whole) < 0 ? -1 : go_on(vm, note, whole);
	}
	if (note->overlays)
		return repair_overlays(vm, note, &tree);
	/* Without metadata nobody asked for it by name, and it may be whole: with it, it is half. */
	if (!(note->how & SNAPSHOT_NO_METADATA) && DRIVER_CALL(snapshot, remove, vm, &half, note->how) < 0)
		return -1;
	return snapshot_let_go(vm, note);
}

/* The contents are back; the guest may have gone on since. */
static int
repair_finish(struct vm *vm, const struct moment_note *note)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	struct plan plan = { .how = note->how, .branch.doomed = note->doomed, .memory = NO_MEMORY_INPUT };
	struct moment *to;

	if (moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	to = moment_find(&tree, note->name);
	plan.def = to ? moment_read(&tree, to) : NULL;
	if (!plan.def)
		return -1;
	settle_plan(&plan);
	return finish(vm, &plan);
}

static int
repair_revert(struct vm *vm, const struct moment_note *note)
{
	switch (note->phase) {
	case MOMENT_PAST:
		return revert_to(vm, note->name, note->how | REVERT_FORCE, note);
	case MOMENT_DONE:
		return repair_finish(vm, note);
	default:
		return snapshot_images_clean(vm, &note->doomed) < 0 ? -1 : snapshot_let_go(vm, note);
	}
}

static int
repair(struct vm *vm, const struct moment_note *note)
{
	switch (note->operation) {
	case MOMENT_CREATING:
		return repair_create(vm, note);
	case MOMENT_DELETING:
		return moment_delete(&snapshot_moments, vm, note->name, note->how | DELETE_AGAIN);
	default:
		return repair_revert(vm, note);
	}
}

/* With images, and past the way back, the record stays until all is done.  What cannot be repaired otherwise,
 * or cannot be deleted as it was meant, is the user's to mend. */
static bool
is_kept(const struct moment_note *note)
{
	return note->operation != MOMENT_DELETING &&
	       (note->overlays || note->doomed.n || note->phase != MOMENT_BEGUN);
}

int
snapshot_repair(struct vm *vm)
{
	struct moment_note note;
	int status = 0;

	if (moment_heir_settle(&snapshot_moments, vm->name) < 0)
		return -1;
	if (moment_note_read(&snapshot_moments, vm->name, &note) < 0)
		return -1;
	if (!note.operation)
		return 0;
	if (vm->active && DRIVER_HAS(snapshot, settle))
		status = DRIVER_CALL(snapshot, settle, vm, note.name);
	if (status == 0) {
		status = repair(vm, &note);
		if (status == 0 || !is_kept(&note))
			moment_note_clear(&snapshot_moments, vm->name);
	}
	moment_note_done(&note);
	return status < 0 ? fail_within("repair of an unfinished snapshot change") : 0;
}
