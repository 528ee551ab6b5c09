/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter-binding-create - filter a port */
#include "command/command.h"
#include "driver/nwfilter.h"

static const struct argument_row arguments[] = {
	ARG_DOCUMENT(ARG_ONE, NULL),
	ROWS_END
};

static int
create(const char *file)
{
	auto_free char *xml = input_read(file, NULL);
	enum model_how how = asked.strict || asked.validate ? READ_STRICT : 0;
	auto_document(nwfilter_binding_def) struct nwfilter_binding_def *def =
		xml ? nwfilter_binding_def_parse(xml, strlen(xml), input_name(file), VIEW_CONFIG, how) : NULL;

	if (!def && asked.validate && fail_fault() == FAULT_XML)
		fail_as(FAULT_SCHEMA);
	if (!def || nwfilter_bind(def, 0) < 0)
		return -1;
	say("%s is filtered by %s", def->portdev, def->filter->filter);
	return 0;
}

const struct command command = {
	.name      = "nwfilter-binding-create",
	.summary   = "filter what a guest's interface on the host sends and receives",
	.virsh     = "nwfilter-binding-create",
	.example   = "nwfilter-binding-create binding.xml",
	.arguments = arguments,
	.bundles   = CHANGES | XML_IN,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(ARGUMENT) | CAN(MISSING) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = create,
};
