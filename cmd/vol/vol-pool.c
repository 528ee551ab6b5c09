/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-pool - storage pool that a volume is in */
#include "command/pool_program.h"

static bool uuid;

static const struct option_row options[] = {
	OPT_FLAG(0, "uuid", &uuid, "its UUID instead of its name"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	VOLUME_ARGUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
show(const char *word)
{
	auto_volume struct volume *volume = volume_open(NULL, word);
	const struct pool_def *def = volume ? pool_def(volume->pool) : NULL;

	if (!def)
		return -1;
	answer("%s\n", uuid ? def->uuid : def->name);
	return 0;
}

const struct command command = {
	.name      = "vol-pool",
	.summary   = "storage pool that a volume is in",
	.virsh     = "vol-pool",
	.example   = "vol-pool /srv/images/web1.qcow2",
	.options   = options,
	.arguments = arguments,
	.faults    = VOLUME_FAULTS,
	.each      = show,
};
