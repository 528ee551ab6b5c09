/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* net-define - store the definition of a network */
#include "command/command.h"
#include "command/net_item.h"

static bool if_changed, auto_subnet;

static const struct option_row options[] = {
	OPT_FLAG(0, "if-changed",  &if_changed,  "do nothing when the stored definition says the same"),
	OPT_FLAG(0, "auto-subnet", &auto_subnet, "replace a subnet that is taken by a free one"),
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
	enum network_define_how how = net_define_asked() | (if_changed ? NETWORK_IF_CHANGED : 0) |
				      (auto_subnet ? NETWORK_FREE_SUBNET : 0);
	bool changed = true;

	if (!xml || network_define(xml, input_name(file), how, NULL, &name, &changed) < 0)
		return -1;
	say("%s %s", name, changed ? "defined" : "unchanged");
	return 0;
}

const struct command command = {
	.name      = "net-define",
	.summary   = "store the definition of a network, replacing the one of that name and UUID",
	.virsh     = "net-define",
	.example   = "net-dumpxml default --inactive | sed '/<uuid>/d; /<bridge/d; s/default/lab/' | net-define --auto-subnet -",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = define,
};
