/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-wipe - overwrite the contents of a storage volume that no virtual machine uses */
#include "command/pool_program.h"

static const char *pool_name;
static const char *algorithm;

static const struct option_row options[] = {
	VOLUME_POOL_OPTION(&pool_name),
	OPT_WORD(0, "algorithm", &algorithm, "WORD", volume_wipe_words, "what is written: zero when nothing is said"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	VOLUME_ARGUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
wipe(const char *word)
{
	auto_volume struct volume *volume = volume_open(pool_name, word);

	if (!volume)
		return -1;
	volume_progress_begin("Wipe", word);
	if (volume_wipe(volume, algorithm, volume_progress_show) < 0)
		return -1;
	volume_progress_end();
	say("wiped");
	return 0;
}

const struct command command = {
	.name      = "vol-wipe",
	.summary   = "overwrite the contents of a storage volume that no virtual machine uses",
	.virsh     = "vol-wipe",
	.example   = "vol-wipe images/old.img --algorithm=random",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = VOLUME_FAULTS,
	.each      = wipe,
};
