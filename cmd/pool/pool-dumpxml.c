/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-dumpxml - print the XML definition of a storage pool */
#include "command/pool_program.h"

static bool inactive;

static const struct option_row options[] = {
	OPT_FLAG(0, "inactive", &inactive, "the stored definition, also of an active one"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL, ARG_MANY),
	ROWS_END
};

static int
dump(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_READ);
	auto_free char *xml = pool ? pool_xml(pool, inactive) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "pool-dumpxml",
	.summary   = "print the XML definition of a storage pool",
	.virsh     = "pool-dumpxml",
	.example   = "pool-dumpxml images --xpath=//target/path",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(TIMEOUT) | CAN(STATE),
	.each      = dump,
};
