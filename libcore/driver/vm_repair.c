/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_repair - what a killed program left is finished or undone by the next */
#include "driver/vm_inside.h"

#include <unistd.h>

#include "base/file.h"
#include "driver/block_inside.h"
#include "driver/checkpoint_inside.h"
#include "driver/snapshot_inside.h"
#include "driver/vm_freeze.h"
#include "driver/vm_save.h"

/* Drafts of files that were never put in place, and the mark of a start that never came to
 * its first file. */
static void
sweep(const char *folder, const char *name)
{
	static const struct {
		enum place place;
		const char *below, *suffix;
	} drafts[] = {
		{ PLACE_ETC, "", ".xml" }, { PLACE_ETC, "autostart/", ".xml" },
		{ PLACE_ETC, "journal/", "" }, { PLACE_RUN, "", ".xml" }, { PLACE_RUN, "", ".state" },
		{ PLACE_RUN, "", ".last-job" }, { PLACE_RUN, "", ".snapshot" }, { PLACE_RUN, "", ".checkpoint" },
	};

	for (unsigned i = 0; i < COUNT(drafts); i++) {
		auto_free char *path = place_file(drafts[i].place, "%s/%s.%s%s.new", folder,
						  drafts[i].below, name, drafts[i].suffix);

		unlink(path);
	}
	if (!store_has(PLACE_RUN, folder, name))
		vm_start_settled(folder, name);
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
		if (concerns < 0)
			return -1;
		if (concerns)
			continue;
		sweep(folder, name);
		return steal_fd(lock);
	}
}

/* A start that did not come to its end: a guest that runs has begun its life, one that
 * waits for orders nobody will give is stopped, and keeps what it was to resume from. */
static int
repair_start(struct vm *vm)
{
	if (vm->state != VM_RUNNING) {
		if (vm_save_put_back(vm_folder(), vm->name) < 0 ||
		    DRIVER_CALL(vm, destroy, vm, false) < 0)
			return -1;
		return vm_stopped(vm, VM_SHUTOFF, VM_REASON_FAILED, NULL);
	}
	if (store_set_id(vm_folder(), vm->id, vm->name) < 0)
		return -1;
	vm_start_settled(vm_folder(), vm->name);
	return 0;
}

int
vm_repair(struct vm *vm)
{
	const char *folder = vm_folder();

	if (vm->leftover && vm_reap(vm, NULL) < 0)
		return -1;
	if (vm->active && vm_is_starting(folder, vm->name) && repair_start(vm) < 0)
		return -1;
	/* What a start that has ended, well or not, did not put back. */
	if (vm_save_drop_aside(folder, vm->name) < 0)
		return -1;
	if (vm->active && vm_settle(vm) < 0)
		return -1;
	if (vm->active && vm_jobs_settle(vm) < 0)
		return -1;
	vm_freeze_repair(vm);
	return snapshot_repair(vm) < 0 ? -1 : checkpoint_repair(vm);
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
