/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-autostart - start a storage pool with the host, or no longer */
#include "command/pool_program.h"

static bool disable;

static const struct option_row options[] = {
	OPT_FLAG(0, "disable", &disable, "no longer"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL, ARG_MANY),
	ROWS_END
};

static int
mark(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_CHANGE);

	if (!pool)
		return -1;
	if (object_set_autostart(&pool->object, !disable) < 0)
		return -1;
	say("marked");
	return 0;
}

const struct command command = {
	.name      = "pool-autostart",
	.summary   = "start a storage pool with the host, or no longer",
	.virsh     = "pool-autostart",
	.example   = "pool-autostart images",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = POOL_CHANGE_FAULTS,
	.each      = mark,
};
