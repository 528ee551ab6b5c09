/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_open - looking guests up, and handles on them */
#include "driver/vm_inside.h"

#include <limits.h>

#include "base/file.h"
#include "driver/snapshot_file.h"

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
vm_must_be_active(const struct vm *vm)
{
	return vm->active ? 0 : fail(FAULT_STATE, "not running");
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
	model_free(&vm_live_type, vm->live);
	vm_def_free(vm->config);
	free(vm->name);
	free(vm);
}

/* What the live file says, what was written last, and what the driver sees. */
static int
ask_state(const char *folder, struct vm *vm)
{
	const struct vm_ops *ops = host_here()->driver->vm;
	auto_vm_brief struct vm_brief brief = { 0 };

	if (vm_brief_read(PLACE_RUN, folder, vm->name, &brief) < 0) {
		if (fail_fault() != FAULT_MISSING)
			return -1;
		fail_forget();    /* it stopped just now */
		return 0;
	}
	vm->id = brief.id;
	vm->pid = (pid_t)brief.pid;
	vm->started = brief.started;
	vm->active = true;
	if (!vm_state_read(folder, vm->name, &vm->state, &vm->reason)) {
		vm->state = brief.state;
		vm->reason = brief.reason;
	}
	return ops && ops->probe ? ops->probe(vm) : 0;
}

static void
not_active(struct vm *vm)
{
	if (vm->state != VM_CRASHED && vm->state != VM_SHUTOFF) {
		vm->state = VM_SHUTOFF;
		vm->reason = VM_REASON_UNKNOWN;
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
			   .stored = stored };
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
	struct vm *vm = store_name_fits(key) ? vm_look(folder, key) : NULL;

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

int
vm_lock(const char *folder, const char *name)
{
	for (;;) {
		auto_close int lock = -1;
		int concerns;

		if (journal_settle(folder, name) < 0)
			return -1;
		lock = store_lock(folder, name);
		concerns = lock < 0 ? -1 : journal_concerns(folder, name);
		if (concerns <= 0)
			return concerns < 0 ? -1 : steal_fd(lock);
	}
}

static bool
has_intent(const char *folder, const struct vm *vm)
{
	auto_vm_brief struct vm_brief brief = { 0 };

	if (vm_brief_read(PLACE_RUN, folder, vm->name, &brief) == 0)
		return brief.intent;
	fail_forget();    /* its state was asked the same way a moment ago */
	return false;
}

/* A start that did not come to its end: a guest that runs has begun its life, one that
 * waits for orders nobody will give is stopped. */
static int
repair_start(struct vm *vm)
{
	if (!vm_live(vm))
		return -1;
	if (vm->state != VM_RUNNING) {
		if (DRIVER_CALL(vm, destroy, vm, false) < 0)
			return -1;
		return vm_stopped(vm, VM_SHUTOFF, VM_REASON_FAILED, NULL);
	}
	free(vm->live->intent);
	vm->live->intent = NULL;
	return vm_save_live(vm) < 0 ? -1 : store_set_id(vm_folder(), vm->id, vm->name);
}

int
vm_repair(struct vm *vm)
{
	const char *folder = vm_folder();

	if (vm->leftover && vm_reap(vm, NULL) < 0)
		return -1;
	if (vm->active && has_intent(folder, vm) && repair_start(vm) < 0)
		return -1;
	if (vm->active && vm_settle(vm) < 0)
		return -1;
	return snapshot_repair(vm);
}

int
vm_repair_name(const char *folder, const char *name, int lock)
{
	auto_vm struct vm *left = vm_look(folder, name);
	int done;

	if (!left)
		return fail_fault() == FAULT_NONE ? 0 : -1;
	left->lock = lock;
	done = vm_repair(left);
	left->lock = -1;
	return done;
}

/* The name may go to another guest, or the guest to another name, while we wait for
 * the lock of the name it had. */
static struct vm *
open_to_change(const char *folder, const char *key)
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
		return vm_repair(vm) < 0 ? NULL : steal(vm);
	}
	return fail(FAULT_BUSY, "busy: it is renamed again and again"), NULL;
}

struct vm *
vm_open(const char *name, enum vm_how how)
{
	const char *folder = vm_folder();

	if (!folder)
		return NULL;
	fail_forget();    /* what is told from here on is about this guest */
	if (how & VM_TO_CHANGE && !vm_is_dry_run())
		return there(open_to_change(folder, name));
	return there(look_up(folder, name));
}
