/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter-define - store a network filter */
#include "command/command.h"
#include "driver/nwfilter.h"

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
	enum nwfilter_define_how how = (if_changed ? NWFILTER_IF_CHANGED : 0) |
				       (asked.validate ? NWFILTER_VALIDATE : 0) |
				       (asked.strict ? NWFILTER_STRICT : 0);
	bool changed = true;

	if (!xml || nwfilter_define(xml, input_name(file), how, NULL, &name, &changed) < 0)
		return -1;
	say("%s %s", name, changed ? "defined" : "unchanged");
	return 0;
}

const struct command command = {
	.name      = "nwfilter-define",
	.summary   = "store a network filter, and put it in force where it is used",
	.virsh     = "nwfilter-define",
	.example   = "nwfilter-dumpxml clean-traffic | sed '/<uuid>/d; s/clean-traffic/our-traffic/' | nwfilter-define -",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(ARGUMENT) | CAN(MISSING) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = define,
};
