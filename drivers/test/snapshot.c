/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot - snapshots of simulated guests: there are no contents, only definitions, and images that
 * tell what they stand on */
#include "snapshot.h"

#include "block.h"
#include "checkpoint.h"
#include "driver/snapshot_external.h"
#include "image.h"

static int
check(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	bool external = snapshot_is_external(def), manual = snapshot_has_manual(def);

	if (test_has_none(vm, "checkpoint") < 0)
		return -1;
	if (how & SNAPSHOT_QUIESCE)
		return fail(FAULT_UNSUPPORTED, "simulated guests have no agent");
	list_each(disk, &def->disks)
		if (disk->snapshot == DISK_SNAPSHOT_INTERNAL && (external || manual))
			return fail(FAULT_CONFIG, "disk %s: internal in one snapshot with others that are not",
				    quote(disk->name));
	if ((how & SNAPSHOT_DISK_ONLY || manual) && !external)
		return fail(FAULT_CONFIG, "no disk takes part in the snapshot");
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

/* --- external ones --- */

static int
overlay(const struct disk *disk, const struct storage_source *image)
{
	return test_image_lay(image, &disk->source);
}

static int
nothing_to_survey(struct vm *vm, struct json_object **ret_survey)
{
	(void)vm;
	*ret_survey = NULL;
	return 0;
}

static int
nothing_to_commit(const struct storage_source *layer, const struct storage_source *base)
{
	(void)layer, (void)base;
	return 0;
}

const struct snapshot_ops test_snapshot_ops = {
	.check        = check,
	.save         = nothing_to_save,
	.check_revert = nothing_to_check,
	.load         = load,
	.remove       = nothing_to_remove,
	.overlay      = overlay,
	.survey       = nothing_to_survey,
	.layer        = test_overlays_use,
	.chain        = test_image_chain,
	.commit       = nothing_to_commit,
	.rebase       = test_image_lay,
};
