/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cgroup - a control group of its own for each emulator, where we may make one */
#include "cgroup.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static const char controllers[] = "+cpu +memory +io +pids";

/* Children of the slice get the controllers that it has, one by one as each may be missing;
 * the old trees have no such file. */
static void
pass_on_controllers(const char *slice)
{
	auto_free char *file = text_format("%s/cgroup.subtree_control", slice);
	auto_close int fd = open(file, O_WRONLY | O_CLOEXEC);

	for (const char *at = controllers; fd >= 0 && *at;) {
		size_t length = strcspn(at, " ");

		(void)!write(fd, at, length);
		at += length + (at[length] == ' ');
	}
}

static void
make_one(const char *directory)
{
	auto_free char *slice = xstrndup(directory, (size_t)(strrchr(directory, '/') - directory));

	if (mkdir(directory, 0755) == 0)
		return;
	if (mkdir(slice, 0755) == 0)
		pass_on_controllers(slice);
	(void)!mkdir(directory, 0755);
}

static void
each(const char *cgroups, void (*call)(const char *directory))
{
	while (cgroups && *cgroups) {
		size_t length = strcspn(cgroups, ":");
		auto_free char *directory = xstrndup(cgroups, length);

		call(directory);
		cgroups += length + (cgroups[length] == ':');
	}
}

void
cgroup_make(const char *cgroups)
{
	each(cgroups, make_one);
}

static void
remove_one(const char *directory)
{
	rmdir(directory);
}

void
cgroup_remove(const char *cgroups)
{
	each(cgroups, remove_one);
}
