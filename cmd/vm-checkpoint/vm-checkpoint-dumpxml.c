/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-checkpoint-dumpxml - print the document of a checkpoint */
#include "command/command.h"
#include "command/moment_program.h"
#include "driver/checkpoint.h"

static const char *chosen;
static bool security_info, no_domain, size;

static const struct option_row options[] = {
	OPT_FLAG(0, "security-info", &security_info, "passwords and other secrets too"),
	OPT_FLAG(0, "no-domain",     &no_domain,     "without the definition, which a redefinition needs"),
	OPT_FLAG(0, "size",          &size,          "how much was written to each disk since then"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",         "domain",         VALUE_VM,         ARG_ONE, NULL,    "name, UUID or number of the virtual machine"),
	ARG("CHECKPOINT", "checkpointname", VALUE_CHECKPOINT, ARG_ONE, &chosen, "name of the checkpoint"),
	ROWS_END
};

/* To ask the hypervisor, the guest is locked. */
static int
dump(const char *name)
{
	auto_moments struct moments m = { 0 };
	struct moment *it = moments_open(&checkpoint_moments, name, size ? VM_TO_CHANGE : VM_TO_READ, &m) < 0 ? NULL :
			    moment_chosen(&m, chosen, false);
	struct checkpoint_def *def = it ? moment_read(&m.tree, it) : NULL;
	auto_free char *xml = NULL;

	if (!def || (size && checkpoint_measure(m.vm, def) < 0))
		return -1;
	if (no_domain)
		vm_def_free(steal(def->domain));
	xml = checkpoint_def_text(def, (security_info ? VIEW_SECRET : VIEW_CONFIG) | (size ? VIEW_STATUS : VIEW_CONFIG));
	return print_xml(xml);
}

const struct command command = {
	.name      = "vm-checkpoint-dumpxml",
	.summary   = "print the XML document of a checkpoint",
	.virsh     = "checkpoint-dumpxml",
	.example   = "vm-checkpoint-dumpxml web1 monday --no-domain --size",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(NO_VM) | CAN(NO_CHECKPOINT) | CAN(MISSING) | CAN(STATE) | CAN(BUSY) | CAN(UNSUPPORTED),
	.each      = dump,
};
