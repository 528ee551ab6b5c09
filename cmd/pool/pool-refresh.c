/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-refresh - look at a storage pool again; leftovers of killed programs are removed */
#include "command/pool_program.h"

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL_ACTIVE, ARG_MANY),
	ROWS_END
};

static int
refresh(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_CHANGE);

	if (!pool)
		return -1;
	if (pool_refresh(pool) < 0)
		return -1;
	say("refreshed");
	return 0;
}

const struct command command = {
	.name      = "pool-refresh",
	.summary   = "look at a storage pool again; leftovers of killed programs are removed",
	.virsh     = "pool-refresh",
	.example   = "pool-refresh images",
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = POOL_CHANGE_FAULTS,
	.each      = refresh,
};
