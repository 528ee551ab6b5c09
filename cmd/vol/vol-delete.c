/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-delete - delete a storage volume that no virtual machine uses */
#include "command/pool_program.h"
#include "command/vm_program.h"

static const char *pool_name;
static bool snapshots, force;

static const struct option_row options[] = {
	VOLUME_POOL_OPTION(&pool_name),
	OPT_FLAG(0, "delete-snapshots", &snapshots, "also the snapshots that the pool keeps of it"),
	OPT_FLAG(0, "force", &force, "although a virtual machine uses it"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	VOLUME_ARGUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
delete(const char *word)
{
	auto_volume struct volume *volume = volume_open(pool_name, word);

	if (!volume)
		return absent_is_fine();
	if (volume_delete(volume, (force ? VOLUME_FORCE : 0) | (snapshots ? VOLUME_SNAPSHOTS : 0)) < 0)
		return -1;
	say("deleted");
	return 0;
}

const struct command command = {
	.name      = "vol-delete",
	.summary   = "delete a storage volume that no virtual machine uses",
	.virsh     = "vol-delete",
	.example   = "vol-delete images/old.qcow2",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = VOLUME_FAULTS,
	.each      = delete,
};
