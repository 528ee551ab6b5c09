/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-dumpxml - print the XML of a storage volume */
#include "command/pool_program.h"

static const char *pool_name;

static const struct option_row options[] = {
	VOLUME_POOL_OPTION(&pool_name),
	ROWS_END
};

static const struct argument_row arguments[] = {
	VOLUME_ARGUMENT(ARG_MANY, NULL),
	ROWS_END
};

static int
dump(const char *word)
{
	auto_volume struct volume *volume = volume_open(pool_name, word);
	auto_free char *xml = volume ? volume_xml(volume) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "vol-dumpxml",
	.summary   = "print the XML of a storage volume",
	.virsh     = "vol-dumpxml",
	.example   = "vol-dumpxml images/web1.qcow2",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = VOLUME_FAULTS,
	.each      = dump,
};
