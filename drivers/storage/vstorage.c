/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vstorage - pools that are a cluster of Virtuozzo Storage, mounted by vstorage-mount */
#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include "file.h"
#include "mount.h"
#include "tool.h"

enum { USUAL_MODE = 0700 };

/* Whom the files are to belong to, by name: it takes no numbers.  Caller frees. */
static char *
user_of(const struct permissions *permissions)
{
	const struct passwd *user = getpwuid(permissions->owner.given ? (uid_t)permissions->owner.value : geteuid());

	return user ? xstrdup(user->pw_name) : NULL;
}

static char *
group_of(const struct permissions *permissions)
{
	const struct group *group = getgrgid(permissions->group.given ? (gid_t)permissions->group.value : getegid());

	return group ? xstrdup(group->gr_name) : NULL;
}

static int
start(const struct pool_def *def)
{
	const struct permissions *permissions = &def->target.permissions;
	auto_free char *user = user_of(permissions);
	auto_free char *group = group_of(permissions);
	auto_free char *mode = text_format("%o", permissions->mode.given ? (unsigned)permissions->mode.value
									 : (unsigned)USUAL_MODE);

	if (!user || !group)
		return fail(FAULT_CONFIG, "the owner or group of the target is nobody here");
	if (mount_is_there(def))
		return 0;
	return tool_run(NULL, "vstorage-mount", "-c", def->source.name, def->target.path, "-m", mode,
			"-g", group, "-u", user, NULL);
}

static int
build(const struct pool_def *def, enum pool_build how)
{
	if (how & (POOL_BUILD_OVERWRITE | POOL_BUILD_IF_NEW))
		return fail(FAULT_OPTION, "a cluster is not formatted here");
	return file_pool_make(def);
}

const struct backend backend_vstorage = {
	.tool = "vstorage-mount",
	.pool = {
		.build = build, .remove = mount_remove_target, .start = start, .stop = mount_stop,
		.is_there = mount_is_there, .clean = file_volume_clean, .usage = file_volume_usage, .look = file_pool_look,
	},
	.volume = FILE_VOLUMES,
};
