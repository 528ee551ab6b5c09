/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-dump - write the memory of a virtual machine to a file for analysis */
#include "command/command.h"
#include "command/job.h"
#include "command/vm_save_program.h"
#include "driver/vm_dump.h"

static const char *const formats[] = { "elf", "kdump-zlib", "kdump-lzo", "kdump-snappy", "win-dmp", NULL };
static struct vm_dump how;

static const struct option_row options[] = {
	OPT_FLAG(0, "live",         &how.live,         "let it run meanwhile"),
	OPT_FLAG(0, "crash",        &how.crash,        "stop it afterwards, as crashed"),
	OPT_FLAG(0, "reset",        &how.reset,        "reset it afterwards"),
	OPT_FLAG(0, "bypass-cache", &how.bypass_cache, "leave nothing of the file in the page cache"),
	OPT_FLAG(0, "memory-only",  &how.memory_only,  "a core file of memory and registers, for gdb and crash"),
	OPT_WORD(0, "format",       &how.format, "FORMAT", formats, "--memory-only: its format, else elf"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",   "domain", VALUE_VM_ACTIVE, ARG_ONE, NULL,  "name, UUID or number of the virtual machine"),
	ARG("FILE", "file",   VALUE_FILE, ARG_ONE, &how.path,  "file to write"),
	ROWS_END
};

static int
run(void)
{
	if (how.live + how.crash + how.reset > 1)
		return fail(FAULT_USAGE, "--live, --crash and --reset exclude each other");
	if (how.format && !how.memory_only)
		return fail(FAULT_USAGE, "--format needs --memory-only");
	if (how.memory_only && text_same(how.path, "-"))
		return fail(FAULT_USAGE, "--memory-only needs a file");
	return job_begin();
}

static int
dump(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_vm_writing struct vm_writing writing = WRITING();

	if (!vm || vm_dump_begin(vm, &how, &writing) < 0)
		return -1;
	if (vm_is_dry_run())
		return 0;
	if (vm_writing_wait(&writing, "Dump") < 0)
		return -1;
	say("dumped to %s", how.path);
	return 0;
}

const struct command command = {
	.name      = "vm-dump",
	.summary   = "write the memory of a virtual machine to a file for analysis",
	.virsh     = "dump",
	.example   = "vm-dump web1 /srv/web1.core --memory-only --format=kdump-zlib",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(TIMEOUT) | CAN(DENIED),
	.run       = run,
	.each      = dump,
};
