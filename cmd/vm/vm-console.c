/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-console - connect the terminal to a virtual machine's serial console */
#include "command/command.h"
#include "command/console.h"
#include "command/later.h"
#include "driver/vm.h"

static const char *devname, *escape = "^]";
static bool force, safe, resume;
static struct console console;

static const struct option_row options[] = {
	OPT_VALUE('e', "escape",  VALUE_TEXT, &escape, "CHAR", "what ends the session when typed: ^], ^a, a, none"),
	OPT_VALUE(0,   "send",    VALUE_TEXT, &console.send, "TEXT", "type this first"),
	OPT_VALUE(0,   "expect",  VALUE_TEXT, &console.expect, "REGEX", "end once a line of the output matches"),
	OPT_VALUE(0,   "log",     VALUE_FILE, &console.log, "FILE", "append the output to this file too"),
	OPT_VALUE(0,   "timeout", VALUE_DURATION, &console.timeout_ms, "SEC", "end after this time"),
	OPT_FLAG (0,   "resume",  &resume, "let its processors run once connected"),
	OPT_FLAG (0,   "safe",    &safe,   "only when nobody else is connected, which is always so"),
	OPT_FLAG (0,   "force",   &force,  "end the session of whoever is connected"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ARG("DEVNAME", "devname", VALUE_TEXT, ARG_OPTIONAL, &devname, "alias of the console, serial or parallel port; none: the first"),
	ROWS_END
};

static const struct later later[] = {
	LATER_FLAG(&force, "force", "sessions that can be ended from outside"),
	LATER_END
};

static int
let_run(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return -1;
	return vm->state == VM_RUNNING ? 0 : vm_resume(vm);
}

static int
run(void)
{
	console.escape = console_escape(escape);
	if (resume)
		console.connected = let_run;
	return console.escape < -1 ? -1 : later_refuse(later);
}

static int
attach(const char *name)
{
	return console_attach(name, devname, &console);
}

const struct command command = {
	.name      = "vm-console",
	.summary   = "connect the terminal to a virtual machine's serial console",
	.virsh     = "console",
	.example   = "vm-console web1 --expect='login:' --timeout=90 </dev/null",
	.options   = options,
	.arguments = arguments,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) | CAN(TIMEOUT),
	.run       = run,
	.each      = attach,
};
