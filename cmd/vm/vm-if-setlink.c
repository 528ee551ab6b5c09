/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-if-setlink - pull or plug in the cable of a network card */
#include "command/command.h"
#include "driver/vm_nic.h"

static const char *interface, *wanted;
static bool config, as_xml;

static const char *const words[] = { "up", "down", NULL };

static const struct option_row options[] = {
	OPT_FLAG(0, "config",    &config, "as it is stored, for the next start"),
	OPT_FLAG(0, "persistent", &config, "the same"),
	OPT_FLAG(0, "print-xml", &as_xml, "print the card's element as it would be, change nothing"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",        "domain",    VALUE_VM,   ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("INTERFACE", "interface", VALUE_TEXT, ARG_ONE, &interface, "card: its device on the host, MAC address or alias"),
	{ .metavar = "STATE", .long_name = "state", .kind = VALUE_WORD, .into = &wanted, .words = words,
	  .help = "up or down" },
	ROWS_END
};

static int
print_changed(struct nic *nic, bool up, bool live)
{
	auto_free char *xml = NULL;

	nic->link = up ? LINK_UP : LINK_DOWN;
	xml = vm_nic_xml(nic, live);
	answer("%s", xml);
	return 0;
}

static int
set(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, as_xml ? VM_TO_READ : VM_TO_CHANGE);
	bool stored = vm && (config || !vm->active), up = text_same(wanted, "up");
	struct nic *nic = vm ? vm_nic(vm, interface, stored) : NULL;

	if (!nic)
		return -1;
	if (as_xml)
		return print_changed(nic, up, !stored);
	if (asked.if_needed && vm_nic_is_up(nic) == up)
		return 0;
	return vm_nic_set_up(vm, interface, up, !stored, stored);
}

const struct command command = {
	.name      = "vm-if-setlink",
	.summary   = "pull or plug in the cable of a network card",
	.virsh     = "domif-setlink",
	.example   = "vm-if-setlink web 52:54:00:12:34:56 down --config",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = set,
};
