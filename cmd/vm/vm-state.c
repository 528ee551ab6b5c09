/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-state - run state of a virtual machine */
#include <string.h>

#include "command/command.h"
#include "driver/vm.h"

static bool reason;
static const char *is;

/* The state words, and one that needs no quotes in a script. */
static const char *const state_words[] = {
	"running", "idle", "paused", "in shutdown", "shut off", "shutoff", "crashed", "pmsuspended", NULL
};

static const struct option_row options[] = {
	OPT_FLAG(0, "reason", &reason, "say why it is in that state, too"),
	OPT_WORD(0, "is", &is, "STATE", state_words, "exit with 0 when it is in this state, else with 3"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static bool
is_so(const struct vm *vm)
{
	const char *word = strcmp(is, "shutoff") == 0 ? "shut off" : is;

	return strcmp(word, words_name(&vm_state_words, vm->state)) == 0;
}

static int
show(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	const char *state = vm ? words_name(&vm_state_words, vm->state) : NULL;
	bool silent = asked.quiet && is;

	if (!vm)
		return -1;
	if (!silent && reason)
		answer("%s (%s)\n", state, words_name(&vm_reason_words, vm->reason));
	else if (!silent)
		answer("%s\n", state);
	if (is && !is_so(vm))
		return fail(FAULT_NO, "is %s, not %s", state, is);
	return 0;
}

const struct command command = {
	.name      = "vm-state",
	.summary   = "run state of a virtual machine, as a word",
	.virsh     = "domstate",
	.example   = "vm-state -q --is=running web1 || vm-start web1",
	.options   = options,
	.arguments = arguments,
	.faults    = CAN(NO_VM) | CAN(NO),
	.each      = show,
};
