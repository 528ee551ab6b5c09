/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* udev - what udev wrote down of a device, in /run/udev/data
 *
 * A file is named after the device's number ("b8:0", "c189:1"), its index ("n2") or its place
 * ("+pci:0000:00:02.0").  A line is a letter, a colon and what it says: "E:KEY=VALUE" is a
 * property, "S:disk/by-id/x" a link below /dev. */
#include "udev.h"

#include "sysfs.h"

struct udev {
	struct strings lines;
};

/* Where it is; NULL when it has no such file.  Caller frees. */
static char *
file_name(const char *path, const char *uevent)
{
	auto_free char *major = uevent_value(uevent, "MAJOR");
	auto_free char *minor = uevent_value(uevent, "MINOR");
	auto_free char *index = uevent_value(uevent, "IFINDEX");
	auto_free char *subsystem = sysfs_link(path, "subsystem");

	if (!subsystem)
		return NULL;
	if (major && minor)
		return text_format("%c%s:%s", text_same(subsystem, "block") ? 'b' : 'c', major, minor);
	if (index)
		return text_format("n%s", index);
	return text_format("+%s:%s", subsystem, strrchr(path, '/') + 1);
}

bool
udev_is_there(void)
{
	static enum tri there;

	if (!there)
		there = sysfs_has("/run/udev", "data") ? YES : NO;
	return there == YES;
}

struct udev *
udev_read(const char *path, const char *uevent)
{
	struct udev *udev = xcalloc(1, sizeof *udev);
	auto_free char *name = udev_is_there() ? file_name(path, uevent) : NULL;
	auto_free char *contents = name ? sysfs_bytes("/run/udev/data", name, NULL) : NULL;

	for (const char *line = contents; line && *line; line += strcspn(line, "\n"), line += *line == '\n')
		strings_take(&udev->lines, xstrndup(line, strcspn(line, "\n")));
	return udev;
}

void
udev_free(struct udev *udev)
{
	if (!udev)
		return;
	strings_done(&udev->lines);
	free(udev);
}

const char *
udev_value(const struct udev *udev, const char *key)
{
	size_t length = strlen(key);

	for (unsigned i = 0; i < udev->lines.n; i++) {
		const char *line = udev->lines.item[i];

		if (text_starts(line, "E:") && strncmp(line + 2, key, length) == 0 && line[2 + length] == '=')
			return line + 2 + length + 1;
	}
	return NULL;
}

void
udev_links(const struct udev *udev, struct strings *ret_links)
{
	for (unsigned i = 0; i < udev->lines.n; i++)
		if (text_starts(udev->lines.item[i], "S:"))
			strings_addf(ret_links, "/dev/%s", udev->lines.item[i] + 2);
	strings_sort(ret_links);
}
