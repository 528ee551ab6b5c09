/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-dumpxml - print the document of an interface */
#include "command/command.h"
#include "driver/interface.h"

static bool inactive;

static const struct option_row options[] = {
	OPT_FLAG(0, "inactive", &inactive, "as the host's network configuration has it"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("IFACE", "interface", VALUE_INTERFACE, ARG_MANY, NULL, "name of the interface"),
	ROWS_END
};

static int
dump(const char *name)
{
	auto_interface struct interface *interface = interface_open(name, OBJECT_TO_READ);
	const struct interface_def *def = interface ? interface_def(interface, inactive) : NULL;
	auto_free char *xml = def ? interface_def_text(def, VIEW_STATUS) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "iface-dumpxml",
	.summary   = "print the XML document of an interface: as it is, or as it is stored",
	.virsh     = "iface-dumpxml",
	.example   = "iface-dumpxml eth0 --inactive",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(UNSUPPORTED) | CAN(DENIED),
	.each      = dump,
};
