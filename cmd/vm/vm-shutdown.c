/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-shutdown - ask a virtual machine to power off */
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/vm.h"

static const char *mode, *then;
static bool waiting;
static int64_t timeout_ms = -1;

static const char *const then_words[] = { "destroy", NULL };

static const struct option_row options[] = {
	{ .long_name = "mode", .kind = VALUE_WORDS, .into = &mode, .metavar = "LIST", .words = vm_mode_words,
	  .help = "how to ask: the first of these that works" },
	OPT_FLAG (0, "wait",    &waiting, "return once it is off"),
	OPT_VALUE(0, "timeout", VALUE_DURATION, &timeout_ms, "SEC", "how long to wait"),
	OPT_WORD (0, "then",    &then, "ACTION", then_words, "what to do when it is not off by then"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

/* Time is up: it had its chance. */
static int
force(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return fail_fault() == FAULT_NO_VM ? (fail_forget(), 0) : -1;    /* transient, and gone */
	if (!vm->active)
		return 0;
	say("still not off, stopped at once");
	return vm_destroy(vm, false);
}

static int
wait_for_end(const char *name)
{
	if (vm_is_dry_run() || (!waiting && timeout_ms < 0))
		return 0;
	if (vm_await(name, VM_SHUTOFF, timeout_ms) == 0)
		return 0;
	if (!then || fail_fault() != FAULT_TIMEOUT)
		return -1;
	fail_forget();           /* --then says what to do about it */
	return force(name);
}

static int
power_off(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_free char *found = NULL;

	if (!vm)
		return -1;
	if (!vm->active)
		return already("not running");
	if (vm_shutdown(vm, vm_modes(mode)) < 0)
		return -1;
	found = xstrdup(vm->name);       /* a number or pattern may no longer lead to it */
	vm_close(steal(vm));
	return wait_for_end(found);
}

static int
run(void)
{
	if (then && timeout_ms < 0)
		return fail(FAULT_USAGE, "--then needs --timeout");
	return 0;
}

const struct command command = {
	.name      = "vm-shutdown",
	.summary   = "ask a virtual machine to power off",
	.virsh     = "shutdown",
	.example   = "vm-list --name 'web-*' | vm-shutdown - --parallel=8 --timeout=120 --then=destroy",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | IDEM,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(TIMEOUT) | CAN(AGENT),
	.run       = run,
	.each      = power_off,
};
