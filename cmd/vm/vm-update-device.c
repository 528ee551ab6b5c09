/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-update-device - change a device where it is */
#include "command/command.h"
#include "command/device_program.h"

static const char *file;
static bool force;

static const struct option_row options[] = {
	OPT_FLAG(0, "force", &force, "take a medium out of a drive that the guest has locked"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("FILE", "file", VALUE_FILE, ARG_ONE, &file, "the device's element; \"-\": standard input"),
	ROWS_END
};

static int
update(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_vm_device struct vm_device device = { 0 };
	struct device_where where;

	if (!vm || device_where(vm, &where) < 0 || device_from_file(file, &device) < 0)
		return -1;
	return device_update(vm, &device, where, force);
}

const struct command command = {
	.name      = "vm-update-device",
	.summary   = "change a device where it is",
	.virsh     = "update-device",
	.example   = "vm-update-device web nic.xml --live",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES | XML_IN,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(XML) |
		     CAN(CONFIG) | CAN(DENIED),
	.each      = update,
};
