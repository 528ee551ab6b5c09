/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-build - make what a storage pool is made of: a directory, file system, label or group */
#include "command/pool_program.h"

static struct pool_build_options build;

static const struct option_row options[] = {
	POOL_OVERWRITE_OPTIONS(build),
	ROWS_END
};

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL_INACTIVE, ARG_MANY),
	ROWS_END
};

static int
make(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_CHANGE);
	enum pool_build how;

	if (!pool)
		return -1;
	if (pool_build_asked(&build, &how) < 0 || pool_build(pool, how) < 0)
		return -1;
	say("built");
	return 0;
}

const struct command command = {
	.name      = "pool-build",
	.summary   = "make what a storage pool is made of: a directory, file system, label or group",
	.virsh     = "pool-build",
	.example   = "pool-build images",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = POOL_CHANGE_FAULTS,
	.each      = make,
};
