/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* cgroup - a control group of its own for each emulator, where we may make one */
#include "cgroup.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "state/place.h"

#define ROOT "/sys/fs/cgroup"

/* The unified hierarchy is one tree; before it, each of these was one. */
static const char *const old_trees[] = { "cpu", "cpuacct", "memory", "blkio", "devices", "freezer" };

static const char controllers[] = "+cpu +memory +io +pids";

static bool
unified(void)
{
	return access(ROOT "/cgroup.controllers", F_OK) == 0;
}

static void
add(struct text *text, const char *tree, const char *slice, const char *name, int id)
{
	auto_free char *parent = text_format(ROOT "%s", tree);

	if (access(parent, W_OK) == 0)
		text_addf(text, "%s%s%s/qemu-%d-%d-%s", text->length ? ":" : "", parent, slice,
			  id, (int)getpid(), name);
}

/* Two trees of files (VIRTUTILS_ROOT) may have guests of one name and number: our
 * pid tells them apart. */
char *
cgroup_plan(const char *name, int id)
{
	auto_text struct text text = { 0 };

	if (place_is_session() || strchr(name, ':'))
		return NULL;
	if (unified())
		add(&text, "", "/virtutils.slice", name, id);
	for (unsigned i = 0; !unified() && i < COUNT(old_trees); i++) {
		auto_free char *tree = text_format("/%s", old_trees[i]);

		add(&text, tree, "/virtutils", name, id);
	}
	return text.length ? text_take(&text) : NULL;
}

/* Children of the slice get the controllers that it has, one by one as each may be missing. */
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
	if (mkdir(slice, 0755) == 0 && unified())
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
