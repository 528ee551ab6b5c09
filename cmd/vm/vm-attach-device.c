/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-attach-device - plug in a device */
#include "command/command.h"
#include "command/device_program.h"

static const char *file;
static bool print_alias;

static const struct option_row options[] = {
	OPT_FLAG(0, "print-alias", &print_alias, "print the name that it has in the running guest"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("FILE", "file", VALUE_FILE, ARG_ONE, &file, "the device's element; \"-\": standard input"),
	ROWS_END
};

static int
attach(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_vm_device struct vm_device device = { 0 };
	auto_free char *alias = NULL;
	struct device_where where;

	if (!vm || device_where(vm, &where) < 0 || device_from_file(file, &device) < 0 ||
	    device_attach(vm, &device, where, &alias) < 0)
		return -1;
	if (print_alias && alias)
		answer("%s\n", alias);
	return 0;
}

const struct command command = {
	.name      = "vm-attach-device",
	.summary   = "plug in a device",
	.virsh     = "attach-device",
	.example   = "vm-attach-device web rng.xml --persistent",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES | XML_IN,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(XML) |
		     CAN(CONFIG) | CAN(DENIED),
	.each      = attach,
};
