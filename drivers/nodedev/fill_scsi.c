/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fill_scsi - SCSI adapters, targets and devices */
#include <stdio.h>

#include "device.h"
#include "sysfs.h"

/* By the number of the SCSI standard. */
static const char *const types[] = {
	[0] = "disk", [1] = "tape", [3] = "processor", [4] = "worm", [5] = "cdrom", [6] = "scanner",
	[7] = "mod", [8] = "changer", [12] = "raid", [13] = "enclosure",
};

/* "0x2000..." without what says that it is hexadecimal. */
static char *
world_wide_name(const char *folder, const char *file)
{
	auto_free char *text = sysfs_text(folder, file);

	return text ? xstrdup(text_starts(text, "0x") ? text + 2 : text) : NULL;
}

static void
add_fibre_channel(const char *host, struct nodedev_capability *capability)
{
	auto_free char *folder = text_format("/sys/class/fc_host/%s", host);
	struct nodedev_nested *nested;

	if (!sysfs_has(folder, "."))
		return;
	nested = list_add(&capability->nested);
	nested->type = NESTED_FC_HOST;
	nested->fc_host.wwnn = world_wide_name(folder, "node_name");
	nested->fc_host.wwpn = world_wide_name(folder, "port_name");
	nested->fc_host.fabric_wwn = world_wide_name(folder, "fabric_name");
	if (!sysfs_has(folder, "vport_create"))
		return;
	nested = list_add(&capability->nested);
	nested->type = NESTED_VPORT_OPS;
	nested->vport_ops.max_vports = sysfs_number(folder, "max_npiv_vports", 10);
	nested->vport_ops.vports = sysfs_number(folder, "npiv_vports_inuse", 10);
}

void
fill_scsi_host(struct device *device, struct nodedev_capability *capability)
{
	auto_free char *folder = text_format("/sys/class/scsi_host/%s", device->name);
	unsigned host;

	if (sscanf(device->name, "host%u", &host) == 1)
		capability->scsi_host.host = NUMBER_OF(host);
	capability->scsi_host.unique_id = sysfs_number(folder, "unique_id", 10);
	add_fibre_channel(device->name, capability);
}

/* A target behind a Fibre Channel fabric has the remote port in its path. */
void
fill_scsi_target(struct device *device, struct nodedev_capability *capability)
{
	const char *rport = strstr(device->path, "/rport-");
	auto_free char *name = rport ? xstrndup(rport + 1, strcspn(rport + 1, "/")) : NULL;
	auto_free char *folder = rport ? text_format("/sys/class/fc_remote_ports/%s", name) : NULL;
	struct nodedev_nested *nested;

	capability->scsi_target = xstrdup(device->name);
	if (!rport)
		return;
	nested = list_add(&capability->nested);
	nested->type = NESTED_FC_REMOTE_PORT;
	nested->fc_remote_port.rport = steal(name);
	nested->fc_remote_port.wwpn = sysfs_text(folder, "port_name");
}

void
fill_scsi(struct device *device, struct nodedev_capability *capability)
{
	struct number type = sysfs_number(device->path, "type", 10);
	unsigned host, bus, target, lun;

	if (sscanf(device->name, "%u:%u:%u:%u", &host, &bus, &target, &lun) != 4)
		return;
	capability->scsi.host = NUMBER_OF(host);
	capability->scsi.bus = NUMBER_OF(bus);
	capability->scsi.target = NUMBER_OF(target);
	capability->scsi.lun = NUMBER_OF(lun);
	if (type.given && type.value >= 0 && type.value < (int64_t)COUNT(types))
		capability->scsi.type = xstrdup(types[type.value]);
}

void
fill_scsi_generic(struct device *device, struct nodedev_capability *capability)
{
	capability->scsi_generic = device_node(device);
}
