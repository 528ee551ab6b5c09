/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-define - store the definition of a virtual machine */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/vm.h"

static bool if_changed;
static const char *if_match;

static const struct option_row options[] = {
	OPT_FLAG (0, "if-changed", &if_changed, "do nothing when the stored definition says the same"),
	OPT_VALUE(0, "if-match", VALUE_TEXT, &if_match, "HASH", "only when the stored definition still has this hash"),
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
	enum vm_define_how how = vm_define_asked() | (if_changed ? DEFINE_IF_CHANGED : 0);
	bool changed = true;

	if (!xml || vm_define(xml, input_name(file), how, if_match, &name, &changed) < 0)
		return -1;
	say("%s %s", name, changed ? "defined" : "unchanged");
	return 0;
}

const struct command command = {
	.name      = "vm-define",
	.summary   = "store the definition of a virtual machine, replacing the one of that name and UUID",
	.virsh     = "define",
	.example   = "vm-dumpxml web1 --inactive | sed 's/web1/web2/; /<uuid>/d' | vm-define -",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(XML) | CAN(CONFIG) | CAN(SCHEMA) | CAN(STATE) | CAN(DENIED) | CAN(BUSY),
	.each      = define,
};
