/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-checkpoint-list - list the checkpoints of a virtual machine */
#include "command/command.h"
#include "command/listing.h"
#include "command/moment_listing.h"
#include "driver/checkpoint.h"

static struct moment_listing listing = { .kind = &checkpoint_moments };

static const struct option_row options[] = {
	MOMENT_LIST_OPTIONS(listing),
	OPT_FLAG(0, "size", &listing.size, "show how much was written since then, of running ones"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM",         "domain", VALUE_VM,         ARG_ONE,      NULL,  "name, UUID or number of the virtual machine"),
	ARG("CHECKPOINT", "from",   VALUE_CHECKPOINT, ARG_OPTIONAL, &listing.from, "only children of this one"),
	ROWS_END
};

/* The hypervisor is asked, which only one program may do at a time. */
static int
size_cell(void *item, struct cell *cell)
{
	struct moment_item *it = item;
	auto_vm struct vm *vm = it->of->vm->active ? vm_open(it->of->vm->name, VM_TO_CHANGE) : NULL;
	struct checkpoint_def *def = vm ? moment_read(&it->of->tree, it->moment) : NULL;
	uint64_t sum = 0;

	if (!def)
		return it->of->vm->active ? -1 : 0;
	if (checkpoint_measure(vm, def) < 0)
		return -1;
	list_each(disk, &def->disks) {
		if (disk->checkpoint == CHECKPOINT_BITMAP && !disk->size.given)
			return 0;
		sum += (uint64_t)disk->size.value;
	}
	cell_bytes(cell, sum);
	return 0;
}

static const struct column columns[] = {
	{ "NAME",          CELL_TEXT,  "name",                             false, moment_cell_name },
	{ "CREATION-TIME", CELL_TIME,  "when it was created",              false, moment_cell_time },
	{ "PARENT",        CELL_TEXT,  "the one it was created after",     true,  moment_cell_parent },
	{ "SIZE",          CELL_BYTES, "how much was written since then, unless that is not known", true, size_cell },
	{ "VM",            CELL_TEXT,  "virtual machine it is of",         true,  moment_cell_vm },
	COLUMNS_END
};

static int
list(const char *name)
{
	return moment_list(&listing, name);
}

static int
run(void)
{
	return moment_list_begin(&listing, columns, false);
}

const struct command command = {
	.name      = "vm-checkpoint-list",
	.summary   = "list the checkpoints of a virtual machine",
	.virsh     = "checkpoint-list",
	.example   = "vm-checkpoint-list web1 --size",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(NO_VM) | CAN(NO_CHECKPOINT) | CAN(BUSY),
	.run       = run,
	.each      = list,
	.finish    = listing_end,
};
