/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-backup-restore - put a virtual machine back as a backup has it */
#include "base/when.h"
#include "command/command.h"
#include "command/job.h"
#include "driver/backup_shelf.h"

static const char *directory, *name, *at;

static const struct option_row options[] = {
	OPT_VALUE(0, "name", VALUE_TEXT, &name, "NAME", "as another virtual machine, with disks of its own beside the original ones"),
	OPT_VALUE(0, "at",   VALUE_TEXT, &at,   "TIME", "the last backup from before that time, not the last one"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("DIR", "dir", VALUE_DIRECTORY, ARG_ONE, &directory, "where vm-backup has put it: DIR/VM, or DIR when there is but one"),
	ROWS_END
};

static int
run(void)
{
	int64_t time = -1;

	if (asked.no_wait || asked.timeout_ms >= 0)
		return fail(FAULT_OPTION, "a backup is not put back by halves: no --no-wait, no --timeout");
	if (at && when_read(at, &time) < 0)
		return -1;
	return backup_restore(directory, name, time);
}

const struct command command = {
	.name      = "vm-backup-restore",
	.summary   = "put a virtual machine back as a backup has it: definition, firmware variables, disks",
	.example   = "vm-backup-restore /backup/vm/web1 --at='2026-01-31 04:00' --name=web1-january",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = CAN(FAILED) | CAN(MISSING) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(OPTION) | CAN(BUSY) | CAN(SYSTEM) |
		     CAN(DENIED) | CAN(XML) | CAN(CONFIG),
	.run       = run,
};
