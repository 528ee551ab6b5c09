/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* nwfilter-edit - change a network filter in an editor */
#include "command/command.h"
#include "driver/nwfilter.h"

static const struct argument_row arguments[] = {
	ARG("FILTER", "nwfilter", VALUE_NWFILTER, ARG_ONE, NULL, "name or UUID of the filter"),
	ROWS_END
};

/* Nobody may have changed what the editor got meanwhile. */
static int
accept(const char *edited, const void *before)
{
	return nwfilter_define(edited, "edited", asked.skip_validate ? 0 : NWFILTER_VALIDATE, before, NULL, NULL);
}

/* No lock is held while the user thinks. */
static int
edit(const char *name)
{
	auto_document(nwfilter_def) struct nwfilter_def *def = nwfilter_def(name);
	auto_free char *before = def ? nwfilter_def_text(def, VIEW_CONFIG) : NULL;

	return before ? edit_xml(before, ".xml", accept, before) : -1;
}

const struct command command = {
	.name      = "nwfilter-edit",
	.summary   = "change a network filter, and put it in force where it is used",
	.virsh     = "nwfilter-edit",
	.example   = "nwfilter-edit our-traffic --set=/filter/@priority=-700",
	.arguments = arguments,
	.bundles   = CHANGES | EDIT,
	.faults    = CAN(FAILED) | CAN(INTERNAL) | CAN(ARGUMENT) | CAN(MISSING) | CAN(STATE) | CAN(XML) | CAN(DETAIL) | CAN(CONFIG) | CAN(SCHEMA) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = edit,
};
