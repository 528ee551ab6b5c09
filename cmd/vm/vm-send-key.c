/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-send-key - press keys on a virtual machine's keyboard */
#include <string.h>

#include "command/command.h"
#include "driver/keys.h"
#include "driver/vm.h"

static const char *codeset = "linux", *typed;
static unsigned holdtime_ms;
static struct strings codes;

static const struct option_row options[] = {
	OPT_VALUE(0, "codeset",  VALUE_TEXT, &codeset, "NAME", "what the keys are called in: linux or qcode"),
	OPT_VALUE(0, "holdtime", VALUE_UINT, &holdtime_ms, "MS", "how long they are held down"),
	OPT_VALUE(0, "text",     VALUE_TEXT, &typed, "STRING", "type this on a US keyboard, key by key"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",      "domain",  VALUE_VM_ACTIVE, ARG_ONE, NULL,   "name, UUID or number of the virtual machine"),
	ARG("KEYCODE", "keycode", VALUE_TEXT,      ARG_ANY, &codes, "keys to press together: KEY_A, 30"),
	ROWS_END
};

/* The keys of the command line, found before the first is pressed. */
static const char *keys[KEYS_AT_ONCE];

static int
check_codeset(void)
{
	for (const char *const *known = key_codesets; *known; known++)
		if (text_same(*known, codeset))
			return 0;
	return fail(FAULT_OPTION, "no key table for the codeset %s", quote(codeset));
}

static int
check_text(void)
{
	const char *unused[2];

	for (const char *c = typed; c && *c; c++)
		if (key_of_character(*c, unused) < 0)
			return -1;
	return 0;
}

static int
run(void)
{
	if (!codes.n == !typed)
		return fail(FAULT_USAGE, "either keys or --text");
	if (codes.n > KEYS_AT_ONCE)
		return fail(FAULT_USAGE, "more than %d keys at once", KEYS_AT_ONCE);
	if (check_codeset() < 0 || check_text() < 0)
		return -1;
	for (unsigned i = 0; i < codes.n; i++) {
		keys[i] = key_find(codeset, codes.item[i]);
		if (!keys[i])
			return -1;
	}
	return 0;
}

static int
type(struct vm *vm)
{
	for (const char *c = typed; *c; c++) {
		const char *pressed[2];
		int n = key_of_character(*c, pressed);

		if (DRIVER_CALL(vm, send_keys, vm, pressed, (unsigned)n, holdtime_ms) < 0)
			return -1;
	}
	return 0;
}

static int
send_keys(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm)
		return -1;
	if (!vm->active)
		return fail(FAULT_STATE, "not running");
	if (vm_is_dry_run()) {
		answer("press %u keys of %s\n", typed ? (unsigned)strlen(typed) : codes.n, vm->name);
		return 0;
	}
	return typed ? type(vm) : DRIVER_CALL(vm, send_keys, vm, keys, codes.n, holdtime_ms);
}

const struct command command = {
	.name      = "vm-send-key",
	.summary   = "press keys on a virtual machine's keyboard",
	.virsh     = "send-key",
	.example   = "vm-send-key web1 KEY_LEFTCTRL KEY_LEFTALT KEY_DELETE",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY),
	.run       = run,
	.each      = send_keys,
};
