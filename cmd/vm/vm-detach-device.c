/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-detach-device - unplug a device */
#include "command/command.h"
#include "command/device_program.h"

static const char *file;
static struct device_wait wait = { .timeout_ms = -1 };

static const struct option_row options[] = {
	DEVICE_WAIT_OPTIONS(wait),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("FILE", "file", VALUE_FILE, ARG_ONE, &file, "the device's element; \"-\": standard input"),
	ROWS_END
};

static int
detach(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_vm_device struct vm_device device = { 0 };

	return !vm || device_from_file(file, &device) < 0 ? -1 : device_detach_asked(vm, &device, &wait);
}

const struct command command = {
	.name      = "vm-detach-device",
	.summary   = "unplug a device",
	.virsh     = "detach-device",
	.example   = "vm-detach-device web rng.xml --persistent --wait",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES | XML_IN,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(XML) |
		     CAN(CONFIG) | CAN(DENIED) | CAN(TIMEOUT),
	.each      = detach,
};
