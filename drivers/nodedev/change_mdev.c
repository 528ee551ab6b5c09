/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* change_mdev - mediated devices: written to the device that is split, all at once */
#include "change.h"
#include "sysfs.h"

int
mdev_set(const char *path, const struct mdev_attribute_list *attributes)
{
	list_each(attribute, attributes)
		if (sysfs_write(path, attribute->name, attribute->value) < 0)
			return -1;
	return 0;
}

int
mdev_remove(const char *path)
{
	return sysfs_write(path, "remove", "1");
}

/* After a failure, which stays the one that is told: -1. */
static int
take_back(const char *path)
{
	auto_free char *story = xstrdup(fail_story());
	enum fault fault = fail_fault();

	if (mdev_remove(path) < 0)
		warn("%s", fail_story());
	return fail(fault, "%s", story);
}

int
mdev_make(const struct nodedev_def *def, const char *parent_path)
{
	const struct nodedev_mdev *mdev = &def->capabilities.item[0].mdev;
	auto_free char *type = text_format("%s/mdev_supported_types/%s", parent_path, mdev->type);
	auto_free char *path = text_format("%s/%s", parent_path, mdev->uuid);
	struct number available = sysfs_number(type, "available_instances", 10);

	if (!sysfs_has(type, "create"))
		return fail(FAULT_UNSUPPORTED, "%s cannot be split into mediated devices of type %s",
			    def->parent.name, quote(mdev->type));
	if (available.given && available.value <= 0)
		return fail(FAULT_STATE, "%s has no mediated device of type %s left", def->parent.name,
			    quote(mdev->type));
	if (sysfs_write(type, "create", mdev->uuid) < 0)
		return -1;
	if (mdev_set(path, &mdev->attributes) == 0)
		return 0;
	return take_back(path);
}
