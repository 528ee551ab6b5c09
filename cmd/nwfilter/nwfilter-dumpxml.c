/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter-dumpxml - print a network filter */
#include "command/command.h"
#include "driver/nwfilter.h"

static const struct argument_row arguments[] = {
	ARG("FILTER", "nwfilter", VALUE_NWFILTER, ARG_MANY, NULL, "name or UUID of the filter"),
	ROWS_END
};

static int
dump(const char *name)
{
	auto_document(nwfilter_def) struct nwfilter_def *def = nwfilter_def(name);
	auto_free char *xml = def ? nwfilter_def_text(def, VIEW_CONFIG) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "nwfilter-dumpxml",
	.summary   = "print the XML of a network filter",
	.virsh     = "nwfilter-dumpxml",
	.example   = "nwfilter-dumpxml clean-traffic --xpath='//filterref/@filter'",
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.each      = dump,
};
