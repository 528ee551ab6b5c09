/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-info - summary of a storage volume */
#include "command/pool_program.h"

static const char *pool_name;
static bool physical;

static const struct option_row options[] = {
	VOLUME_POOL_OPTION(&pool_name),
	OPT_FLAG (0, "physical", &physical, "also the size of the file or device"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	VOLUME_ARGUMENT(ARG_MANY, NULL),
	ROWS_END
};

static const struct column columns[] = {
	{ "NAME",       CELL_TEXT,   "name",                             false, volume_cell_name },
	{ "TYPE",       CELL_TEXT,   "file, block, dir ...",             false, volume_cell_type },
	{ "CAPACITY",   CELL_BYTES,  "size that users see",              false, volume_cell_capacity },
	{ "ALLOCATION", CELL_BYTES,  "room it takes",                    false, volume_cell_allocation },
	{ "PHYSICAL",   CELL_BYTES,  "size of the file or device",       true,  volume_cell_physical },
	{ "TORN",       CELL_YES_NO, "writing into it was cut short, or goes on", true, volume_cell_torn },
	COLUMNS_END
};

static int
show(const char *word)
{
	auto_volume struct volume *volume = volume_open(pool_name, word);

	if (physical && !asked.output)
		asked.output = "+PHYSICAL";
	return volume ? info_print(columns, volume) : -1;
}

const struct command command = {
	.name      = "vol-info",
	.summary   = "summary of a storage volume",
	.virsh     = "vol-info",
	.example   = "vol-info images/web1.qcow2 -o CAPACITY --bytes",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = INFO,
	.faults    = VOLUME_FAULTS,
	.each      = show,
	.finish    = info_finish,
};
