/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-name - name of a storage pool */
#include "command/pool_program.h"

static const struct argument_row arguments[] = {
	ARG("UUID", "pool", VALUE_POOL, ARG_MANY, NULL, "UUID of the storage pool"),
	ROWS_END
};

static int
show(const char *uuid)
{
	auto_pool struct pool *pool = pool_open(uuid, OBJECT_TO_READ);

	if (!pool)
		return -1;
	answer("%s\n", pool->object.name);
	return 0;
}

const struct command command = {
	.name      = "pool-name",
	.summary   = "name of a storage pool",
	.virsh     = "pool-name",
	.example   = "pool-name dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566",
	.arguments = arguments,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.each      = show,
};
