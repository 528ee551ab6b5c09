/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-create-from - make a storage volume from a document, with the contents of another */
#include "command/pool_program.h"

static const char *pool_name;
static const char *file, *vol, *input_pool;
static bool preallocate, reflink;

static const struct option_row options[] = {
	VOLUME_PREALLOCATE_OPTION(&preallocate),
	VOLUME_REFLINK_OPTION(&reflink),
	OPT_VALUE(0, "inputpool", VALUE_POOL_ACTIVE, &input_pool, "POOL", "storage pool of the original"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("POOL", "pool", VALUE_POOL_ACTIVE, ARG_ONE, &pool_name, "storage pool to make it in"),
	ARG_DOCUMENT(ARG_ONE, &file),
	ARG("VOL", "vol", VALUE_TEXT, ARG_ONE, &vol, "the original: name, key or path"),
	ROWS_END
};

static int
create(void)
{
	auto_free char *xml = input_read(file, NULL);
	auto_pool struct pool *pool = xml ? pool_open(pool_name, OBJECT_TO_READ) : NULL;
	auto_volume struct volume *from = pool ? volume_open(input_pool ? input_pool : pool_name, vol) : NULL;
	enum volume_how how = volume_asked() | (preallocate ? VOLUME_PREALLOCATE : 0) | (reflink ? VOLUME_REFLINK : 0);

	if (!from)
		return -1;
	volume_progress_begin("Copy", vol);
	if (volume_create(pool, xml, input_name(file), how, from, volume_progress_show, NULL) < 0)
		return -1;
	volume_progress_end();
	say("created");
	return 0;
}

const struct command command = {
	.name      = "vol-create-from",
	.summary   = "make a storage volume from a document, with the contents of another",
	.virsh     = "vol-create-from",
	.example   = "vol-create-from images web2.xml base.qcow2",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN | JOB,
	.faults    = VOLUME_FAULTS | CAN(SCHEMA),
	.run       = create,
};
