/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-start - start a storage pool: mount it or log in */
#include "command/pool_program.h"

static struct pool_build_options build;

static const struct option_row options[] = {
	POOL_BUILD_OPTIONS(build),
	ROWS_END
};

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL_INACTIVE, ARG_MANY),
	ROWS_END
};

static int
start(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_CHANGE);
	enum pool_build how;

	if (!pool)
		return -1;
	if (pool->object.active)
		return already("already active");
	if (pool_build_asked(&build, &how) < 0 || pool_start(pool, how) < 0)
		return -1;
	say("started");
	return 0;
}

const struct command command = {
	.name      = "pool-start",
	.summary   = "start a storage pool: mount it or log in",
	.virsh     = "pool-start",
	.example   = "pool-start images",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = POOL_CHANGE_FAULTS,
	.each      = start,
};
