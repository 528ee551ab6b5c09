/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-uuid - UUID of a storage pool */
#include "command/pool_program.h"

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL, ARG_MANY),
	ROWS_END
};

static int
show(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_READ);
	const struct pool_def *def = pool ? pool_def(pool) : NULL;

	if (!def)
		return -1;
	answer("%s\n", def->uuid);
	return 0;
}

const struct command command = {
	.name      = "pool-uuid",
	.summary   = "UUID of a storage pool",
	.virsh     = "pool-uuid",
	.example   = "pool-uuid images",
	.arguments = arguments,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.each      = show,
};
