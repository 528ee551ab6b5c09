/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm-blklist - list the disks of virtual machines */
#include "command/command.h"
#include "command/table.h"
#include "driver/block.h"

static bool inactive, details, backing;
static struct table *table;

static const struct option_row options[] = {
	OPT_FLAG(0, "inactive", &inactive, "as they are stored, also when it runs"),
	OPT_FLAG(0, "details",  &details,  "their types and devices too"),
	OPT_FLAG(0, "backing",  &backing,  "the images below each disk too"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("VM", "domain", VALUE_VM, ARG_MANY, NULL, "name, UUID or number of the virtual machine"),
	ROWS_END
};

/* A disk, or with another image one below it. */
struct item {
	struct vm *vm;
	const struct disk *disk;
	const struct storage_source *image;
};

static bool
is_top(const struct item *item)
{
	return item->image == &item->disk->source;
}

static int
fill_vm(void *item, struct cell *cell)
{
	cell_text(cell, ((struct item *)item)->vm->name);
	return 0;
}

static int
fill_target(void *object, struct cell *cell)
{
	const struct item *item = object;
	auto_free char *numbered = text_format("%s[%u]", item->disk->target.dev, item->image->index);

	if (is_top(item))
		cell_text(cell, item->disk->target.dev);
	else if (item->image->index)
		cell_text(cell, numbered);
	return 0;
}

static int
fill_source(void *object, struct cell *cell)
{
	const struct item *item = object;

	cell_text(cell, storage_source_empty(item->image) ? NULL : storage_source_path(item->image));
	return 0;
}

static int
fill_type(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&storage_kind_words, ((struct item *)item)->image->type));
	return 0;
}

static int
fill_device(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&disk_device_words, ((struct item *)item)->disk->device));
	return 0;
}

static int
fill_format(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&storage_format_words, ((struct item *)item)->image->format));
	return 0;
}

static int
fill_bus(void *item, struct cell *cell)
{
	cell_text(cell, words_name(&disk_bus_words, ((struct item *)item)->disk->target.bus));
	return 0;
}

static int
fill_size(void *object, struct cell *cell)
{
	const struct item *item = object;
	struct block_info info;

	if (!is_top(item) || storage_source_empty(item->image))
		return 0;
	if (block_info(item->vm, item->disk, &info) < 0)
		return -1;
	cell_bytes(cell, info.capacity);
	return 0;
}

static int
fill_chain(void *object, struct cell *cell)
{
	int64_t images = 0;

	for (const struct storage_source *s = ((struct item *)object)->image; s && !storage_source_empty(s); s = s->backing)
		images++;
	cell_number(cell, images);
	return 0;
}

static const struct column columns[] = {
	{ "VM",     CELL_TEXT,   "virtual machine it is of",                true,  fill_vm },
	{ "TARGET", CELL_TEXT,   "name of the disk, or number of an image", false, fill_target },
	{ "SOURCE", CELL_TEXT,   "where its contents are",                  false, fill_source },
	{ "TYPE",   CELL_TEXT,   "file, block, network ...",                true,  fill_type },
	{ "DEVICE", CELL_TEXT,   "how the guest sees it",                   true,  fill_device },
	{ "FORMAT", CELL_TEXT,   "format of the image",                     true,  fill_format },
	{ "BUS",    CELL_TEXT,   "bus it hangs from",                       true,  fill_bus },
	{ "SIZE",   CELL_BYTES,  "size that the guest sees",                true,  fill_size },
	{ "CHAIN",  CELL_NUMBER, "images it is made of, from this one down", true, fill_chain },
	COLUMNS_END
};

static int
run(void)
{
	if (!asked.output && details)
		asked.output = "TYPE,DEVICE,TARGET,SOURCE";
	else if (!asked.output && asked.named > 1)
		asked.output = "VM,TARGET,SOURCE";
	table = table_new(columns);
	return table ? 0 : -1;
}

static int
add_images(struct item item)
{
	int row = table_add(table, &item);

	for (item.image = item.image->backing; row >= 0 && backing && item.image && !storage_source_empty(item.image);
	     item.image = item.image->backing)
		row = table_add_below(table, &item, row);
	return row < 0 ? -1 : 0;
}

static int
list(const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);
	struct vm_def *def = vm ? inactive ? vm_config(vm) : vm_def(vm) : NULL;

	if (!def)
		return -1;
	list_each(disk, &def->devices.disks)
		if (add_images((struct item) { vm, disk, &disk->source }) < 0)
			return -1;
	return 0;
}

static int
finish(void)
{
	int printed = table_print(table);

	table_free(table);
	return printed;
}

const struct command command = {
	.name      = "vm-blklist",
	.summary   = "list the disks of virtual machines",
	.virsh     = "domblklist",
	.example   = "vm-blklist web --backing -o TARGET,SOURCE,FORMAT",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = CAN(FAILED) | CAN(NO_VM) | CAN(STATE) | CAN(UNSUPPORTED) | CAN(BUSY),
	.run       = run,
	.each      = list,
	.finish    = finish,
};
