/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cgroup - a control group of its own for each emulator, where we may make one */
#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

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
make_one(const char *directory, pid_t pid)
{
	auto_free char *slice = xstrndup(directory, (size_t)(strrchr(directory, '/') - directory));

	(void)pid;
	if (mkdir(directory, 0755) == 0)
		return;
	if (mkdir(slice, 0755) == 0)
		pass_on_controllers(slice);
	(void)!mkdir(directory, 0755);
}

static void
each(const char *cgroups, void (*call)(const char *directory, pid_t pid), pid_t pid)
{
	while (cgroups && *cgroups) {
		size_t length = strcspn(cgroups, ":");
		auto_free char *directory = xstrndup(cgroups, length);

		call(directory, pid);
		cgroups += length + (cgroups[length] == ':');
	}
}

void
cgroup_make(const char *cgroups)
{
	each(cgroups, make_one, 0);
}

static void
enter_one(const char *directory, pid_t pid)
{
	auto_free char *file = text_format("%s/cgroup.procs", directory);
	auto_close int fd = open(file, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || dprintf(fd, "%d", (int)pid) < 0)
		fprintf(stderr, "%s: %s\n", file, strerror(errno));
}

void
cgroup_enter(const char *cgroups, pid_t pid)
{
	each(cgroups, enter_one, pid);
}

/* Groups of its threads are below it, one deep.  Their files cannot be unlinked, nor need be. */
static void
remove_one(const char *directory, pid_t pid)
{
	DIR *children = opendir(directory);
	struct dirent *child;

	(void)pid;
	while (children && (child = readdir(children)))
		if (child->d_type == DT_DIR && *child->d_name != '.')
			unlinkat(dirfd(children), child->d_name, AT_REMOVEDIR);
	if (children)
		closedir(children);
	rmdir(directory);
}

void
cgroup_remove(const char *cgroups)
{
	each(cgroups, remove_one, 0);
}
