/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* device_secrets - passphrases of what is plugged into a guest that runs: files that the emulator has
 * open only as long as the devices are made */
#include "device.h"

#include "base/fail.h"
#include "launch.h"

int
device_lend_secrets(struct qmp *qmp, struct launch *launch, const struct vm_def *before)
{
	list_each(disk, &launch->def->devices.disks)
		if (device_is_new(before, disk->info.alias) && launch_open_disk_secrets(launch, disk) < 0)
			return -1;
	list_each(hostdev, &launch->def->devices.hostdevs)
		if (device_is_new(before, hostdev->info.alias) && launch_open_hostdev_secrets(launch, hostdev) < 0)
			return -1;
	list_each(secret, &launch->secrets) {
		auto_json struct json_object *lent = qmp_call_fd(qmp, "add-fd", NULL, secret->fd);

		if (!lent)
			return -1;
		secret->fd = (int)json_number(lent, "fd", -1);
		secret->set = (int)json_number(lent, "fdset-id", -1);
	}
	return 0;
}

int
device_take_back_secrets(struct qmp *qmp, const struct launch *launch)
{
	struct failure why = fail_aside();
	int done = 0;

	list_each(secret, &launch->secrets)
		if (secret->set >= 0 &&
		    qmp_do(qmp, "remove-fd", json_build("i:fdset-id", (int64_t)secret->set, NULL)) < 0)
			done = -1;
	return fail_again(&why) < 0 ? -1 : done;
}
