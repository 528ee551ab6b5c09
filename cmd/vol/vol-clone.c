/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-clone - copy a storage volume under a new name in its pool */
#include "command/pool_program.h"

static const char *pool_name;
static const char *vol, *new_name;
static bool preallocate, reflink, print_only;

static const struct option_row options[] = {
	VOLUME_POOL_OPTION(&pool_name),
	VOLUME_PREALLOCATE_OPTION(&preallocate),
	VOLUME_REFLINK_OPTION(&reflink),
	OPT_FLAG (0, "print-xml", &print_only, "print the document of the copy instead"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	VOLUME_ARGUMENT(ARG_ONE, &vol),
	ARG("NEWNAME", "newname", VALUE_TEXT, ARG_ONE, &new_name, "name of the copy"),
	ROWS_END
};

static int
clone(void)
{
	auto_volume struct volume *volume = volume_open(pool_name, vol);
	auto_free char *xml = volume && volume_def(volume) ? volume_copy_xml(volume, new_name) : NULL;

	if (!xml)
		return -1;
	if (print_only)
		return print_xml(xml);
	volume_progress_begin("Clone", vol);
	if (volume_create(volume->pool, xml, new_name,
			  (preallocate ? VOLUME_PREALLOCATE : 0) | (reflink ? VOLUME_REFLINK : 0),
			  volume, volume_progress_show, NULL) < 0)
		return -1;
	volume_progress_end();
	say("cloned");
	return 0;
}

const struct command command = {
	.name      = "vol-clone",
	.summary   = "copy a storage volume under a new name in its pool",
	.virsh     = "vol-clone",
	.example   = "vol-clone images/base.qcow2 web2.qcow2",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = VOLUME_FAULTS,
	.run       = clone,
};
