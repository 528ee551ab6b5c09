/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_open - looking guests up, and handles on them */
#include "driver/vm_inside.h"

#include <limits.h>

#include "base/file.h"

/* A name that is taken over again and again while we wait for its lock. */
enum { LOOK_UPS = 100 };

const char *
vm_folder(void)
{
	struct host *host = host_here();

	if (!host)
		return NULL;
	if (!host->folder)
		driver_cannot("vm", "look-up");
	return host->folder;
}

int
vm_not_found(void)
{
	return fail(FAULT_NO_VM, "no such virtual machine");
}

int
vm_not_running(void)
{
	return fail(FAULT_STATE, "not running");
}

int
vm_must_be_active(const struct vm *vm)
{
	return vm->active ? 0 : vm_not_running();
}

int
vm_must_be_stored(const struct vm *vm)
{
	return vm->stored ? 0 : fail(FAULT_STATE, "transient: there is no stored definition");
}

void
vm_close(struct vm *vm)
{
	if (!vm)
		return;
	file_close_at(&vm->lock);
	file_close_at(&vm->job_lock);
	model_free(&vm_live_type, vm->live);
	vm_def_free(vm->config);
	vm_def_free(vm->placed);
	free(vm->name);
	free(vm);
}

/* False when it stopped just now.  A live file that cannot be read does not hide the
 * guest, nor the others in a list. */
static bool
read_brief(const char *folder, const char *name, struct vm_brief *brief)
{
	bool gone;

	if (vm_brief_read(PLACE_RUN, folder, name, brief) == 0)
		return true;
	gone = fail_fault() == FAULT_MISSING;
	if (!gone)
		warn("%s", fail_story());
	fail_forget();
	brief->id = -1;
	return !gone;
}

/* What the live file says, what was written last, and what the driver sees. */
static int
ask_state(const char *folder, struct vm *vm)
{
	const struct vm_ops *ops = host_here()->driver->vm;
	auto_vm_brief struct vm_brief brief = { 0 };

	vm->active = read_brief(folder, vm->name, &brief);
	if (!vm->active) {
		vm_state_read(folder, vm->name, &vm->state, &vm->reason);
		return 0;
	}
	vm->id = brief.id;
	vm->pid = (pid_t)brief.pid;
	vm->started = brief.started;
	if (!vm_state_read(folder, vm->name, &vm->state, &vm->reason)) {
		vm->state = brief.state;
		vm->reason = brief.reason;
	}
	return ops && ops->probe ? ops->probe(vm) : 0;
}

enum vm_reason
vm_end_reason(enum vm_state told, enum vm_reason reason)
{
	return told == VM_SHUTDOWN ? reason : VM_REASON_UNKNOWN;
}

static void
not_active(struct vm *vm)
{
	if (vm->state != VM_CRASHED && vm->state != VM_SHUTOFF) {
		vm->reason = vm_end_reason(vm->state, vm->reason);
		vm->state = VM_SHUTOFF;
	}
	vm->id = -1;
	vm->pid = 0;
	vm->started = 0;
}

struct vm *
vm_look_at(const char *folder, const char *name, bool stored, bool live, bool state)
{
	auto_vm struct vm *vm = xcalloc(1, sizeof *vm);

	*vm = (struct vm){ .name = xstrdup(name), .state = VM_SHUTOFF, .id = -1, .lock = -1,
			   .job_lock = -1, .stored = stored };
	if (live && ask_state(folder, vm) < 0)
		return NULL;
	if (!live && state)
		vm_state_read(folder, name, &vm->state, &vm->reason);
	vm->leftover = live && !vm->active;
	if (!vm->active)
		not_active(vm);
	return steal(vm);
}

struct vm *
vm_look(const char *folder, const char *name)
{
	bool stored = store_has(PLACE_ETC, folder, name);
	bool live = store_has(PLACE_RUN, folder, name);

	fail_forget();    /* the caller tells "none" from a failure by fail_fault() */
	return stored || live ? vm_look_at(folder, name, stored, live, true) : NULL;
}

/* The number of a live file, whatever the index says. */
static bool
has_id(const char *folder, const char *name, int id)
{
	auto_vm_brief struct vm_brief brief = { 0 };

	if (vm_brief_read(PLACE_RUN, folder, name, &brief) == 0)
		return brief.id == id;
	fail_forget();    /* it is not there, or not the one we look for */
	return false;
}

static char *
find_id(const char *folder, int id)
{
	auto_free char *name = store_find_id(folder, id);
	auto_strings struct strings names = { 0 };

	if (name && has_id(folder, name, id))
		return steal(name);
	if (store_names(PLACE_RUN, folder, &names) < 0)
		fail_forget();    /* who may not list may not look up by number either */
	for (unsigned i = 0; i < names.n; i++) {
		if (!has_id(folder, names.item[i], id))
			continue;
		if (store_set_id(folder, id, names.item[i]) < 0)
			fail_forget();    /* the next look-up reads them all again */
		return xstrdup(names.item[i]);
	}
	return NULL;
}

/* A running number; -1 when it cannot be one. */
static int
read_id(const char *key)
{
	uint64_t id;

	if (!*key || strspn(key, "0123456789") != strlen(key))
		return -1;
	if (text_to_u64(key, 10, &id) == 0 && id <= INT_MAX)
		return (int)id;
	fail_forget();    /* too large for a number: it names nothing */
	return -1;
}

/* By UUID, or by running number: that of one that died is nobody's. */
static struct vm *
look_otherwise(const char *folder, const char *key)
{
	char uuid[UUID_TEXT];
	bool by_uuid = uuid_read(key, false, uuid);
	int id = by_uuid ? -1 : read_id(key);
	auto_free char *name = by_uuid ? store_find_uuid(folder, uuid)
			     : id >= 0 ? find_id(folder, id) : NULL;
	auto_vm struct vm *vm = name ? vm_look(folder, name) : NULL;

	return vm && !by_uuid && vm->id != id ? NULL : steal(vm);
}

static struct vm *
look_up(const char *folder, const char *key)
{
	struct vm *vm = NULL;

	fail_forget();    /* what is told from here on is about this guest */
	if (store_name_fits(key))
		vm = vm_look(folder, key);
	if (vm || fail_fault() != FAULT_NONE)
		return vm;
	vm = look_otherwise(folder, key);
	if (!vm && fail_fault() == FAULT_NONE)
		vm_not_found();
	return vm;
}

/* A guest that is neither stored nor alive is not there, though its files may be. */
static struct vm *
there(struct vm *vm)
{
	if (!vm || vm->stored || vm->active)
		return vm;
	vm_close(vm);
	vm_not_found();
	return NULL;
}

/* Whose hypervisor hangs can be ended all the same. */
static int
repair(struct vm *vm, enum vm_how how)
{
	if (vm_repair(vm) == 0)
		return 0;
	if (how != VM_TO_END || !vm->active || (fail_fault() != FAULT_BUSY && fail_fault() != FAULT_TIMEOUT))
		return -1;
	fail_forget();
	return 0;
}

/* The name may go to another guest, or the guest to another name, while we wait for
 * the lock of the name it had. */
static struct vm *
open_to_change(const char *folder, const char *key, enum vm_how how)
{
	for (unsigned i = 0; i < LOOK_UPS; i++) {
		auto_vm struct vm *before = look_up(folder, key);
		auto_vm struct vm *vm = NULL;
		auto_close int lock = before ? vm_lock(folder, before->name) : -1;

		if (lock < 0)
			return NULL;
		vm = look_up(folder, key);
		if (!vm)
			return NULL;
		if (!text_same(vm->name, before->name))
			continue;
		vm->lock = steal_fd(lock);
		return repair(vm, how) < 0 ? NULL : steal(vm);
	}
	return fail(FAULT_BUSY, "busy: it is renamed again and again"), NULL;
}

struct vm *
vm_open(const char *name, enum vm_how how)
{
	const char *folder = vm_folder();

	if (!folder)
		return NULL;
	if (how & VM_TO_CHANGE && !vm_is_dry_run())
		return there(open_to_change(folder, name, how));
	return there(look_up(folder, name));
}
