/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-destroy - stop a storage pool: unmount it or log out; what is in it stays */
#include "command/pool_program.h"

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL_ACTIVE, ARG_MANY),
	ROWS_END
};

static int
stop(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_CHANGE);

	if (!pool)
		return -1;
	if (!pool->object.active)
		return already("not active");
	if (pool_stop(pool) < 0)
		return -1;
	say("stopped");
	return 0;
}

const struct command command = {
	.name      = "pool-destroy",
	.summary   = "stop a storage pool: unmount it or log out; what is in it stays",
	.virsh     = "pool-destroy",
	.example   = "pool-destroy images",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = POOL_CHANGE_FAULTS,
	.each      = stop,
};
