/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-undefine - drop the definition of a storage pool */
#include "command/pool_program.h"
#include "command/vm_program.h"

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL_INACTIVE, ARG_MANY),
	ROWS_END
};

static int
undefine(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_CHANGE);

	if (!pool)
		return absent_is_fine();
	if (pool_undefine(pool) < 0)
		return -1;
	say("undefined");
	return 0;
}

const struct command command = {
	.name      = "pool-undefine",
	.summary   = "drop the definition of a storage pool",
	.virsh     = "pool-undefine",
	.example   = "pool-undefine images",
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = POOL_CHANGE_FAULTS,
	.each      = undefine,
};
