/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-autostart - start a virtual machine with the host, or not */
#include "command/command.h"
#include "command/later.h"
#include "driver/vm.h"
#include "driver/vm_autostart.h"

static bool disable, once;
static const char *order, *delay, *after;

static const struct option_row options[] = {
	OPT_FLAG (0, "disable", &disable, "no longer"),
	OPT_FLAG (0, "once",    &once,    "at the next boot only"),
	OPT_VALUE(0, "order", VALUE_TEXT, &order, "N",   "its turn among those that start with the host"),
	OPT_VALUE(0, "delay", VALUE_TEXT, &delay, "SEC", "time to leave before the next one"),
	OPT_VALUE(0, "after", VALUE_TEXT, &after, "VM",  "not before this one runs"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static const struct later later[] = {
	LATER_FLAG (&once,  "once",  "host-autostart"),
	LATER_VALUE(&order, "order", "host-autostart"),
	LATER_VALUE(&delay, "delay", "host-autostart"),
	LATER_VALUE(&after, "after", "host-autostart"),
	LATER_END
};

static int
run(void)
{
	return later_refuse(later);
}

static int
mark(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	return vm ? vm_set_autostart(vm, !disable) : -1;
}

const struct command command = {
	.name      = "vm-autostart",
	.summary   = "start a virtual machine with the host, or no longer",
	.virsh     = "autostart",
	.example   = "vm-list --all --autostart --name | vm-autostart --disable -",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(NO_VM) | CAN(STATE) | CAN(OPTION) | CAN(BUSY) | CAN(DENIED),
	.run       = run,
	.each      = mark,
};
