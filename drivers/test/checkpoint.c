/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint - checkpoints of simulated guests, who never write anything */
#include "checkpoint.h"

#include "state/store.h"

int
test_has_none(const struct vm *vm, const char *noun)
{
	auto_free char *folder = text_format("%s/%s/%s", host_here()->folder, noun, vm->name);
	auto_strings struct strings names = { 0 };

	if (store_names(PLACE_ETC, folder, &names) < 0)
		return -1;
	return names.n ? fail(FAULT_UNSUPPORTED, "a simulated guest with %ss has none of the other kind", noun) : 0;
}

static int
check(struct vm *vm, const struct checkpoint_def *def)
{
	(void)def;
	return test_has_none(vm, "snapshot");
}

static int
nothing_to_do(struct vm *vm, const struct checkpoint_def *def)
{
	(void)vm, (void)def;
	return 0;
}

static int
measure(struct vm *vm, struct checkpoint_def *def)
{
	(void)vm;
	list_each(disk, &def->disks)
		if (disk->checkpoint == CHECKPOINT_BITMAP)
			disk->size = NUMBER_OF(0);
	return 0;
}

const struct checkpoint_ops test_checkpoint_ops = {
	.check         = check,
	.create        = nothing_to_do,
	.remove        = nothing_to_do,
	.check_removal = nothing_to_do,
	.validate      = nothing_to_do,
	.measure       = measure,
};
