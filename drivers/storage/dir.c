/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* dir - pools that are a directory */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static int
build(const struct pool_def *def, enum pool_build how)
{
	if (how & (POOL_BUILD_OVERWRITE | POOL_BUILD_IF_NEW))
		return fail(FAULT_OPTION, "a directory is not formatted: it can neither be overwritten nor not");
	return file_pool_make(def);
}

static int
start(const struct pool_def *def)
{
	auto_close int dir = file_pool_open(def);

	return dir < 0 ? -1 : 0;
}

static int
unmake(const struct pool_def *def)
{
	if (file_volume_clean(def) < 0)
		return -1;
	return rmdir(def->target.path) < 0 ? fail_errno("remove %s", def->target.path)
		: file_sync_parent(def->target.path);
}

const struct backend backend_dir = {
	.pool = {
		.build = build, .remove = unmake, .start = start,
		.clean = file_volume_clean, .usage = file_volume_usage, .look = file_pool_look,
	},
	.volume = FILE_VOLUMES,
};
