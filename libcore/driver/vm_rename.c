/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_rename - give a stopped guest another name */
#include "driver/vm_inside.h"

#include <stdio.h>

#include "base/file.h"
#include "driver/vm_save.h"
#include "driver/moment_facts.h"

/* Directories of documents that are named after the guest. */
static int
move_kept(const char *folder, const char *name, const char *new_name)
{
	static const char *const kept[] = { "snapshot", "checkpoint" };

	for (unsigned i = 0; i < COUNT(kept); i++) {
		auto_free char *below = text_format("%s/%s", folder, kept[i]);
		auto_close int dir = place_open(PLACE_ETC, below, false);

		moment_index_remove(folder, kept[i], name);
		if (dir < 0 || !file_exists(dir, name))
			continue;
		/* No guest had the new name: what is there is nobody's. */
		if (dir_remove(dir, new_name) < 0 || file_rename(dir, name, new_name) < 0)
			return -1;
	}
	return 0;
}

/* One that stayed would be taken for that of a later machine with the old name. */
static void
move_run_files(const char *folder, const char *name, const char *new_name)
{
	static const char *const suffixes[] = { "state", "events", "events.old", "last-job" };

	for (unsigned i = 0; i < COUNT(suffixes); i++) {
		auto_free char *from = place_file(PLACE_RUN, "%s/%s.%s", folder, name, suffixes[i]);
		auto_free char *to = place_file(PLACE_RUN, "%s/%s.%s", folder, new_name, suffixes[i]);

		if (rename(from, to) < 0)
			unlink(from);
	}
}

/* The document has its name inside; the driver may have moved files it names. */
static int
rewrite(const char *folder, struct vm *vm, const char *new_name)
{
	free(vm->config->name);
	vm->config->name = xstrdup(new_name);
	return vm_store(folder, vm->config);
}

int
vm_rename_finish(const char *folder, const char *name, const char *new_name)
{
	const struct vm_ops *ops = host_here()->driver->vm;
	auto_vm struct vm *vm = vm_look_at(folder, new_name, true, false, false);

	if (!vm_config(vm))
		return -1;
	free(vm->name);
	vm->name = xstrdup(name);
	if (ops && ops->renamed && ops->renamed(vm, new_name) < 0)
		return -1;
	if (rewrite(folder, vm, new_name) < 0 || move_kept(folder, name, new_name) < 0 ||
	    store_set_autostart(folder, name, false) < 0)
		return -1;
	if (vm_save_renamed(folder, name, new_name) < 0)
		return -1;
	vm_brief_remove(PLACE_ETC, folder, name);
	move_run_files(folder, name, new_name);
	return 0;
}

static int
check_rename(const char *folder, const struct vm *vm, const char *new_name)
{
	auto_vm struct vm *other = NULL;

	if (vm_must_be_stored(vm) < 0)
		return -1;
	if (vm->active)
		return fail(FAULT_STATE, "running: only a stopped virtual machine can be renamed");
	if (text_same(vm->name, new_name))
		return fail(FAULT_FAILED, "it has that name already");
	other = vm_look(folder, new_name);
	if (other && (other->stored || other->active))
		return fail(FAULT_FAILED, "virtual machine '%s' already exists", new_name);
	return other || fail_fault() == FAULT_NONE ? 0 : -1;
}

/* Two locks, in the order of their names; so the one the handle has is given back and
 * what it stands for is looked at again. */
static int
lock_both(const char *folder, struct vm *vm, const char *new_name, int *ret_new_lock)
{
	bool turned = strcmp(new_name, vm->name) < 0;

	file_close_at(&vm->lock);
	vm->lock = -1;
	for (;;) {
		auto_close int first = vm_lock(folder, turned ? new_name : vm->name);
		auto_close int second = first < 0 ? -1 : store_lock(folder, turned ? vm->name : new_name);
		int concerns = second < 0 ? -1 : journal_concerns(folder, turned ? vm->name : new_name);

		if (concerns < 0)
			return -1;
		if (concerns)
			continue;
		vm->lock = turned ? steal_fd(second) : steal_fd(first);
		*ret_new_lock = turned ? steal_fd(first) : steal_fd(second);
		return vm_repair_name(folder, new_name, *ret_new_lock);
	}
}

static int
rename_locked(const char *folder, struct vm *vm, const char *new_name)
{
	auto_vm struct vm *now = vm_look(folder, vm->name);
	auto_json struct json_object *record = json_build("s:do", "rename", "s:name", vm->name,
							  "s:new", new_name, NULL);
	const char *uuid = NULL;

	if (!now)
		return fail_fault() == FAULT_NONE ? vm_not_found() : -1;
	if (check_rename(folder, now, new_name) < 0 || !vm_config(now))
		return -1;
	uuid = now->config->uuid;
	if (journal_write(folder, vm->name, record) < 0 ||
	    store_rename(folder, vm->name, new_name, uuid) < 0 ||
	    vm_rename_finish(folder, vm->name, new_name) < 0 ||
	    journal_clear(folder, vm->name) < 0)
		return -1;
	return vm_event(folder, new_name, "lifecycle", "defined", "renamed");
}

int
vm_rename(struct vm *vm, const char *new_name)
{
	const char *folder = vm_folder();
	auto_close int new_lock = -1;

	if (!folder || store_name_check(new_name) < 0 || check_rename(folder, vm, new_name) < 0)
		return -1;
	if (vm_told("rename %s to %s", vm->name, new_name))
		return 0;
	if (lock_both(folder, vm, new_name, &new_lock) < 0 ||
	    rename_locked(folder, vm, new_name) < 0)
		return -1;
	file_close_at(&vm->lock);
	vm->lock = steal_fd(new_lock);
	free(vm->name);
	vm->name = xstrdup(new_name);
	vm_def_free(vm->config);
	vm->config = NULL;
	return 0;
}
