/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-start - start a defined virtual machine */
#include "command/command.h"
#include "command/nic_program.h"
#include "command/vm_program.h"
#include "driver/vm.h"

static const char *publish;
static struct vm_start start;
static struct vm_after after = { .timeout_ms = -1 };

static const struct option_row options[] = {
	OPT_FLAG (0, "paused",       &start.paused,       "leave its processors stopped"),
	OPT_FLAG (0, "bypass-cache", &start.bypass_cache, "read a managed save image past the page cache"),
	OPT_FLAG (0, "force-boot",   &start.force_boot,   "boot, even when there is a managed save image"),
	OPT_FLAG (0, "reset-nvram",  &start.reset_nvram,  "start with fresh firmware variables"),
	OPT_VALUE(0, "pass-fds", VALUE_TEXT, &start.pass_fds, "N,M", "hand these open descriptors to the hypervisor"),
	OPT_VALUE(0, "publish", VALUE_TEXT, &publish, "HOSTPORT:PORT[,...]", "make ports of the guest reachable from outside"),
	OPT_FLAG (0, "console",      &after.console,      "connect to its console"),
	OPT_WORD (0, "wait",         &after.wait, "WHAT", vm_wait_words, "return once it is running, its agent answers, it has an address"),
	OPT_VALUE(0, "timeout", VALUE_DURATION, &after.timeout_ms, "SEC", "how long to wait"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_INACTIVE, ARG_MANY, NULL, "name or UUID of the virtual machine"),
	ROWS_END
};

static int
run(void)
{
	return nic_ports_asked(publish, &start.publish);
}

static int
boot(const char *name)
{
	struct vm_start how = start;
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return -1;
	if (vm->active)
		return already("already running");
	if (vm_start(vm, &how) < 0)
		return -1;
	say("started");
	vm_close(steal(vm));             /* others may have it while we wait */
	return vm_after_start(name, &after);
}

const struct command command = {
	.name      = "vm-start",
	.summary   = "start a defined virtual machine",
	.virsh     = "start",
	.example   = "vm-list --inactive --autostart --name | vm-start - --parallel=4",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) |
		     CAN(CONFIG) | CAN(TIMEOUT),
	.run       = run,
	.each      = boot,
};
