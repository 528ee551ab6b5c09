/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-chain-check - compare what is written about images with the images */
#include "command/command.h"
#include "command/listing.h"
#include "driver/chain_check.h"

static bool fix_paths;
static struct strings known;
static bool any;

static const struct option_row options[] = {
	OPT_FLAG(0, "fix-paths", &fix_paths, "an image whose backing file is now beside it says so from then on"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_ALL, NULL, "only these: names, UUIDs, patterns"),
	ROWS_END
};

struct item {
	const struct vm *vm;
	const struct chain_problem *problem;
};

static int
cell_vm(void *item, struct cell *cell)
{
	cell_text(cell, ((const struct item *)item)->vm->name);
	return 0;
}

static int
cell_target(void *item, struct cell *cell)
{
	cell_text(cell, ((const struct item *)item)->problem->target);
	return 0;
}

static int
cell_problem(void *item, struct cell *cell)
{
	cell_text(cell, ((const struct item *)item)->problem->problem);
	return 0;
}

static int
cell_file(void *item, struct cell *cell)
{
	cell_text(cell, ((const struct item *)item)->problem->file);
	return 0;
}

static const struct column columns[] = {
	{ "VM",      CELL_TEXT, "virtual machine whose images they are",        false, cell_vm },
	{ "TARGET",  CELL_TEXT, "disk; none: of a snapshot, or beside a disk",  false, cell_target },
	{ "PROBLEM", CELL_TEXT, "missing, differs, busy or orphaned",           false, cell_problem },
	{ "FILE",    CELL_TEXT, "image",                                        false, cell_file },
	COLUMNS_END
};

static int
check(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, fix_paths ? VM_TO_CHANGE : VM_TO_READ);
	auto_chain_problems struct chain_problem_list problems = { 0 };

	if (!vm || (fix_paths && chain_fix_paths(vm) < 0) || chain_check(vm, &known, &problems) < 0)
		return -1;
	list_each(problem, &problems) {
		struct item item = { vm, problem };

		any = true;
		if (listing_add(&item) < 0)
			return -1;
	}
	return 0;
}

static int
run(void)
{
	return listing_begin(columns, NULL, NULL) < 0 ? -1 : chain_known(&known);
}

static int
finish(void)
{
	int result = listing_end();

	strings_done(&known);
	return result == 0 && any ? fail(FAULT_NO, "there are problems") : result;
}

const struct command command = {
	.name      = "vm-chain-check",
	.summary   = "compare what definitions and snapshots say of images with the images: missing, busy, orphaned ones",
	.example   = "vm-chain-check web1",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST | CHANGES,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(NO) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY) | CAN(SYSTEM) | CAN(DENIED),
	.run       = run,
	.each      = check,
	.finish    = finish,
};
