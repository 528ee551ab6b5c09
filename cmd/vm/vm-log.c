/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-log - what the hypervisor itself has to say of a virtual machine */
#include <errno.h>
#include <stdio.h>

#include "base/when.h"
#include "command/command.h"
#include "driver/vm.h"
#include "driver/vm_log.h"

static bool follow;
static const char *since;
static int64_t lines = -1, boot = VM_LOG_EVERY_BOOT;

static const struct option_row options[] = {
	OPT_FLAG ('f', "follow", &follow, "go on as it grows"),
	OPT_VALUE(0, "lines", VALUE_INT,  &lines, "N", "the last N lines"),
	OPT_VALUE(0, "since", VALUE_TEXT, &since, "TIME", "from this time on"),
	OPT_VALUE(0, "boot",  VALUE_INT,  &boot,  "N", "one start: 0 the last, -1 the one before, 1 the first"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ONE, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static int
run(void)
{
	if (boot != VM_LOG_EVERY_BOOT && (boot > INT_MAX || boot < -INT_MAX))
		return fail(FAULT_USAGE, "--boot: there are not so many starts");
	if (follow && boot != VM_LOG_EVERY_BOOT && boot != 0)
		return fail(FAULT_USAGE, "--follow goes with the last start only");
	return 0;
}

static int
copy(FILE *log, const char *path)
{
	struct vm_log_part part = {
		.boot = (int)boot, .since_us = INT64_MIN,
		.lines = lines < 0 ? UINT64_MAX : (uint64_t)lines,
	};

	if (since && when_read(since, &part.since_us) < 0)
		return -1;
	if (vm_log_copy(log, &part, stdout) < 0)
		return -1;
	return follow ? vm_log_follow(log, path, stdout) : 0;
}

static int
show(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	auto_free char *path = vm ? vm_log_file(vm) : NULL;
	FILE *log = path ? fopen(path, "re") : NULL;
	int result;

	if (!path)
		return -1;
	if (!log)
		return errno == ENOENT ? fail(FAULT_MISSING, "nothing was logged yet") : fail_errno("open %s", path);
	result = copy(log, path);
	fclose(log);
	return result;
}

const struct command command = {
	.name      = "vm-log",
	.summary   = "what the hypervisor itself has to say of a virtual machine, start by start",
	.example   = "vm-log web1 --boot=0 --lines=20",
	.options   = options,
	.arguments = arguments,
	.faults    = CAN(NO_VM) | CAN(MISSING) | CAN(UNSUPPORTED) | CAN(DENIED),
	.run       = run,
	.each      = show,
};
