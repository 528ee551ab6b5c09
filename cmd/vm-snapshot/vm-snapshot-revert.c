/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-snapshot-revert - bring a virtual machine back to a snapshot */
#include "command/command.h"
#include "command/moment_program.h"

static const char *chosen;
static bool current, running, paused, force, reset_nvram;

static const struct option_row options[] = {
	OPT_FLAG(0, "current",     &current,     "to the current one"),
	OPT_FLAG(0, "running",     &running,     "it runs afterwards, whatever the snapshot says"),
	OPT_FLAG(0, "paused",      &paused,      "it is paused afterwards, whatever the snapshot says"),
	OPT_FLAG(0, "force",       &force,       "also when that may lose something"),
	OPT_FLAG(0, "reset-nvram", &reset_nvram, "with fresh firmware variables"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",       "domain",       VALUE_VM,       ARG_ONE,      NULL,    "name, UUID or number of the virtual machine"),
	ARG("SNAPSHOT", "snapshotname", VALUE_SNAPSHOT, ARG_OPTIONAL, &chosen, "name of the snapshot"),
	ROWS_END
};

static int
revert(const char *name)
{
	auto_vm struct vm *vm = NULL;
	unsigned how = (running ? REVERT_RUNNING : 0) | (paused ? REVERT_PAUSED : 0) |
		       (force ? REVERT_FORCE : 0) | (reset_nvram ? REVERT_RESET_NVRAM : 0);

	if (running && paused)
		return fail(FAULT_USAGE, "--running and --paused exclude each other");
	if (moment_choice(&snapshot_moments, chosen, current) < 0)
		return -1;
	vm = vm_open(name, VM_TO_CHANGE);
	if (!vm || snapshot_revert(vm, chosen, how) < 0)
		return -1;
	say("back at %s", chosen ? chosen : "the current snapshot");
	return 0;
}

const struct command command = {
	.name      = "vm-snapshot-revert",
	.summary   = "bring a virtual machine back to a snapshot: disks, memory, definition",
	.virsh     = "snapshot-revert",
	.example   = "vm-snapshot-revert web1 before-upgrade",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_SNAPSHOT) | CAN(STATE) | CAN(RISKY) | CAN(UNSUPPORTED) |
		     CAN(OPTION) | CAN(CONFIG) | CAN(BUSY),
	.run       = snapshot_job_asked,
	.each      = revert,
};
