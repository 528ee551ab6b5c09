/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_start - start a guest, stored or straight from a document
 *
 * The mark $RUN/FOLDER/NAME.starting and the live file are written before the hypervisor
 * is started.  A program that is killed leaves both behind, and the next
 * one sees by them that there is something to finish or to stop. */
#include "driver/vm_inside.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/vm_memory.h"
#include "driver/vm_nic.h"
#include "driver/vm_save.h"
#include "driver/volume.h"

static char *
mark_path(const char *folder, const char *name)
{
	return place_file(PLACE_RUN, "%s/%s.starting", folder, name);
}

bool
vm_is_starting(const char *folder, const char *name)
{
	auto_free char *path = mark_path(folder, name);

	return file_exists(AT_FDCWD, path);
}

static int
mark_starting(const char *folder, const char *name)
{
	auto_free char *path = mark_path(folder, name);
	auto_close int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	return fd < 0 ? fail_errno("create %s", path) : 0;
}

void
vm_start_settled(const char *folder, const char *name)
{
	auto_free char *path = mark_path(folder, name);

	unlink(path);
}

/* What is to run: its own copy, complete. */
static struct vm_def *
def_to_start(struct vm *vm, struct vm_start *how)
{
	auto_vm_def struct vm_def *def = steal(how->def);

	if (vm->active)
		return fail(FAULT_STATE, "already running"), NULL;
	if (!def && vm_config(vm))
		def = vm_def_copy(vm->config);
	if (!def || (how->publish.n && vm_nic_publish(def, &how->publish) < 0) || vm_complete(def) < 0)
		return NULL;
	/* What the host's own storage stands for: others know theirs. */
	return !host_here()->driver->local || volume_resolve_disks(def) == 0 ? steal(def) : NULL;
}

/* "start web: qemu-system-x86_64 -name ..." */
static int
tell_start(const struct vm *vm, const struct vm_def *def)
{
	const struct vm_ops *ops = host_here()->driver->vm;
	auto_strings struct strings words = { 0 };
	auto_text struct text line = { 0 };

	if (ops && ops->to_native && ops->to_native(def, NULL, &words) < 0)
		return -1;
	for (unsigned i = 0; i < words.n; i++) {
		auto_free char *word = text_shell(words.item[i]);

		text_addf(&line, "%s%s", i ? " " : ": ", word);
	}
	vm_told("start %s%s", vm->name, text_get(&line));
	return 0;
}

/* What is known before the hypervisor runs. */
static int
live_begin(const char *folder, struct vm *vm, struct vm_def *def, const struct vm_cpu *cpu)
{
	int id = store_next_id(folder);

	vm->live = model_new(&vm_live_type);
	vm->live->def = def;
	vm->live->cpu = cpu ? model_copy(&vm_cpu_type, cpu) : NULL;
	if (id < 0)
		return -1;
	def->id = NUMBER_OF(id);
	vm->live->started = (uint64_t)time(NULL);
	vm->live->transient = !vm->stored;
	vm->id = id;
	vm->started = vm->live->started;
	if (mark_starting(folder, vm->name) < 0 || vm_save_live(vm) < 0)
		return -1;
	return store_set_id(folder, id, vm->name);
}

/* The reason it failed is worth more than what the cleaning up has to say.  A guest that
 * runs, but cannot be put on record, does not run on. */
static int
start_failed(struct vm *vm)
{
	struct failure why = fail_aside();

	if (vm->state != VM_RUNNING)
		vm_save_put_back(vm_folder(), vm->name);
	if (vm->active)
		DRIVER_CALL(vm, destroy, vm, false);
	vm_stopped(vm, VM_SHUTOFF, VM_REASON_FAILED, NULL);
	return fail_again(&why);
}

/* The processors run only after the image that this start resumes from, or makes worthless, is out
 * of the way: see vm_save.h. */
static int
start_saved(struct vm *vm, const struct vm_start *how)
{
	const char *folder = vm_folder();
	enum vm_reason reason = vm->reason;
	struct vm_start first = *how;

	first.paused = true;
	vm->state = VM_PAUSED;
	if (DRIVER_CALL(vm, start, vm, &first) < 0 || vm_save_set_aside(folder, vm->name) < 0)
		return -1;
	if (how->paused)
		return 0;
	if (DRIVER_CALL(vm, resume, vm) < 0)
		return -1;
	vm->reason = reason;
	if (vm_set_state(folder, vm->name, vm->state, reason) < 0)
		fail_forget();   /* it runs, and only why is told wrongly */
	return 0;
}

/* The UUIDs' lock is given back as soon as the live file has the new one. */
static int
start(struct vm *vm, struct vm_start *how, int *uuid_lock)
{
	const char *folder = vm_folder();
	struct vm_def *def = folder ? def_to_start(vm, how) : NULL;
	bool saved;
	int begun;

	if (!def)
		return -1;
	if (vm_is_dry_run()) {
		auto_vm_def struct vm_def *only_told = def;

		return tell_start(vm, only_told);
	}
	saved = vm->stored && vm_is_saved(vm);
	vm->state = how->paused ? VM_PAUSED : VM_RUNNING;
	vm->reason = how->memory ? VM_REASON_RESTORED : how->paused ? VM_REASON_USER : VM_REASON_BOOTED;
	begun = live_begin(folder, vm, def, how->cpu);
	file_close_at(uuid_lock);
	*uuid_lock = -1;
	if (begun < 0 || (saved ? start_saved(vm, how) : DRIVER_CALL(vm, start, vm, how)) < 0)
		return start_failed(vm);
	vm->active = true;
	/* The memory of one that has resumed is nowhere else: it is worth more than a line of a log. */
	if (vm_event(folder, vm->name, "lifecycle", "started", how->memory ? "restored" : "booted") < 0 &&
	    !(saved && vm->state == VM_RUNNING))
		return start_failed(vm);
	fail_forget();
	vm_start_settled(folder, vm->name);
	return saved ? vm_save_drop_aside(folder, vm->name) : 0;
}

/* From its managed save image, when it has one. */
int
vm_start(struct vm *vm, struct vm_start *how)
{
	auto_memory_input struct memory_input input = NO_MEMORY_INPUT;
	int uuid_lock = -1;

	if (!vm->active && vm->stored && !how->def && !how->force_boot && vm_is_saved(vm) &&
	    vm_save_open(vm, how, &input) < 0)
		return -1;
	return start(vm, how, &uuid_lock);
}

/* The handle of what is to be created: of the stored guest, or of one that is not there. */
static struct vm *
handle_for(const char *folder, const char *name)
{
	struct vm *vm = vm_look(folder, name);

	if (vm || fail_fault() != FAULT_NONE)
		return vm;
	return vm_look_at(folder, name, false, false, false);
}

/* What a saved guest's disks and memory have in common would be lost. */
static int
must_not_be_saved(const struct vm *vm)
{
	if (!vm->stored || vm->active || !vm_is_saved(vm))
		return 0;
	fail(FAULT_STATE, "it has a managed save image");
	fail_hint("vm-start resumes from it, vm-managedsave-remove drops it");
	return -1;
}

int
vm_create_def(struct vm_def *owned, bool uuid_given, struct vm_start *start_how, char **ret_name)
{
	auto_vm_def struct vm_def *def = owned;
	const char *folder = vm_folder();
	bool dry = vm_is_dry_run();
	auto_vm struct vm *vm = NULL;
	auto_close int lock = -1;
	auto_close int uuid_lock = -1;

	if (!dry && ((lock = vm_lock(folder, def->name)) < 0 ||
		     vm_repair_name(folder, def->name, lock) < 0 ||
		     (uuid_lock = vm_lock_uuids(folder)) < 0))
		return -1;
	vm = handle_for(folder, def->name);
	if (!vm || vm_check_identity(folder, def, uuid_given) < 0 || must_not_be_saved(vm) < 0)
		return -1;
	vm->lock = steal_fd(lock);
	start_how->def = steal(def);
	if (start(vm, start_how, &uuid_lock) < 0)
		return -1;
	if (ret_name)
		*ret_name = xstrdup(vm->name);
	return 0;
}

int
vm_create(const char *xml, const char *whence, enum vm_define_how how,
	  struct vm_start *start_how, char **ret_name)
{
	bool uuid_given = false;
	struct vm_def *def = vm_prepare_def(xml, whence, how, &uuid_given);

	return def ? vm_create_def(def, uuid_given, start_how, ret_name) : -1;
}
