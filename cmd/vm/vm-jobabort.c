/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-jobabort - end what a virtual machine is busy with */
#include "command/command.h"
#include "command/later.h"
#include "driver/vm_job_info.h"

static bool postcopy;

static const struct option_row options[] = {
	OPT_FLAG(0, "postcopy", &postcopy, "leave a migration that waits for memory to come after"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static const struct later later[] = {
	LATER_FLAG(&postcopy, "postcopy", "migration"),
	LATER_END
};

static int
run(void)
{
	return later_refuse(later);
}

static int
end(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return -1;
	if (vm_job_abort(vm) == 0)
		return 0;
	if (!asked.if_needed || fail_fault() != FAULT_NO_WORK)
		return -1;
	fail_forget();           /* nothing goes on, which is what was wanted */
	return 0;
}

const struct command command = {
	.name      = "vm-jobabort",
	.summary   = "end what a virtual machine is busy with: a save, a dump, a backup",
	.virsh     = "domjobabort",
	.example   = "vm-jobabort web1",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_WORK) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY),
	.run       = run,
	.each      = end,
};
