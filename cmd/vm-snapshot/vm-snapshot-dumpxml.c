/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-dumpxml - print the document of a snapshot */
#include "command/command.h"
#include "command/moment_program.h"

static const char *chosen;
static bool security_info;

static const struct option_row options[] = {
	OPT_FLAG(0, "security-info", &security_info, "passwords and other secrets too"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",       "domain",       VALUE_VM,       ARG_ONE, NULL,    "name, UUID or number of the virtual machine"),
	ARG("SNAPSHOT", "snapshotname", VALUE_SNAPSHOT, ARG_ONE, &chosen, "name of the snapshot"),
	ROWS_END
};

static int
dump(const char *name)
{
	auto_moments struct moments s = { 0 };
	struct moment *snapshot = moments_open(&snapshot_moments, name, VM_TO_READ, &s) < 0 ? NULL : moment_chosen(&s, chosen, false);
	auto_free char *xml = snapshot ? moment_xml(&s, snapshot, security_info) : NULL;

	return xml ? print_xml(xml) : -1;
}

const struct command command = {
	.name      = "vm-snapshot-dumpxml",
	.summary   = "print the XML document of a snapshot",
	.virsh     = "snapshot-dumpxml",
	.example   = "vm-snapshot-dumpxml web1 before-upgrade --xpath=/domainsnapshot/state",
	.options   = options,
	.arguments = arguments,
	.bundles   = XML_OUT,
	.faults    = CAN(NO_VM) | CAN(NO_SNAPSHOT) | CAN(MISSING),
	.each      = dump,
};
