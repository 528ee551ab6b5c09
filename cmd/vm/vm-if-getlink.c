/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-if-getlink - tell whether the cable of a network card is plugged in */
#include "command/command.h"
#include "driver/vm_nic.h"

static const char *interface;
static bool config, as_xml;

static const struct option_row options[] = {
	OPT_FLAG(0, "config",    &config, "as it is stored"),
	OPT_FLAG(0, "print-xml", &as_xml, "the card's element instead"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",        "domain",    VALUE_VM,   ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("INTERFACE", "interface", VALUE_TEXT, ARG_ONE, &interface, "card: its device on the host, MAC address or alias"),
	ROWS_END
};

static int
tell(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	bool stored = vm && (config || !vm->active);
	struct nic *nic = vm ? vm_nic(vm, interface, stored) : NULL;
	auto_free char *xml = nic && as_xml ? vm_nic_xml(nic, !stored) : NULL;

	if (!nic)
		return -1;
	if (xml)
		answer("%s", xml);
	else
		answer("%s %s\n", interface, vm_nic_is_up(nic) ? "up" : "down");
	return 0;
}

const struct command command = {
	.name      = "vm-if-getlink",
	.summary   = "tell whether the cable of a network card is plugged in",
	.virsh     = "domif-getlink",
	.example   = "vm-if-getlink web vnet0",
	.options   = options,
	.arguments = arguments,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = tell,
};
