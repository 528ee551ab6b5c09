/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-detach-device-alias - unplug devices by their aliases */
#include "command/command.h"
#include "command/device_program.h"

static struct strings aliases;
static struct device_wait wait = { .timeout_ms = -1 };

static const struct option_row options[] = {
	DEVICE_WAIT_OPTIONS(wait),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("ALIAS", "alias", VALUE_TEXT, ARG_MANY, &aliases, "name in the live definition, or a user's own (\"ua-...\")"),
	ROWS_END
};

static int
detach(struct vm *vm, const char *alias)
{
	struct device_where where;

	if (device_where(vm, &where) < 0 || device_detach_alias(vm, alias, where) < 0)
		return -1;
	return where.live ? device_wait(vm, alias, &wait) : 0;
}

static int
detach_all(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return -1;
	for (unsigned i = 0; i < aliases.n; i++)
		if (detach(vm, aliases.item[i]) < 0)
			return -1;
	return 0;
}

const struct command command = {
	.name      = "vm-detach-device-alias",
	.summary   = "unplug devices by their aliases",
	.virsh     = "detach-device-alias",
	.example   = "vm-detach-device-alias web net1 --live --wait",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | STATES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(XML) |
		     CAN(CONFIG) | CAN(DENIED) | CAN(TIMEOUT),
	.each      = detach_all,
};
