/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blkerror - disks of running virtual machines that are stuck on an I/O error */
#include "command/command.h"
#include "command/listing.h"
#include "driver/block.h"

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM_ACTIVE, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

struct item {
	const char *vm;
	const struct block_stats *stats;
};

static int
fill_vm(void *item, struct cell *cell)
{
	cell_text(cell, ((struct item *)item)->vm);
	return 0;
}

static int
fill_target(void *item, struct cell *cell)
{
	cell_text(cell, ((struct item *)item)->stats->target);
	return 0;
}

static int
fill_error(void *item, struct cell *cell)
{
	cell_text(cell, ((struct item *)item)->stats->error);
	return 0;
}

static const struct column columns[] = {
	{ "VM",     CELL_TEXT, "virtual machine it is of", true,  fill_vm },
	{ "TARGET", CELL_TEXT, "name of the disk",         false, fill_target },
	{ "ERROR",  CELL_TEXT, "what happened",            false, fill_error },
	COLUMNS_END
};

static int
run(void)
{
	return listing_begin(columns, NULL, asked.named > 1 ? "+VM" : NULL);
}

static int
list(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	auto_block_stats struct block_stats_list stats = { 0 };

	if (!vm || block_stats(vm, &stats) < 0)
		return -1;
	list_each(one, &stats) {
		struct item item = { vm->name, one };

		if (one->error && listing_add(&item) < 0)
			return -1;
	}
	return 0;
}

const struct command command = {
	.name      = "vm-blkerror",
	.summary   = "disks of running virtual machines that are stuck on an I/O error",
	.virsh     = "domblkerror",
	.example   = "vm-list --name | vm-blkerror -",
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.run       = run,
	.each      = list,
	.finish    = listing_end,
};
