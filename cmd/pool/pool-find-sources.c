/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool-find-sources - what storage pools of a type could be made of here */
#include "command/pool_program.h"

static const char *type, *spec, *spec_file;

static const struct option_row options[] = {
	OPT_VALUE(0, "srcSpec", VALUE_FILE, &spec_file, "FILE", "the same as SRCSPEC"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("TYPE", "type", VALUE_TEXT, ARG_ONE, &type, "type of pool"),
	ARG("SRCSPEC", NULL, VALUE_FILE, ARG_OPTIONAL, &spec, "<source> document that says where to look"),
	ROWS_END
};

static int
find(void)
{
	const char *file = spec_file ? spec_file : spec;
	auto_free char *xml = file ? input_read(file, NULL) : NULL;
	auto_text struct text out = { 0 };

	if (file && !xml)
		return -1;
	return pool_find_sources(type, xml, file, &out) < 0 ? -1 : print_xml(text_get(&out));
}

const struct command command = {
	.name      = "pool-find-sources",
	.summary   = "what storage pools of a type could be made of here",
	.virsh     = "find-storage-pool-sources",
	.example   = "pool-find-sources logical",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(FAILED) | CAN(XML) | CAN(UNSUPPORTED),
	.run       = find,
};
