/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-managedsave - save virtual machines where their next start resumes from */
#include "command/command.h"
#include "command/job.h"
#include "command/vm_save_program.h"

static bool running, paused;
static struct vm_save how;

static const struct option_row options[] = {
	OPT_FLAG(0, "bypass-cache", &how.bypass_cache, "leave nothing of the image in the page cache"),
	OPT_FLAG(0, "running",      &running,          "it runs when it is back, whatever it does now"),
	OPT_FLAG(0, "paused",       &paused,           "it is paused when it is back"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

static int
run(void)
{
	return vm_resume_asked(running, paused, &how.resume) < 0 ? -1 : job_begin();
}

static int
save(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_CHANGE);
	auto_vm_writing struct vm_writing writing = WRITING();

	if (!vm || vm_save_begin(vm, &how, &writing) < 0)
		return -1;
	if (vm_is_dry_run())
		return 0;
	if (vm_writing_wait(&writing, "Managedsave") < 0)
		return -1;
	say("saved; its next start resumes from here");
	return 0;
}

const struct command command = {
	.name      = "vm-managedsave",
	.summary   = "save virtual machines and stop them; their next start resumes",
	.virsh     = "managedsave",
	.example   = "vm-list --name | vm-managedsave - --parallel=2",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(TIMEOUT),
	.run       = run,
	.each      = save,
};
