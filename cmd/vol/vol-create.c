/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-create - make a storage volume from a document */
#include "command/pool_program.h"

static const char *pool_name;
static const char *file;
static bool preallocate, print_path;

static const struct option_row options[] = {
	VOLUME_PREALLOCATE_OPTION(&preallocate),
	OPT_FLAG(0, "print-path", &print_path, "print where it is"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("POOL", "pool", VALUE_POOL_ACTIVE, ARG_ONE, &pool_name, "storage pool to make it in"),
	ARG_DOCUMENT(ARG_ONE, &file),
	ROWS_END
};

static int
create(void)
{
	auto_free char *xml = input_read(file, NULL);
	auto_pool struct pool *pool = xml ? pool_open(pool_name, OBJECT_TO_READ) : NULL;
	auto_document(volume_def) struct volume_def *def = NULL;
	enum volume_how how = volume_asked() | (preallocate ? VOLUME_PREALLOCATE : 0);

	if (!pool || volume_create(pool, xml, input_name(file), how, NULL, NULL, &def) < 0)
		return -1;
	if (print_path && def)
		answer("%s\n", def->target.path);
	say("created");
	return 0;
}

const struct command command = {
	.name      = "vol-create",
	.summary   = "make a storage volume from a document",
	.virsh     = "vol-create",
	.example   = "vol-create images web1.xml",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = VOLUME_FAULTS | CAN(SCHEMA),
	.run       = create,
};
