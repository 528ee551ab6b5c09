/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_resize - the size of a disk of a running guest (spec/snapshots.md 6.6) */
#include "driver/block_inside.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/fs.h>

#include "base/file.h"
#include "driver/vm_inside.h"

enum { SECTOR = 512 };

static struct disk *
disk_to_resize(struct vm *vm, const char *name)
{
	struct disk *disk = block_disk(vm, name);

	if (!disk)
		return NULL;
	if (storage_source_empty(&disk->source) || disk->readonly || disk->source.type == STORAGE_VHOST_USER)
		return fail(FAULT_UNSUPPORTED, "disk %s is %s", quote(disk->target.dev),
			    disk->readonly ? "read-only" : "not one that has a size to change"), NULL;
	return disk;
}

int
block_capacity(struct vm *vm, const char *name, uint64_t *ret_bytes)
{
	struct disk *disk = disk_to_resize(vm, name);

	return disk ? DRIVER_CALL(block, capacity, vm, disk, ret_bytes) : -1;
}

static int
device_size(const struct disk *disk, uint64_t *ret_bytes)
{
	auto_close int fd = -1;

	if (disk->source.type != STORAGE_BLOCK || disk->source.format != FORMAT_RAW)
		return fail(FAULT_UNSUPPORTED, "disk %s is not a raw block device", quote(disk->target.dev));
	fd = open(disk->source.dev, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || ioctl(fd, BLKGETSIZE64, ret_bytes) < 0)
		return fail_errno("%s", disk->source.dev);
	return 0;
}

int
block_resize(struct vm *vm, const char *name, uint64_t size, unsigned how)
{
	struct disk *disk = disk_to_resize(vm, name);
	uint64_t device, now;

	if (!disk || DRIVER_CALL(block, capacity, vm, disk, &now) < 0)
		return -1;
	if (how & BLOCK_CAPACITY) {
		if (device_size(disk, &device) < 0)
			return -1;
		if (size && size != device)
			return fail(FAULT_ARGUMENT, "the device has %llu bytes", (unsigned long long)device);
		size = device;
	}
	if (disk->source.format == FORMAT_QCOW2 || disk->source.format == FORMAT_QED)
		size = (size + SECTOR - 1) / SECTOR * SECTOR;
	if (size < now && !(how & BLOCK_SHRINK)) {
		fail(FAULT_CONFIG, "disk %s has %llu bytes, and what is beyond %llu would be lost",
		     quote(disk->target.dev), (unsigned long long)now, (unsigned long long)size);
		fail_hint("--shrink does it all the same");
		return -1;
	}
	if (vm_told("resize disk %s of %s to %llu bytes", disk->target.dev, vm->name, (unsigned long long)size))
		return 0;
	return DRIVER_CALL(block, resize, vm, disk, size);
}
