/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_revert - bringing a guest back to a snapshot, and repairing a change that was cut short
 *
 * Numbers in comments are sections of spec/snapshots.md. */
#include "driver/block.h"
#include "driver/snapshot.h"
#include "driver/snapshot_external.h"
#include "driver/snapshot_inside.h"
#include "driver/snapshot_rules.h"
#include "driver/vm_inside.h"

/* What is to be done, decided before anything is touched. */
struct plan {
	struct snapshot_def *def;
	bool online;             /* the snapshot has the memory of a running or paused guest */
	bool in_place;           /* its memory goes into the process that runs */
	bool run, start;         /* afterwards the guest runs; it is active at all */
	unsigned how;
};

/* --- checks, 3.1 --- */

static int
risky(unsigned how, const char *why)
{
	if (how & REVERT_FORCE)
		return 0;
	fail(FAULT_RISKY, "%s", why);
	fail_hint("--force does it all the same");
	return -1;
}

static int
check_state(struct vm *vm, const struct plan *plan)
{
	bool asked = plan->how & (REVERT_RUNNING | REVERT_PAUSED);

	if (block_any_job(vm))
		return fail(FAULT_STATE, "a job is at work on a disk: vm-blockjob ends it");
	if (!vm->stored && !plan->online && !asked)
		return fail(FAULT_STATE, "a transient guest would be gone after this: use --running or --paused");
	if (plan->def->state == SNAPSHOT_PMSUSPENDED)
		return fail(FAULT_UNSUPPORTED, "a snapshot of a guest that sleeps");
	if (snapshot_is_external(plan->def))
		return fail(FAULT_UNSUPPORTED, "an external snapshot");
	if (!plan->def->domain &&
	    risky(plan->how, "the snapshot holds no definition of the guest") < 0)
		return -1;
	if (vm->active && !plan->online && asked)
		return risky(plan->how, "the guest is active, and would be replaced by a freshly started one");
	return 0;
}

/* May the memory go into the running process?  The definitions must look alike to the guest. */
static int
check_compatible(struct vm *vm, struct plan *plan)
{
	struct vm_live *live = vm->active && plan->online ? vm_live(vm) : NULL;

	if (!vm->active || !plan->online)
		return 0;
	if (!live)
		return -1;
	if (!plan->def->domain ||
	    model_compare(&vm_def_type, live->def, plan->def->domain, ABI) == 0) {
		plan->in_place = !(plan->how & REVERT_RESET_NVRAM);
		return 0;
	}
	if (!(plan->how & REVERT_FORCE))
		return fail_as(FAULT_RISKY);
	/* Forced: a new process can be anything. */
	fail_forget();
	return 0;
}

static void
settle_plan(struct plan *plan)
{
	unsigned how = plan->how;

	plan->online = plan->def->state == SNAPSHOT_RUNNING || plan->def->state == SNAPSHOT_PAUSED;
	plan->run = how & REVERT_RUNNING || (plan->def->state == SNAPSHOT_RUNNING && !(how & REVERT_PAUSED));
	plan->start = plan->online || how & (REVERT_RUNNING | REVERT_PAUSED);
}

static int
check(struct vm *vm, struct plan *plan)
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
	if (check_state(vm, plan) < 0 || check_compatible(vm, plan) < 0)
		return -1;
	return DRIVER_CALL(snapshot, check_revert, vm, plan->def, plan->how);
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
note(const struct vm *vm, const struct plan *plan, bool past)
{
	struct moment_note note = {
		.operation = MOMENT_REVERTING, .name = plan->def->name,
		.resume = vm->state == VM_RUNNING, .past = past, .how = plan->how,
	};

	return moment_note_write(&snapshot_moments, vm->name, &note);
}

static int
set_config(struct vm *vm, const struct snapshot_def *def)
{
	const struct vm_def *becomes = def->inactive_domain ? def->inactive_domain : def->domain;

	if (!vm->stored || !becomes)
		return 0;
	vm_def_free(vm->config);
	vm->config = vm_def_copy(becomes);
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

/* A guest whose memory is half overwritten must not run: end it, and say why it is off. */
static int
give_up(struct vm *vm)
{
	auto_free char *story = xstrdup(fail_story());
	enum fault fault = fail_fault();

	if (snapshot_halt(vm, VM_REASON_FAILED) < 0)
		fail_forget();      /* the first failure is the one to tell */
	return fail(fault, "%s; the guest is off", story);
}

static int
load_memory(struct vm *vm, const struct plan *plan)
{
	if (DRIVER_CALL(snapshot, load, vm, plan->def, plan->how) < 0)
		return give_up(vm);
	if (vm_save_live(vm) < 0 || set_config(vm, plan->def) < 0)
		return -1;
	return set_running(vm, plan);
}

static int
revert_in_place(struct vm *vm, const struct plan *plan)
{
	if (vm->state == VM_RUNNING && DRIVER_CALL(vm, suspend, vm) < 0)
		return -1;
	if (note(vm, plan, true) < 0)
		return -1;
	return load_memory(vm, plan);
}

static int
start(struct vm *vm, const struct plan *plan, bool paused)
{
	struct vm_start how = {
		.paused = paused, .reset_nvram = plan->how & REVERT_RESET_NVRAM,
		.def = plan->online && plan->def->domain ? vm_def_copy(plan->def->domain) : NULL,
	};

	return vm_start(vm, &how);
}

static int
revert_anew(struct vm *vm, const struct plan *plan)
{
	if (note(vm, plan, true) < 0)
		return -1;
	if (vm->active && snapshot_halt(vm, VM_REASON_FROM_SNAPSHOT) < 0)
		return -1;
	if (plan->online)
		return start(vm, plan, true) < 0 ? -1 : load_memory(vm, plan);
	if (DRIVER_CALL(snapshot, load, vm, plan->def, plan->how) < 0 || set_config(vm, plan->def) < 0)
		return -1;
	return plan->start ? start(vm, plan, !plan->run) : 0;
}

static int
apply(struct vm *vm, struct moment_tree *tree, const struct plan *plan)
{
	if (note(vm, plan, false) < 0)
		return -1;
	if ((plan->in_place ? revert_in_place : revert_anew)(vm, plan) < 0) {
		moment_note_clear(&snapshot_moments, vm->name);
		return -1;
	}
	if (snapshot_mark_current(tree, plan->def) < 0)
		return -1;
	moment_note_clear(&snapshot_moments, vm->name);
	return 0;
}

static bool
told_plan(const struct vm *vm, const struct plan *plan)
{
	return vm_told("revert %s to %s: %s, %s%s", vm->name, plan->def->name,
		plan->in_place ? "memory and disks in the running process" :
		plan->online ? "a new process with memory and disks" : "disks",
		plan->run ? "running" : plan->start ? "paused" : "off",
		plan->def->inactive_domain ? ", live and stored definition" : ", definition");
}

int
snapshot_revert(struct vm *vm, const char *name, unsigned how)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	struct moment *wanted;
	struct plan plan = { .how = how };

	if (snapshot_options_check(how) < 0 ||
	    moment_tree_brief(&snapshot_moments, vm->name, &tree) < 0)
		return -1;
	wanted = moment_find(&tree, name);
	plan.def = wanted ? moment_read(&tree, wanted) : NULL;
	if (!plan.def || check(vm, &plan) < 0)
		return -1;
	if (told_plan(vm, &plan))
		return 0;
	return apply(vm, &tree, &plan);
}

/* --- repair --- */

/* The guest goes on as it was: nothing had come of the change. */
static int
undo(struct vm *vm, const struct moment_note *note)
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

/* With overlays in use the snapshot is taken: what is missing is its file. */
static int
repair_overlays(struct vm *vm, const struct moment_note *note, struct moment_tree *tree)
{
	auto_snapshot_def struct snapshot_def *def = NULL;
	int taken = snapshot_settle_overlays(vm, note, &def);

	if (taken <= 0 || note->how & SNAPSHOT_NO_METADATA)
		return taken < 0 ? -1 : 0;
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
		return !whole || snapshot_mark_current(&tree, whole) < 0 ? -1 : undo(vm, note);
	}
	if (note->overlays)
		return repair_overlays(vm, note, &tree);
	/* Without metadata nobody asked for it by name, and it may be whole: with it, it is half. */
	if (!(note->how & SNAPSHOT_NO_METADATA) && DRIVER_CALL(snapshot, remove, vm, &half, note->how) < 0)
		return -1;
	return undo(vm, note);
}

int
snapshot_repair(struct vm *vm)
{
	struct moment_note note;
	int status = 0;

	if (moment_note_read(&snapshot_moments, vm->name, &note) < 0)
		return -1;
	if (!note.operation)
		return 0;
	if (vm->active && DRIVER_HAS(snapshot, settle))
		status = DRIVER_CALL(snapshot, settle, vm, note.name);
	if (!note.overlays)         /* they stay on record until all is done */
		moment_note_clear(&snapshot_moments, vm->name);
	if (status == 0 && note.operation == MOMENT_CREATING)
		status = repair_create(vm, &note);
	else if (status == 0 && note.operation == MOMENT_DELETING)
		status = moment_delete(&snapshot_moments, vm, note.name, note.how | DELETE_AGAIN);
	else if (status == 0)
		status = note.past ? snapshot_revert(vm, note.name, note.how | REVERT_FORCE) : undo(vm, &note);
	if (note.overlays && status == 0)
		moment_note_clear(&snapshot_moments, vm->name);
	moment_note_done(&note);
	return status < 0 ? fail_within("repair of an unfinished snapshot change") : 0;
}
