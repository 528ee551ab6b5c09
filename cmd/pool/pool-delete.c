/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-delete - unmake what a storage pool is made of */
#include "command/pool_program.h"

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL_INACTIVE, ARG_MANY),
	ROWS_END
};

static int
unmake(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_CHANGE);

	if (!pool)
		return -1;
	if (pool_delete(pool) < 0)
		return -1;
	say("deleted");
	return 0;
}

const struct command command = {
	.name      = "pool-delete",
	.summary   = "unmake what a storage pool is made of",
	.virsh     = "pool-delete",
	.example   = "pool-delete images",
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = POOL_CHANGE_FAULTS,
	.each      = unmake,
};
