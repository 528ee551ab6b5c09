/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-create-as - start a storage pool that options tell; nothing is stored */
#include "command/pool_program.h"

static bool print_only;
static struct pool_build_options build;

static const struct option_row options[] = {
	OPT_FLAG(0, "print-xml", &print_only, "print the document instead"),
	POOL_BUILD_OPTIONS(build),
	POOL_SOURCE_OPTIONS,
	ROWS_END
};

static const struct argument_row arguments[] = {
	POOL_SOURCE_ARGUMENTS,
	ROWS_END
};

static int
create(void)
{
	auto_free char *xml = pool_source_document();
	enum pool_build how;

	if (print_only) {
		answer("%s", xml);
		return 0;
	}
	if (pool_build_asked(&build, &how) < 0 || pool_create(xml, pool_said.name, 0, how) < 0)
		return -1;
	say("created");
	return 0;
}

const struct command command = {
	.name      = "pool-create-as",
	.summary   = "start a storage pool that options tell; nothing is stored",
	.virsh     = "pool-create-as",
	.example   = "pool-create-as images dir --target /srv/images",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = POOL_CHANGE_FAULTS,
	.run       = create,
};
