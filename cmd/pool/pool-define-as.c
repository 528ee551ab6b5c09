/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-define-as - store the definition of a storage pool that options tell */
#include "command/pool_program.h"

static bool print_only;

static const struct option_row options[] = {
	OPT_FLAG(0, "print-xml", &print_only, "print the document instead"),
	POOL_SOURCE_OPTIONS,
	ROWS_END
};

static const struct argument_row arguments[] = {
	POOL_SOURCE_ARGUMENTS,
	ROWS_END
};

static int
define(void)
{
	auto_free char *xml = pool_source_document();

	if (print_only) {
		answer("%s", xml);
		return 0;
	}
	if (pool_define(xml, pool_said.name, 0, NULL, NULL, NULL) < 0)
		return -1;
	say("defined");
	return 0;
}

const struct command command = {
	.name      = "pool-define-as",
	.summary   = "store the definition of a storage pool that options tell",
	.virsh     = "pool-define-as",
	.example   = "pool-define-as images dir --target /srv/images",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = POOL_CHANGE_FAULTS,
	.run       = define,
};
