/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-qemu-monitor-command - send a raw command to a QEMU monitor */
#include <string.h>

#include "base/json.h"
#include "command/command.h"
#include "command/later.h"
#include "driver/vm.h"

static bool hmp, pretty, return_value;
static const char *pass_fds;
static struct strings words;

static const struct option_row options[] = {
	OPT_FLAG (0, "hmp",          &hmp,          "a command of the human monitor"),
	OPT_FLAG (0, "pretty",       &pretty,       "lay the answer out for reading"),
	OPT_FLAG (0, "return-value", &return_value, "only the value of 'return'"),
	OPT_VALUE(0, "pass-fds", VALUE_TEXT, &pass_fds, "N,M", "hand these open descriptors over"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",  "domain", VALUE_VM_ACTIVE, ARG_ONE,  NULL,   "name, UUID or number of the virtual machine"),
	ARG("CMD", "cmd",    VALUE_TEXT,      ARG_MANY, &words, "the command; several words are joined by blanks"),
	ROWS_END
};

static const struct later later[] = {
	LATER_VALUE(&pass_fds, "pass-fds", "descriptor passing to the monitor"),
	LATER_END
};

static char *
joined(void)
{
	struct text text = { 0 };

	for (unsigned i = 0; i < words.n; i++)
		text_addf(&text, "%s%s", i ? " " : "", words.item[i]);
	return text_take(&text);
}

/* The human monitor ends its lines as a terminal wants them. */
static void
print_lines(const char *reply)
{
	for (const char *c = reply; *c; c++)
		if (*c != '\r')
			answer("%c", *c);
	if (*reply && !text_ends(reply, "\n"))
		answer("\n");
}

static int
print(const char *reply)
{
	auto_json struct json_object *object = hmp ? NULL : json_parse(reply, strlen(reply), "answer");
	struct json_object *shown = return_value ? json_member(object, "return") : object;

	if (hmp)
		return print_lines(reply), 0;
	if (!object)
		return -1;
	answer("%s\n", pretty ? json_pretty(shown) : json_line(shown));
	return 0;
}

static int
order(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_free char *text = joined();
	auto_free char *reply = NULL;

	if (!vm)
		return -1;
	if (!vm->active)
		return fail(FAULT_STATE, "not running");
	if (DRIVER_CALL(vm, monitor, vm, text, hmp, &reply) < 0)
		return -1;
	return print(reply);
}

static int
run(void)
{
	if (hmp && (pretty || return_value))
		return fail(FAULT_USAGE, "--hmp answers in words: --pretty and --return-value are for JSON");
	return later_refuse(later);
}

const struct command command = {
	.name      = "vm-qemu-monitor-command",
	.summary   = "send a raw command to the monitor of a running QEMU",
	.virsh     = "qemu-monitor-command",
	.example   = "vm-qemu-monitor-command web1 '{\"execute\":\"query-status\"}'",
	.options   = options,
	.arguments = arguments,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY),
	.run       = run,
	.each      = order,
	.foreign   = true,
};
