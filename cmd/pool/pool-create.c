/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-create - start a storage pool straight from a document; nothing is stored */
#include "command/pool_program.h"

static struct pool_build_options build;

static const struct option_row options[] = {
	POOL_BUILD_OPTIONS(build),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG_DOCUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
create(const char *file)
{
	auto_free char *xml = input_read(file, NULL);
	enum pool_build how;

	if (!xml || pool_build_asked(&build, &how) < 0 ||
	    pool_create(xml, input_name(file), pool_define_asked(), how) < 0)
		return -1;
	say("created");
	return 0;
}

const struct command command = {
	.name      = "pool-create",
	.summary   = "start a storage pool straight from a document; nothing is stored",
	.virsh     = "pool-create",
	.example   = "pool-create --build images.xml",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = POOL_CHANGE_FAULTS,
	.each      = create,
};
