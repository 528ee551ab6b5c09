/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-destroy - stop a virtual machine at once */
#include "command/command.h"
#include "driver/vm.h"
#include "driver/vm_log.h"

static bool graceful, remove_logs;

static const struct option_row options[] = {
	OPT_FLAG(0, "graceful",    &graceful,    "let the hypervisor write out what it has; fail rather than kill it"),
	OPT_FLAG(0, "remove-logs", &remove_logs, "remove its log file too"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static int
destroy(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_END);

	if (!vm)
		return -1;
	if (!vm->active)
		return already("not running");
	if (vm_destroy(vm, graceful) < 0)
		return -1;
	say("stopped");
	return remove_logs ? vm_log_remove(vm) : 0;
}

const struct command command = {
	.name      = "vm-destroy",
	.summary   = "stop a virtual machine at once, as if its plug were pulled",
	.virsh     = "destroy",
	.example   = "vm-list --name 'test-*' | vm-destroy -",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.each      = destroy,
};
