/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot - snapshots of simulated guests: there are no contents, only definitions */
#include "snapshot.h"

#include "checkpoint.h"

static int
check(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	if (test_has_none(vm, "checkpoint") < 0)
		return -1;
	if (how & (SNAPSHOT_DISK_ONLY | SNAPSHOT_REUSE | SNAPSHOT_QUIESCE))
		return fail(FAULT_UNSUPPORTED, "disk-only snapshots of simulated guests");
	list_each(disk, &def->disks)
		if (disk->snapshot == DISK_SNAPSHOT_MANUAL || disk->snapshot == DISK_SNAPSHOT_EXTERNAL)
			return fail(FAULT_UNSUPPORTED, "disk %s: snapshot mode '%s'", quote(disk->name),
				    words_name(&disk_snapshot_words, disk->snapshot));
	return 0;
}

static int
nothing_to_save(struct vm *vm, struct snapshot_def *def, unsigned how)
{
	(void)vm, (void)def, (void)how;
	return 0;
}

static int
nothing_to_check(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	(void)vm, (void)def;
	if (how & REVERT_RESET_NVRAM)
		return fail(FAULT_ARGUMENT, "simulated guests have no firmware variables");
	return 0;
}

/* The memory of a simulated guest is its live definition. */
static int
load(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	struct vm_live *live = vm->active ? vm_live(vm) : NULL;
	struct vm_def *becomes;

	(void)how;
	if (vm->active && !live)
		return -1;
	if (!live || !def->domain)
		return 0;
	becomes = vm_def_copy(def->domain);
	becomes->id = live->def->id;
	vm_def_free(live->def);
	live->def = becomes;
	return 0;
}

static int
nothing_to_remove(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	(void)vm, (void)def, (void)how;
	return 0;
}

const struct snapshot_ops test_snapshot_ops = {
	.check        = check,
	.save         = nothing_to_save,
	.check_revert = nothing_to_check,
	.load         = load,
	.remove       = nothing_to_remove,
};
