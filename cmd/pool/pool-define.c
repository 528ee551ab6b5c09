/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-define - store the definition of a storage pool */
#include "command/pool_program.h"

static bool if_changed;

static const struct option_row options[] = {
	OPT_FLAG(0, "if-changed", &if_changed, "do nothing when the stored definition says the same"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG_DOCUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
define(const char *file)
{
	auto_free char *xml = input_read(file, NULL);
	auto_free char *name = NULL;
	enum pool_define_how how = pool_define_asked() | (if_changed ? POOL_IF_CHANGED : 0);
	bool changed = true;

	if (!xml || pool_define(xml, input_name(file), how, NULL, &name, &changed) < 0)
		return -1;
	say("%s %s", name, changed ? "defined" : "unchanged");
	return 0;
}

const struct command command = {
	.name      = "pool-define",
	.summary   = "store the definition of a storage pool",
	.virsh     = "pool-define",
	.example   = "pool-dumpxml images | sed s/images/more/g | pool-define -",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = POOL_CHANGE_FAULTS,
	.each      = define,
};
