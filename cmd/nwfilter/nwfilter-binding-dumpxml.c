/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter-binding-dumpxml - print what filters a port */
#include "command/command.h"
#include "driver/nwfilter.h"

static const struct argument_row arguments[] = {
	ARG("PORT", "binding", VALUE_NWFILTER_BINDING, ARG_MANY, NULL, "the guest's interface on the host"),
	ROWS_END
};

static int
dump(const char *port)
{
	auto_document(nwfilter_binding_def) struct nwfilter_binding_def *def = nwfilter_binding(port);
	auto_free char *xml = def ? nwfilter_binding_def_text(def, VIEW_CONFIG) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "nwfilter-binding-dumpxml",
	.summary   = "print the XML of what filters a port",
	.virsh     = "nwfilter-binding-dumpxml",
	.example   = "nwfilter-binding-dumpxml vnet0",
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.each      = dump,
};
