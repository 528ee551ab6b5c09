/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-path - path of a storage volume */
#include "command/pool_program.h"

static const char *pool_name;

static const struct option_row options[] = {
	VOLUME_POOL_OPTION(&pool_name),
	ROWS_END
};

static const struct argument_row arguments[] = {
	VOLUME_ARGUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
show(const char *word)
{
	auto_volume struct volume *volume = volume_open(pool_name, word);
	const struct volume_def *def = volume ? volume_def(volume) : NULL;

	if (!def)
		return -1;
	answer("%s\n", def->target.path);
	return 0;
}

const struct command command = {
	.name      = "vol-path",
	.summary   = "path of a storage volume",
	.virsh     = "vol-path",
	.example   = "vol-path images/web1.qcow2",
	.options   = options,
	.arguments = arguments,
	.faults    = VOLUME_FAULTS,
	.each      = show,
};
