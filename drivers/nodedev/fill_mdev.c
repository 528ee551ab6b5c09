/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fill_mdev - mediated devices, and the devices that can be split into them */
#include "device.h"
#include "sysfs.h"

void
add_mdev_types(struct device *device, struct nodedev_capability *capability)
{
	auto_free char *folder = text_format("%s/mdev_supported_types", device->path);
	auto_strings struct strings types = { 0 };
	struct nodedev_nested *nested;

	sysfs_names(folder, &types);
	if (!types.n)
		return;
	nested = list_add(&capability->nested);
	nested->type = NESTED_MDEV_TYPES;
	for (unsigned i = 0; i < types.n; i++) {
		auto_free char *path = text_format("%s/%s", folder, types.item[i]);

		*list_add(&nested->mdev_types) = (struct mdev_type) {
			.id = xstrdup(types.item[i]),
			.name = sysfs_text(path, "name"),
			.device_api = sysfs_text(path, "device_api"),
			.available = sysfs_number(path, "available_instances", 10),
		};
	}
}

/* Its folder is in that of the device that was split. */
void
fill_mdev(struct device *device, struct nodedev_capability *capability)
{
	struct nodedev_mdev *mdev = &capability->mdev;
	auto_free char *group = sysfs_link(device->path, "iommu_group");
	auto_free char *above = text_format("%.*s", (int)(device->name - 1 - device->path), device->path);

	mdev->type = sysfs_link(device->path, "mdev_type");
	mdev->uuid = xstrdup(device->name);
	mdev->parent_addr = xstrdup(strrchr(above, '/') + 1);
	mdev->iommu_group = NUMBER_OF(group ? atoll(group) : 0);
}

void
fill_ap_matrix(struct device *device, struct nodedev_capability *capability)
{
	add_mdev_types(device, capability);
}
