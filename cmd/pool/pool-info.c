/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-info - summary of a storage pool */
#include "command/pool_program.h"

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL, ARG_MANY),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",       CELL_TEXT,   "name",                     false, pool_cell_name },
	{ "UUID",       CELL_TEXT,   "UUID",                     false, pool_cell_uuid },
	{ "STATE",      CELL_TEXT,   "running or inactive",      false, pool_cell_running },
	{ "PERSISTENT", CELL_YES_NO, "has a stored definition",  false, pool_cell_persistent },
	{ "AUTOSTART",  CELL_YES_NO, "starts with the host",     false, pool_cell_autostart },
	{ "CAPACITY",   CELL_BYTES,  "room for volumes",         false, pool_cell_capacity },
	{ "ALLOCATION", CELL_BYTES,  "room taken",               false, pool_cell_allocation },
	{ "AVAILABLE",  CELL_BYTES,  "room left",                false, pool_cell_available },
	COLUMNS_END
};

static int
show(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_READ);

	return pool ? info_print(columns, pool) : -1;
}

const struct command command = {
	.name      = "pool-info",
	.summary   = "summary of a storage pool",
	.virsh     = "pool-info",
	.example   = "pool-info images -o AVAILABLE --bytes",
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(TIMEOUT),
	.each      = show,
	.finish    = info_finish,
};
