/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_hostdevs - devices and directories of the host that QEMU cannot have */
#include "base/rule.h"
#include "machine.h"
#include "validate.h"

static int
check_mdev(const struct vm_def *def, const struct hostdev *hostdev)
{
	return RULES_HOLD("hostdev", "mdev",
		{ !hostdev->source.uuid, FAULT_CONFIG, "it needs a UUID" },
		{ hostdev->model != HOSTDEV_VFIO_PCI && machine_is_x86(def), FAULT_CONFIG, "its model is of another architecture" },
		{ hostdev->display == YES && !def->devices.graphics.n, FAULT_CONFIG, "a display needs graphics" },
		{ hostdev->info.boot_order, FAULT_CONFIG, "nothing boots from it" });
}

static int
check_hostdev(const struct vm_def *def, const struct hostdev *hostdev)
{
	if (RULES_HOLD("hostdev", words_name(&hostdev_kind_words, hostdev->type),
		{ hostdev->mode == HOSTDEV_CAPABILITIES, FAULT_CONFIG, "mode 'capabilities' is of containers" },
		{ hostdev->type == HOSTDEV_PCI && hostdev->source.write_filtering, FAULT_CONFIG, "QEMU filters no writes" },
		{ hostdev->type == HOSTDEV_SCSI_HOST && hostdev->info.boot_order, FAULT_CONFIG, "nothing boots from it" }) < 0)
		return -1;
	if (hostdev->type == HOSTDEV_SCSI)
		return validate_drive(def, "hostdev", DISK_BUS_SCSI, &hostdev->info.address, true);
	return hostdev->type == HOSTDEV_MDEV ? check_mdev(def, hostdev) : 0;
}

int
validate_hostdevs(const struct vm_def *def)
{
	list_each(hostdev, &def->devices.hostdevs)
		if (check_hostdev(def, hostdev) < 0)
			return -1;
	return 0;
}

int
validate_filesystems(const struct vm_def *def)
{
	list_each(fs, &def->devices.filesystems) {
		bool modes = fs->fmode.given || fs->dmode.given;

		if (RULES_HOLD("filesystem", fs->target,
			{ fs->type != FS_MOUNT, FAULT_CONFIG, "it can only be of type 'mount'" },
			{ modes && fs->accessmode != FS_MAPPED, FAULT_CONFIG, "fmode and dmode are for access mode 'mapped'" },
			{ fs->driver.type == FS_LOOP || fs->driver.type == FS_NBD || fs->driver.type == FS_PLOOP, FAULT_CONFIG,
			  "its driver is of containers" },
			{ fs->driver.type == FS_VIRTIOFS && (fs->multidevs || fs->driver.wrpolicy || fs->readonly), FAULT_CONFIG,
			  "virtiofs has no multidevs, no wrpolicy, and is not read-only" },
			{ fs->driver.type == FS_VIRTIOFS && !memory_is_shared(def), FAULT_CONFIG,
			  "virtiofs needs <memoryBacking><access mode='shared'/>" }) < 0)
			return -1;
	}
	return 0;
}
