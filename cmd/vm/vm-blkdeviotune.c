/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blkdeviotune - show or set how fast a disk may be used */
#include "command/command.h"
#include "command/table.h"
#include "driver/block_tune.h"

static const char *device, *group;
static const char *given[BLOCK_LIMIT_COUNT];

#define OPTION(member, option, key, help) \
	OPT_VALUE(0, option, VALUE_TEXT, &given[BLOCK_LIMIT_##member], "N", help "; 0 is no limit"),
static const struct option_row options[] = {
	BLOCK_LIMITS(OPTION)
	OPT_VALUE(0, "group-name", VALUE_TEXT, &group, "NAME", "disks of one group share their limits"),
	ROWS_END
};
#undef OPTION

static const struct argument_row arguments[] = {
	ARG("VM",     "domain", VALUE_VM,   ARG_ONE, NULL,    "name, UUID or number of the virtual machine"),
	ARG("DEVICE", "device", VALUE_TEXT, ARG_ONE, &device, "disk: its target or source"),
	ROWS_END
};

#define FILL(member, option, key, help)                                         \
	static int                                                              \
	fill_##member(void *item, struct cell *cell)                            \
	{                                                                       \
		cell_number(cell, (int64_t)((const struct disk_iotune *)item)->member); \
		return 0;                                                       \
	}
BLOCK_LIMITS(FILL)
#undef FILL

static int
fill_group(void *item, struct cell *cell)
{
	cell_text(cell, ((const struct disk_iotune *)item)->group_name);
	return 0;
}

#define COLUMN(member, option, key, help) { key, CELL_NUMBER, help, .fill = fill_##member },
static const struct column columns[] = {
	BLOCK_LIMITS(COLUMN)
	{ "GROUP_NAME", CELL_TEXT, "disks that share the limits", .fill = fill_group },
	COLUMNS_END
};
#undef COLUMN

static struct block_tuned tuned;
static bool to_change;

static int
run(void)
{
	tuned.group = group;
	to_change = group != NULL;
	for (unsigned i = 0; i < BLOCK_LIMIT_COUNT; i++) {
		uint64_t limit;

		if (!given[i])
			continue;
		if (text_to_size(given[i], 1, &limit) < 0)
			return -1;
		if (limit > INT64_MAX)
			return fail(FAULT_OVERFLOW, "limit %s is too large", quote(given[i]));
		tuned.limit[i] = NUMBER_OF((int64_t)limit);
		to_change = true;
	}
	return 0;
}

static int
limits(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, to_change ? VM_TO_CHANGE : VM_TO_READ);
	const struct disk_iotune *now;
	bool live, config;

	if (!vm || asked_states(vm->active, vm->stored, to_change, &live, &config) < 0)
		return -1;
	if (to_change)
		return block_tune(vm, device, &tuned, live, config);
	now = block_limits(vm, device, config);
	return now ? info_print(columns, (void *)now) : -1;
}

const struct command command = {
	.name      = "vm-blkdeviotune",
	.summary   = "show or set how fast a disk may be used",
	.virsh     = "blkdeviotune",
	.example   = "vm-blkdeviotune web vda --total-bytes-sec=20M --persistent",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = CHANGES | STATES | INFO,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO_DISK) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(ARGUMENT) |
		     CAN(CONFIG) | CAN(OVERFLOW),
	.run       = run,
	.each      = limits,
	.finish    = info_finish,
};
