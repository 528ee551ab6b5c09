/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* zfs - pools of ZFS, with its block volumes, by zfs and zpool
 *
 * What is being made has the property virtutils:draft=MAKER, what is being written virtutils:torn:
 * ZFS keeps them with the volume. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/process.h"
#include "block.h"
#include "contents.h"
#include "server.h"
#include "tool.h"

#define DRAFT "virtutils:draft"
#define TORN  "virtutils:torn"

/* ---- what ZFS says ---- */

/* A line of its list: fields between tabs, "-" for nothing. */
enum field { NAME, SIZE, USED, ORIGIN, DRAFT_OF, TORN_NOW, FIELDS };

struct dataset { char *field[FIELDS]; };
LIST_OF(dataset);

static void
datasets_done(struct dataset_list *datasets)
{
	list_each(set, datasets)
		free(set->field[NAME]);          /* the others are parts of the same line */
	free(datasets->item);
}
#define auto_datasets __attribute__((cleanup(datasets_done)))

static void
add_dataset(struct dataset_list *datasets, char *line)
{
	struct dataset set = { { line } };
	unsigned n = 1;

	for (char *at = line; n < FIELDS && (at = strchr(at, '\t')); n++) {
		*at++ = '\0';
		set.field[n] = at;
	}
	if (n == FIELDS)
		*list_add(datasets) = set;
	else
		free(line);
}

static int
datasets_of(const struct pool_def *pool, struct dataset_list *ret_datasets)
{
	auto_free char *text = NULL;
	const char *at;

	if (tool_run(&text, "zfs", "list", "-Hp", "-t", "volume", "-r", "-o",
		     "name,volsize,used,origin," DRAFT "," TORN, pool->source.name, NULL) < 0)
		return -1;
	at = text;
	for (char *line; (line = tool_line(&at));)
		add_dataset(ret_datasets, line);
	return 0;
}

/* The name of a volume, without that of the pool; NULL when it is below another data set. */
static const char *
name_in(const struct pool_def *pool, const struct dataset *set)
{
	size_t length = strlen(pool->source.name);
	const char *name = set->field[NAME];

	return text_starts(name, pool->source.name) && name[length] == '/' && !strchr(name + length + 1, '/')
	       ? name + length + 1 : NULL;
}

static bool
is_set(const struct dataset *set, enum field field)
{
	return !text_same(set->field[field], "-");
}

static uint64_t
bytes(const char *text)
{
	return strtoull(text, NULL, 10);
}

/* ---- pools ---- */

static int
build(const struct pool_def *pool, enum pool_build how)
{
	auto_strings struct strings argv = { 0 };

	if ((how & POOL_BUILD_OVERWRITE) && (how & POOL_BUILD_IF_NEW))
		return fail(FAULT_USAGE, "--overwrite and --no-overwrite exclude each other");
	if (!pool->source.devices.n)
		return fail(FAULT_CONFIG, "no <device> is said to make the pool of");
	strings_add(&argv, "zpool");
	strings_add(&argv, "create");
	if (how & POOL_BUILD_OVERWRITE)
		strings_add(&argv, "-f");
	strings_add(&argv, pool->source.name);
	list_each(device, &pool->source.devices)
		strings_add(&argv, device->path);
	return process_run(argv.item, NULL);
}

static int
unmake(const struct pool_def *pool)
{
	return tool_run(NULL, "zpool", "destroy", pool->source.name, NULL);
}

static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	auto_free char *text = NULL;
	const char *allocated;

	if (tool_run(&text, "zpool", "list", "-Hp", "-o", "size,allocated", pool->source.name, NULL) < 0)
		return -1;
	allocated = strchr(text, '\t');
	if (!allocated)
		return fail(FAULT_FAILED, "what zpool says is not understood: %s", quote(text));
	ret_usage->capacity = bytes(text);
	ret_usage->allocation = bytes(allocated + 1);
	ret_usage->available = ret_usage->capacity - ret_usage->allocation;
	return 0;
}

static int
start(const struct pool_def *pool)
{
	struct pool_usage now;

	return usage(pool, &now);
}

/* ---- volumes ---- */

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	auto_datasets struct dataset_list datasets = { 0 };
	struct strings found = { 0 };

	if (datasets_of(pool, &datasets) < 0)
		return -1;
	list_each(set, &datasets)
		if (name_in(pool, set) && !is_set(set, DRAFT_OF))
			strings_add(&found, name_in(pool, set));
	strings_sort(&found);
	*ret_names = found;
	return 0;
}

static char *
path(const struct pool_def *pool, const char *name)
{
	return text_format("%s/%s", pool->target.path, name);
}

static struct volume_def *
describe(const struct pool_def *pool, const struct dataset *set)
{
	struct volume_def *def = model_new(&volume_def_type);

	def->name = xstrdup(name_in(pool, set));
	def->target.path = path(pool, def->name);
	if (contents_describe(def, false) < 0)
		fail_forget();           /* the node comes a moment later; ZFS knows the size */
	def->type = VOLUME_BLOCK;
	def->key = xstrdup(set->field[NAME]);
	def->capacity = def->physical = NUMBER_OF((int64_t)bytes(set->field[SIZE]));
	def->allocation = NUMBER_OF((int64_t)bytes(set->field[USED]));
	return def;
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	auto_datasets struct dataset_list datasets = { 0 };

	if (datasets_of(pool, &datasets) < 0)
		return NULL;
	list_each(set, &datasets)
		if (text_same(name_in(pool, set), name) && !is_set(set, DRAFT_OF))
			return describe(pool, set);
	return fail(FAULT_MISSING, "no such storage volume"), NULL;
}

static int
destroy(const struct pool_def *pool, const char *name)
{
	auto_free char *word = text_format("%s/%s", pool->source.name, name);

	return tool_run(NULL, "zfs", "destroy", word, NULL);
}

static int
make_whole(const struct volume_def *def, const char *word, const struct volume_def *from, volume_progress *progress)
{
	return block_volume_fill(def, from, progress) < 0 ? -1 : tool_run(NULL, "zfs", "inherit", DRAFT, word, NULL);
}

/* With less room than it shows it is sparse. */
static int
create(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
       const struct volume_def *from, volume_progress *progress)
{
	auto_free char *maker = tool_maker();
	auto_free char *draft = text_format(DRAFT "=%s", maker);
	auto_free char *word = text_format("%s/%s", pool->source.name, def->name);
	auto_free char *size = text_format("%" PRId64 "K", (def->capacity.value + 1023) / 1024);
	bool sparse = def->allocation.value < def->capacity.value;
	struct failure why;

	if (how & VOLUME_REFLINK || def->backing)
		return fail(FAULT_UNSUPPORTED, "volumes of ZFS share no blocks here");
	if ((sparse ? tool_run(NULL, "zfs", "create", "-o", draft, "-s", "-V", size, word, NULL)
		    : tool_run(NULL, "zfs", "create", "-o", draft, "-V", size, word, NULL)) < 0)
		return -1;
	if (make_whole(def, word, from, progress) == 0)
		return 0;
	why = fail_aside();
	if (destroy(pool, def->name) < 0)
		fail_forget();           /* the next that makes one tries again */
	return fail_again(&why);
}

static int
clean(const struct pool_def *pool)
{
	auto_datasets struct dataset_list datasets = { 0 };

	if (datasets_of(pool, &datasets) < 0)
		return -1;
	list_each(set, &datasets)
		if (name_in(pool, set) && is_set(set, DRAFT_OF) && !tool_maker_lives(set->field[DRAFT_OF]) &&
		    destroy(pool, name_in(pool, set)) < 0)
			return -1;
	return 0;
}

static int
delete(const struct pool_def *pool, const struct volume_def *def)
{
	return destroy(pool, def->name);
}

static int
resize(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity,
       __attribute__((unused)) enum volume_how how)
{
	auto_free char *word = text_format("%s/%s", pool->source.name, def->name);
	auto_free char *size = text_format("volsize=%" PRIu64 "K", (capacity + 1023) / 1024);

	return tool_run(NULL, "zfs", "set", size, word, NULL);
}

static int
set_torn(const struct pool_def *pool, const char *name, bool torn)
{
	auto_free char *word = text_format("%s/%s", pool->source.name, name);

	return torn ? tool_run(NULL, "zfs", "set", TORN "=yes", word, NULL)
		    : tool_run(NULL, "zfs", "inherit", TORN, word, NULL);
}

static bool
is_torn(const struct pool_def *pool, const char *name)
{
	auto_datasets struct dataset_list datasets = { 0 };

	if (datasets_of(pool, &datasets) < 0)
		fail_forget();           /* who asks for more is told */
	list_each(set, &datasets)
		if (text_same(name_in(pool, set), name))
			return is_set(set, TORN_NOW);
	return false;
}

const struct backend backend_zfs = {
	.tool = "zfs",
	.pool = { .build = build, .remove = unmake, .start = start, .clean = clean, .usage = usage },
	.volume = {
		.names = names, .path = path, .name_of = server_name_in_key, .look = look, .create = create,
		.remove = delete, .resize = resize, .open = block_volume_open, .set_torn = set_torn, .is_torn = is_torn,
	},
};
