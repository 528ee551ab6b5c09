/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-edit - change the stored definition of a storage pool */
#include "command/pool_program.h"

static const struct argument_row arguments[] = {
	POOL_ARGUMENT(VALUE_POOL, ARG_ONE),
	ROWS_END
};

/* Nobody may have changed what the editor got meanwhile. */
static int
accept(const char *edited, const void *before)
{
	return pool_define(edited, "edited", asked.skip_validate ? 0 : POOL_VALIDATE, before, NULL, NULL);
}

/* No lock is held while the user thinks. */
static int
edit(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_READ);
	auto_free char *before = pool ? pool_xml(pool, true) : NULL;

	return before ? edit_xml(before, ".xml", accept, before) : -1;
}

const struct command command = {
	.name      = "pool-edit",
	.summary   = "change the stored definition of a storage pool",
	.virsh     = "pool-edit",
	.example   = "pool-edit images --set=/pool/target/path=/srv/images",
	.arguments = arguments,
	.bundles   = CHANGES | EDIT,
	.faults    = POOL_CHANGE_FAULTS,
	.each      = edit,
};
