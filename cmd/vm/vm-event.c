/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-event - wait for what happens to virtual machines */
#include "base/when.h"
#include "command/command.h"
#include "command/event_program.h"
#include "driver/vm.h"

static const char *since;
static struct strings guests;

static const char *const kinds[] = {
	"lifecycle", "reboot", "rtc-change", "watchdog", "io-error", "tray-change", "balloon-change",
	"device-removed", "device-removal-failed", "metadata-change", "block-threshold", "memory-failure",
	"memory-device-size-change", "nic-mac-change", NULL
};

static const struct option_row options[] = {
	OPT_VALUE(0, "since", VALUE_TEXT, &since, "TIME", "first what happened from then on; without --loop and --timeout only that"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ANY, NULL, "only these; none: every virtual machine"),
	ROWS_END
};

static const struct event_source source = {
	.kinds = kinds, .key = "vm", .title = "domain '%s'", .next = event_of_log,
};

static int
run(void)
{
	return event_check(&source) < 0 ? -1 : 0;
}

/* By the name it has now, whatever it was asked for by. */
static int
remember(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);

	if (!vm)
		return -1;
	strings_add(&guests, vm->name);
	return 0;
}

static int
finish(void)
{
	auto_event_log struct event_log *log = NULL;
	int64_t since_us = INT64_MAX;

	if (asked.list_events)
		return 0;
	if (since && when_read(since, &since_us) < 0)
		return -1;
	if (asked.named && !guests.n)
		return 0;                /* an empty list of names is not everybody */
	log = vm_event_log(&guests, since_us);
	return event_print(&source, log, since);
}

const struct command command = {
	.name      = "vm-event",
	.summary   = "wait for what happens to virtual machines",
	.virsh     = "event",
	.example   = "vm-event --event=lifecycle --loop --json | jq --unbuffered -r 'select(.detail == \"stopped\").vm'",
	.options   = options,
	.arguments = arguments,
	.bundles   = EVENTS,
	.faults    = CAN(NO_VM) | CAN(TIMEOUT) | CAN(UNSUPPORTED),
	.run       = run,
	.each      = remember,
	.finish    = finish,
};
