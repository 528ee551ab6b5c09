/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iface-edit - change an interface of the host's network configuration in an editor */
#include "command/command.h"
#include "driver/interface.h"

static const struct argument_row arguments[] = {
	ARG("IFACE", "interface", VALUE_INTERFACE, ARG_ONE, NULL, "name of the interface"),
	ROWS_END
};

/* Nobody may have changed what the editor got meanwhile. */
static int
accept(const char *edited, const void *before)
{
	auto_free char *name = NULL;

	return interface_define(edited, "edited", asked.skip_validate ? 0 : INTERFACE_VALIDATE, before, &name);
}

/* No lock is held while the user thinks. */
static int
edit(const char *name)
{
	auto_interface struct interface *interface = interface_open(name, OBJECT_TO_READ);
	const struct interface_def *def = interface ? interface_def(interface, true) : NULL;
	auto_free char *before = def ? interface_def_text(def, VIEW_CONFIG) : NULL;

	return before ? edit_xml(before, ".xml", accept, before) : -1;
}

const struct command command = {
	.name      = "iface-edit",
	.summary   = "change an interface of the host's network configuration",
	.virsh     = "iface-edit",
	.example   = "iface-edit br0 --set=/interface/bridge/@stp=off",
	.arguments = arguments,
	.bundles   = CHANGES | EDIT,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(DENIED) | CAN(BUSY),
	.each      = edit,
};
