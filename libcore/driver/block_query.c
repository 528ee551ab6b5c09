/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_query - what is known of the disks of a guest */
#include "driver/block_inside.h"
#include "driver/vm_inside.h"

const struct disk *
block_disk_of(struct vm *vm, const char *name)
{
	struct vm_def *def = vm_def(vm);

	if (!def)
		return NULL;
	list_each(disk, &def->devices.disks)
		if (block_chain_find(disk, name))
			return disk;
	return fail(FAULT_NO_DISK, "no disk %s", quote(name)), NULL;
}

/* Nobody may look into an image that is in use, so there the hypervisor is asked. */
int
block_info(struct vm *vm, const struct disk *disk, struct block_info *ret_info)
{
	struct block_info info = { 0 };
	enum storage_format format;

	if (storage_source_empty(&disk->source)) {
		*ret_info = info;
		return 0;
	}
	if (vm->active ? DRIVER_CALL(block, capacity, vm, disk, &info.capacity) < 0
		       : DRIVER_CALL(block, inspect, &disk->source, &format, &info.capacity) < 0)
		return -1;
	if (DRIVER_CALL(block, usage, &disk->source, &info.allocation, &info.physical) < 0)
		return -1;
	*ret_info = info;
	return 0;
}

int
block_stats(struct vm *vm, struct block_stats_list *ret_stats)
{
	if (vm_must_be_active(vm) < 0 || !vm_live(vm))
		return -1;
	return DRIVER_CALL(block, stats, vm, ret_stats);
}

void
block_stats_done(struct block_stats_list *stats)
{
	list_each(one, stats)
		free(one->target);
	free(stats->item);
}

int
block_threshold(struct vm *vm, const char *name, uint64_t bytes)
{
	struct disk *disk = block_disk(vm, name);
	struct storage_source *image = disk ? block_chain_find(disk, name) : NULL;

	if (!image)
		return -1;
	if (vm_told("tell when what is written to %s of %s passes %llu bytes", name, vm->name,
		    (unsigned long long)bytes))
		return 0;
	return DRIVER_CALL(block, threshold, vm, image, bytes);
}
