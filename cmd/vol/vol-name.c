/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-name - name of a storage volume */
#include "command/pool_program.h"

static const struct argument_row arguments[] = {
	VOLUME_ARGUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
show(const char *word)
{
	auto_volume struct volume *volume = volume_open(NULL, word);

	if (!volume)
		return -1;
	answer("%s\n", volume->name);
	return 0;
}

const struct command command = {
	.name      = "vol-name",
	.summary   = "name of a storage volume",
	.virsh     = "vol-name",
	.example   = "vol-name /srv/images/web1.qcow2",
	.arguments = arguments,
	.faults    = VOLUME_FAULTS,
	.each      = show,
};
