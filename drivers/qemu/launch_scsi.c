/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_scsi - by what the host's SCSI devices are reached */
#include "launch.h"

#include <fcntl.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"

/* The one entry of scsi_generic/ is named like the node. */
static char *
node_of(const struct hostdev *h)
{
	static const char prefix[] = "scsi_host";
	const char *host = h->source.adapter && text_starts(h->source.adapter, prefix)
			   ? h->source.adapter + strlen(prefix) : "";
	auto_free char *directory = text_format("/sys/class/scsi_device/%s:%u:%u:%u/device/scsi_generic", host,
						(unsigned)h->source.scsi.bus.value,
						(unsigned)h->source.scsi.target.value,
						(unsigned)h->source.scsi.unit.value);
	auto_strings struct strings names = { 0 };

	if (!file_exists(AT_FDCWD, directory) || dir_names(AT_FDCWD, directory, NULL, &names) < 0 || !names.n)
		return fail(FAULT_FAILED, "hostdev: there is no SCSI device %u:%u:%u on adapter %s",
			    (unsigned)h->source.scsi.bus.value, (unsigned)h->source.scsi.target.value,
			    (unsigned)h->source.scsi.unit.value, quote(h->source.adapter)), NULL;
	return text_format("/dev/%s", names.item[0]);
}

int
launch_find_scsis(struct launch *launch)
{
	list_each(hostdev, &launch->def->devices.hostdevs) {
		char *path;

		if (hostdev->mode == HOSTDEV_CAPABILITIES || hostdev->type != HOSTDEV_SCSI ||
		    hostdev->source.protocol == HOSTDEV_PROTOCOL_ISCSI)
			continue;
		path = node_of(hostdev);
		if (!path)
			return -1;
		*list_add(&launch->scsis) = (struct qemu_scsi){ .alias = hostdev->info.alias, .path = path };
	}
	return 0;
}

int
launch_open_vhost(struct launch *launch, const struct hostdev *hostdev)
{
	int fd;

	if (hostdev->type != HOSTDEV_SCSI_HOST)
		return 0;
	fd = open("/dev/vhost-scsi", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return fail_errno("hostdev %s: open /dev/vhost-scsi", quote(hostdev->source.wwpn));
	*list_add(&launch->inherited) = fd;
	*list_add(&launch->scsis) = (struct qemu_scsi){ .alias = hostdev->info.alias, .vhost = fd };
	return 0;
}
