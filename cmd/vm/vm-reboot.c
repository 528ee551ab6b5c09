/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-reboot - ask a virtual machine to reboot */
#include "base/clock.h"
#include "command/command.h"
#include "command/vm_program.h"
#include "driver/vm.h"
#include "driver/event_log.h"

static const char *mode;
static bool waiting;
static int64_t timeout_ms = -1;

static const struct option_row options[] = {
	{ .long_name = "mode", .kind = VALUE_WORDS, .into = &mode, .metavar = "LIST", .words = vm_mode_words,
	  .help = "how to ask: the first of these that works" },
	OPT_FLAG (0, "wait",    &waiting, "return once it starts again"),
	OPT_VALUE(0, "timeout", VALUE_DURATION, &timeout_ms, "SEC", "how long to wait"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static int
wait_for_reboot(struct event_log *log)
{
	int64_t end = clock_deadline(timeout_ms);

	for (;;) {
		auto_json struct json_object *event = NULL;
		int got = event_log_next(log, clock_left(end), &event);

		if (got < 0)
			return -1;
		if (got == 0)
			return fail(FAULT_TIMEOUT, "did not reboot in time");
		if (text_same(json_string(event, "event"), "reboot"))
			return 0;
		if (text_same(json_string(event, "detail"), "stopped"))
			return fail(FAULT_FAILED, "stopped instead of rebooting");
	}
}

/* What happens is listened to before it can happen. */
static int
reboot(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	bool wait = (waiting || timeout_ms >= 0) && !vm_is_dry_run();
	auto_event_log struct event_log *log = NULL;

	if (!vm)
		return -1;
	if (wait) {
		struct strings only = { .item = &vm->name, .n = 1 };

		log = vm_event_log(&only, INT64_MAX);
		if (!log)
			return -1;
	}
	if (vm_reboot(vm, vm_modes(mode)) < 0)
		return -1;
	vm_close(steal(vm));
	return wait ? wait_for_reboot(log) : 0;
}

const struct command command = {
	.name      = "vm-reboot",
	.summary   = "ask a virtual machine to reboot",
	.virsh     = "reboot",
	.example   = "vm-reboot web1 --wait --timeout=120",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(TIMEOUT) | CAN(AGENT),
	.each      = reboot,
};
