/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* disk - pools that are a disk, with partitions as volumes, by parted */
#include <inttypes.h>
#include <stdlib.h>

#include "base/file.h"
#include "block.h"
#include "contents.h"
#include "marks.h"
#include "state/store.h"
#include "tool.h"

/* ---- what parted says ---- */

/* A line of its machine-readable list: a partition, or room for one (number 0). */
struct region { unsigned number; uint64_t start, end, size; char *flags; };
LIST_OF(region);

static void
regions_done(struct region_list *regions)
{
	list_each(region, regions)
		free(region->flags);
	free(regions->item);
}
#define auto_regions __attribute__((cleanup(regions_done)))

static const char *
device_of(const struct pool_def *pool)
{
	return pool->source.devices.item[0].path;
}

/* "1:1048576B:5242879B:4194304B:ext4:name:lvm;" or "1:17408B:1048575B:1031168B:free;" */
static void
add_region(struct region_list *regions, char *line)
{
	enum { NUMBER, START, END, SIZE, KIND, LABEL, FLAGS, FIELDS };
	char *field[FIELDS] = { 0 };
	unsigned n = 0;
	bool is_free;

	while (line && n < FIELDS)
		field[n++] = strsep(&line, ":");
	if (n <= KIND)
		return;
	is_free = text_same(field[KIND], "free;");
	*list_add(regions) = (struct region) {
		.number = is_free ? 0 : (unsigned)strtoul(field[NUMBER], NULL, 10),
		.start = strtoull(field[START], NULL, 10), .end = strtoull(field[END], NULL, 10) + 1,
		.size = strtoull(field[SIZE], NULL, 10), .flags = xstrdup(n > FLAGS ? field[FLAGS] : ""),
	};
}

/* The first line is "BYT;", the second describes the disk; *ret_label is its sort of table. */
static int
read_table(const struct pool_def *pool, struct region_list *ret_regions, char **ret_label)
{
	enum { LABEL_FIELD = 5 };
	auto_free char *text = NULL;
	const char *at;
	unsigned n = 0;

	if (tool_run(&text, "parted", "-s", "-m", "--", device_of(pool), "unit", "B", "print", "free", NULL) < 0)
		return -1;
	at = text;
	for (char *line; (line = tool_line(&at)); free(line), n++) {
		const char *label = line;

		for (unsigned i = 0; n == 1 && i < LABEL_FIELD && label; i++)
			label = strchr(label, ':'), label += label != NULL;
		if (n == 1 && label)
			*ret_label = xstrndup(label, strcspn(label, ":"));
		else if (n > 1)
			add_region(ret_regions, line);
	}
	return 0;
}

static int
regions_of(const struct pool_def *pool, struct region_list *ret_regions)
{
	auto_free char *label = NULL;

	return read_table(pool, ret_regions, &label);
}

/* ---- names ---- */

/* "/dev/sdb" for "/dev/disk/by-id/...", whose partitions are called otherwise.  Caller frees. */
static char *
real_device(const struct pool_def *pool)
{
	char *real = realpath(device_of(pool), NULL);

	return real ? real : xstrdup(device_of(pool));
}

/* "/dev/sdb1", but "/dev/loop0p1": a letter stands between digits, or where the pool says so. */
static char *
node_of(const struct pool_def *pool, unsigned number)
{
	auto_free char *device = real_device(pool);
	enum tri said = pool->source.devices.item[0].part_separator;
	size_t length = strlen(device);
	bool letter = said ? said == YES : length && device[length - 1] >= '0' && device[length - 1] <= '9';

	return text_format("%s%s%u", device, letter ? "p" : "", number);
}

static char *
name_of(const struct pool_def *pool, unsigned number)
{
	auto_free char *node = node_of(pool, number);
	const char *slash = strrchr(node, '/');

	return xstrdup(slash ? slash + 1 : node);
}

/* 0: of no partition. */
static unsigned
number_of(const struct pool_def *pool, const char *name)
{
	size_t length = strlen(name);
	unsigned number;
	auto_free char *would_be = NULL;

	while (length && name[length - 1] >= '0' && name[length - 1] <= '9')
		length--;
	number = (unsigned)strtoul(name + length, NULL, 10);
	would_be = name_of(pool, number);
	return text_same(would_be, name) ? number : 0;
}

/* ---- pools ---- */

static const char *const labels[pool_format_count] = {
	[POOL_FORMAT_UNKNOWN] = "msdos", [POOL_FORMAT_DOS] = "msdos", [POOL_FORMAT_DVH] = "dvh",
	[POOL_FORMAT_GPT] = "gpt", [POOL_FORMAT_MAC] = "mac", [POOL_FORMAT_BSD] = "bsd",
	[POOL_FORMAT_PC98] = "pc98", [POOL_FORMAT_SUN] = "sun",
};

static int
build(const struct pool_def *pool, enum pool_build how)
{
	const char *label = labels[pool->source.format];
	auto_free char *contents = NULL;

	if (!label)
		return fail(FAULT_UNSUPPORTED, "no partition table is of format '%s'",
			    words_name(&pool_format_words, pool->source.format));
	if ((how & POOL_BUILD_OVERWRITE) && (how & POOL_BUILD_IF_NEW))
		return fail(FAULT_USAGE, "--overwrite and --no-overwrite exclude each other");
	contents = how & POOL_BUILD_OVERWRITE ? NULL : block_contents(device_of(pool));
	if (contents)
		return fail(FAULT_STATE, "%s holds '%s' already", device_of(pool), contents);
	return tool_run(NULL, "parted", "-s", "--", device_of(pool), "mklabel", label, NULL);
}

/* The table must be of the sort that is said. */
static int
start(const struct pool_def *pool)
{
	auto_regions struct region_list regions = { 0 };
	auto_free char *label = NULL;

	if (read_table(pool, &regions, &label) < 0)
		return -1;
	if (pool->source.format != POOL_FORMAT_UNKNOWN && labels[pool->source.format] &&
	    !text_same(label, labels[pool->source.format]))
		return fail(FAULT_CONFIG, "%s has a partition table of type '%s', not '%s'", device_of(pool),
			    label ? label : "none", labels[pool->source.format]);
	return 0;
}

static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	auto_regions struct region_list regions = { 0 };

	if (regions_of(pool, &regions) < 0)
		return -1;
	list_each(region, &regions)
		*(region->number ? &ret_usage->allocation : &ret_usage->available) += region->size;
	ret_usage->capacity = ret_usage->allocation + ret_usage->available;
	return 0;
}

/* ---- volumes ---- */

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	auto_regions struct region_list regions = { 0 };
	struct strings found = { 0 };

	if (regions_of(pool, &regions) < 0)
		return -1;
	list_each(region, &regions) {
		auto_free char *name = name_of(pool, region->number);

		if (region->number && !marks_are_of_draft(pool, name))
			strings_add(&found, name);
	}
	strings_sort(&found);
	*ret_names = found;
	return 0;
}

/* What parted calls what libvirt has a word for. */
static const struct { enum volume_format format; const char *flag, *filesystem; } formats[] = {
	{ VOLUME_FORMAT_LINUX_LVM,  "lvm" },
	{ VOLUME_FORMAT_LINUX_RAID, "raid" },
	{ VOLUME_FORMAT_LINUX_SWAP, "swap", "linux-swap" },
	{ VOLUME_FORMAT_FAT16,      NULL,   "fat16" },
	{ VOLUME_FORMAT_FAT32,      NULL,   "fat32" },
	{ VOLUME_FORMAT_LINUX,      NULL,   "ext2" },
};

static enum volume_format
format_of(const struct region *region)
{
	for (unsigned i = 0; i < COUNT(formats); i++)
		if (formats[i].flag && strstr(region->flags, formats[i].flag))
			return formats[i].format;
	return VOLUME_FORMAT_NONE;
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	auto_regions struct region_list regions = { 0 };
	unsigned number = number_of(pool, name);
	auto_document(volume_def) struct volume_def *def = NULL;

	if (regions_of(pool, &regions) < 0)
		return NULL;
	list_each(region, &regions) {
		auto_free char *node = node_of(pool, number);
		struct volume_extent *extent;

		if (!number || region->number != number || marks_are_of_draft(pool, name))
			continue;
		def = model_new(&volume_def_type);
		def->name = xstrdup(name);
		def->key = xstrdup(node);
		def->target.path = block_stable_path(pool->target.path, node);
		if (contents_describe(def, false) < 0)
			fail_forget();           /* the kernel has not seen it yet */
		def->type = VOLUME_BLOCK;
		def->capacity = def->allocation = def->physical = NUMBER_OF((int64_t)region->size);
		def->target.format = format_of(region);
		extent = list_add(&def->extents);
		extent->path = xstrdup(device_of(pool));
		*list_add(&extent->extents) = (struct pool_extent) { NUMBER_OF((int64_t)region->start),
								     NUMBER_OF((int64_t)region->end) };
		return steal(def);
	}
	return fail(FAULT_MISSING, "no such storage volume"), NULL;
}

/* Held by who changes the table: parted reads it, and writes what it made of that. */
static int
lock_table(const struct pool_def *pool)
{
	auto_free char *name = text_format(".table-%s", pool->name);

	return store_lock("storage", name);
}

static int
remove_partition(const struct pool_def *pool, const char *name)
{
	auto_free char *number = text_format("%u", number_of(pool, name));

	return tool_run(NULL, "parted", "-s", "--", device_of(pool), "rm", number, NULL);
}

/* The first partition number that is free. */
static unsigned
next_number(const struct region_list *regions)
{
	unsigned next = 1;

	for (unsigned i = 0; i < regions->n; i++)
		if (regions->item[i].number == next) {
			next++;
			i = (unsigned)-1;        /* from the start: they need not be in order */
		}
	return next;
}

/* Where so much fits, at a mebibyte; 0: nowhere. */
static uint64_t
find_room(const struct region_list *regions, uint64_t size)
{
	enum { ALIGNMENT = 1 << 20 };

	list_each(region, regions) {
		uint64_t start = (region->start + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

		if (!region->number && start < region->end && region->end - start >= size)
			return start;
	}
	return 0;
}

static int
make_partition(const struct pool_def *pool, const struct volume_def *def, uint64_t start, unsigned number)
{
	enum { SECTOR = 512 };
	uint64_t size = ((uint64_t)def->capacity.value + SECTOR - 1) / SECTOR * SECTOR;
	auto_free char *from = text_format("%" PRIu64 "B", start);
	auto_free char *to = text_format("%" PRIu64 "B", start + size - 1);
	auto_free char *which = text_format("%u", number);
	unsigned i = 0;

	while (i < COUNT(formats) && formats[i].format != def->target.format)
		i++;
	if (tool_run(NULL, "parted", "-s", "-a", "none", "--", device_of(pool), "mkpart", "primary",
		     i < COUNT(formats) && formats[i].filesystem ? formats[i].filesystem : "ext2", from, to, NULL) < 0)
		return -1;
	if (i == COUNT(formats) || !formats[i].flag)
		return 0;
	return tool_run(NULL, "parted", "-s", "--", device_of(pool), "set", which, formats[i].flag, "on", NULL);
}

/* One that was never made is fine. */
static int
unmake_draft(const struct pool_def *pool, const char *name)
{
	auto_regions struct region_list regions = { 0 };
	unsigned number = number_of(pool, name);

	if (regions_of(pool, &regions) < 0)
		return -1;
	list_each(region, &regions)
		if (number && region->number == number)
			return remove_partition(pool, name);
	return 0;
}

/* Also the mark of it goes; the story told so far stays.  The caller holds the table's lock. */
static int
give_up(const struct pool_def *pool, const char *name)
{
	struct failure why = fail_aside();

	if (unmake_draft(pool, name) < 0 || marks_done(pool, name) < 0)
		fail_forget();           /* the next that makes one cleans again */
	return fail_again(&why);
}

/* A partition of that name, under its mark; *ret_number is its own. */
static int
add_partition(const struct pool_def *pool, const struct volume_def *def, unsigned *ret_number)
{
	auto_close int lock = lock_table(pool);
	auto_regions struct region_list regions = { 0 };
	auto_free char *name = NULL;
	uint64_t begin;

	if (lock < 0 || regions_of(pool, &regions) < 0)
		return -1;
	*ret_number = next_number(&regions);
	name = name_of(pool, *ret_number);
	if (!text_same(name, def->name))
		return fail(FAULT_CONFIG, "the next partition is called '%s'", name);
	begin = find_room(&regions, (uint64_t)def->capacity.value);
	if (!begin)
		return fail(FAULT_FAILED, "no room for %" PRId64 " bytes in one piece", def->capacity.value);
	if (marks_begin(pool, name) < 0)
		return -1;
	return make_partition(pool, def, begin, *ret_number) < 0 ? give_up(pool, name) : 0;
}

static int
make_whole(const struct pool_def *pool, const struct volume_def *def, const struct volume_def *from,
	   unsigned number, volume_progress *progress)
{
	auto_document(volume_def) struct volume_def *there = volume_def_copy(def);

	free(there->target.path);
	there->target.path = node_of(pool, number);
	return block_volume_fill(there, from, progress) < 0 ? -1 : marks_done(pool, def->name);
}

/* What it does not get the lock for stays marked, and the next that makes one cleans it away. */
static int
take_back(const struct pool_def *pool, const char *name)
{
	struct failure why = fail_aside();
	auto_close int lock = lock_table(pool);

	if (lock >= 0)
		give_up(pool, name);
	return fail_again(&why);
}

static int
create(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
       const struct volume_def *from, volume_progress *progress)
{
	unsigned number;

	if (how & VOLUME_REFLINK)
		return fail(FAULT_UNSUPPORTED, "partitions share no blocks");
	if (def->target.format == VOLUME_FORMAT_EXTENDED)
		return fail(FAULT_UNSUPPORTED, "extended partitions are not made: GPT needs none");
	if (add_partition(pool, def, &number) < 0)
		return -1;
	return make_whole(pool, def, from, number, progress) < 0 ? take_back(pool, def->name) : 0;
}

static int
clean(const struct pool_def *pool)
{
	auto_close int lock = lock_table(pool);

	return lock < 0 ? -1 : marks_clean(pool, unmake_draft);
}

static int
delete(const struct pool_def *pool, const struct volume_def *def)
{
	auto_close int lock = lock_table(pool);

	if (lock < 0 || remove_partition(pool, def->name) < 0)
		return -1;
	return marks_set_torn(pool, def->name, false);
}

const struct backend backend_disk = {
	.tool = "parted",
	.pool = { .build = build, .start = start, .clean = clean, .usage = usage },
	.volume = {
		.names = names, .look = look, .create = create, .remove = delete,
		.open = block_volume_open, .set_torn = marks_set_torn, .is_torn = marks_is_torn,
	},
};
