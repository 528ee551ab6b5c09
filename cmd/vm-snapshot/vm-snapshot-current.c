/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-current - show or set the current snapshot of a virtual machine */
#include "command/command.h"
#include "command/moment_program.h"

static const char *chosen;
static bool only_name, security_info;

static const struct option_row options[] = {
	OPT_FLAG(0, "name",          &only_name,     "only its name"),
	OPT_FLAG(0, "security-info", &security_info, "passwords and other secrets too"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",       "domain",       VALUE_VM,       ARG_ONE,      NULL,    "name, UUID or number of the virtual machine"),
	ARG("SNAPSHOT", "snapshotname", VALUE_SNAPSHOT, ARG_OPTIONAL, &chosen, "make this the current one"),
	ROWS_END
};

static int
set(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	return vm ? snapshot_set_current(vm, chosen) : -1;
}

static int
show(const char *name)
{
	auto_moments struct moments s = { 0 };
	struct moment *current = moments_open(&snapshot_moments, name, VM_TO_READ, &s) < 0 ? NULL : moment_chosen(&s, NULL, true);
	auto_free char *xml = current ? moment_xml(&s, current, security_info) : NULL;

	if (!current)
		return -1;
	if (!only_name)
		return xml ? print_xml(xml) : -1;
	answer("%s\n", current->facts.name);
	return 0;
}

static int
show_or_set(const char *name)
{
	if (chosen && only_name)
		return fail(FAULT_USAGE, "--name is for showing");
	return chosen ? set(name) : show(name);
}

const struct command command = {
	.name      = "vm-snapshot-current",
	.summary   = "show or set the current snapshot of a virtual machine: the parent of the next one",
	.virsh     = "snapshot-current",
	.example   = "vm-snapshot-current web1 --name",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | XML_OUT,
	.faults    = CAN(NO_VM) | CAN(NO_SNAPSHOT) | CAN(BUSY),
	.each      = show_or_set,
};
