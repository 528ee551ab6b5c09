/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* logical - pools that are volume groups of LVM
 *
 * What is being made has the tag virtutils_draft_MAKER, what is being written virtutils_torn: LVM
 * keeps them with the volume. */
#include <inttypes.h>

#include "base/json.h"
#include "base/process.h"
#include "block.h"
#include "contents.h"
#include "tool.h"

#define DRAFT_TAG "virtutils_draft_"
#define TORN_TAG  "virtutils_torn"

/* ---- what LVM says ---- */

/* The rows of a report: {"report": [{KIND: [{...}, ...]}]}.  NULL after a failure; the report
 * stays the caller's. */
static struct json_object *
rows_of(struct json_object *report, const char *kind)
{
	struct json_object *first = report ? json_object_array_get_idx(json_member(report, "report"), 0) : NULL;
	struct json_object *rows = first ? json_member(first, kind) : NULL;

	if (!json_object_is_type(rows, json_type_array))
		return fail(FAULT_FAILED, "LVM's report is not understood"), NULL;
	return rows;
}

static struct json_object *
ask(const char *tool, const char *fields, const char *group)
{
	auto_free char *text = NULL;

	if (tool_run(&text, tool, "--reportformat", "json", "--units", "b", "--nosuffix", "-o", fields,
		     "--", group, NULL) < 0)
		return NULL;
	return json_parse(text, strlen(text), tool);
}

/* One report serves a whole list; what changes something drops it. */
static struct json_object *volumes;
static char *volumes_of;

static void
forget(void)
{
	json_object_put(volumes);
	volumes = NULL;
	free(steal(volumes_of));
}

/* A row for each segment of each volume. */
static struct json_object *
segments(const struct pool_def *pool)
{
	if (!text_same(volumes_of, pool->source.name))
		forget();
	if (!volumes) {
		volumes = ask("lvs", "lv_name,lv_uuid,lv_size,lv_attr,lv_tags,origin,seg_size,vg_extent_size,devices",
			      pool->source.name);
		volumes_of = xstrdup(pool->source.name);
	}
	return volumes ? rows_of(volumes, "lv") : NULL;
}

static uint64_t
number(struct json_object *row, const char *key)
{
	const char *text = json_string(row, key);
	uint64_t value = 0;

	if (text && text_to_u64(text, 10, &value) < 0)
		fail_forget();           /* "" where it does not apply */
	return value;
}

/* The end of the tag that begins so; NULL when there is none.  Caller frees. */
static char *
tagged(struct json_object *row, const char *tag)
{
	const char *tags = json_string(row, "lv_tags"), *at;

	for (at = tags; at && *at; at += strcspn(at, ","), at += *at == ',')
		if (text_starts(at, tag))
			return xstrndup(at + strlen(tag), strcspn(at + strlen(tag), ","));
	return NULL;
}

/* Thin pools are no volumes, and what is not whole yet is none either. */
static bool
is_volume(struct json_object *row)
{
	const char *attributes = json_string(row, "lv_attr");
	auto_free char *draft = tagged(row, DRAFT_TAG);

	return !draft && attributes && *attributes != 't' && json_string(row, "lv_name");
}

#define each_row(row, rows)                                                                     \
	for (size_t i_ = 0, n_ = json_length(rows); i_ < n_; i_++)                 \
		for (struct json_object *row = json_object_array_get_idx(rows, i_); row; row = NULL)

static struct json_object *
find(const struct pool_def *pool, const char *name)
{
	struct json_object *rows = segments(pool);

	if (!rows)
		return NULL;
	each_row(row, rows)
		if (is_volume(row) && text_same(json_string(row, "lv_name"), name))
			return row;
	return fail(FAULT_MISSING, "no such storage volume"), NULL;
}

/* ---- pools ---- */

static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	auto_json struct json_object *report = ask("vgs", "vg_size,vg_free", pool->source.name);
	struct json_object *rows = report ? rows_of(report, "vg") : NULL;

	if (!rows)
		return -1;
	each_row(row, rows) {
		ret_usage->capacity = number(row, "vg_size");
		ret_usage->available = number(row, "vg_free");
	}
	ret_usage->allocation = ret_usage->capacity - ret_usage->available;
	return 0;
}

/* LVM itself refuses a device that holds something, unless it is told that this is fine. */
static int
make_physical(const char *device, enum pool_build how)
{
	return how & POOL_BUILD_OVERWRITE ? tool_run(NULL, "pvcreate", "--yes", "--force", "--", device, NULL)
					  : tool_run(NULL, "pvcreate", "--", device, NULL);
}

/* The first so many devices are in no group.  The story told so far stays. */
static int
give_back(const struct pool_def *pool, unsigned made)
{
	struct failure why = fail_aside();

	for (unsigned i = 0; i < made; i++)
		if (tool_run(NULL, "pvremove", "--", pool->source.devices.item[i].path, NULL) < 0)
			fail_forget();           /* it is made anew the next time */
	return fail_again(&why);
}

static int
build(const struct pool_def *pool, enum pool_build how)
{
	auto_strings struct strings argv = { 0 };

	if ((how & POOL_BUILD_OVERWRITE) && (how & POOL_BUILD_IF_NEW))
		return fail(FAULT_USAGE, "--overwrite and --no-overwrite exclude each other");
	if (!pool->source.devices.n)
		return fail(FAULT_CONFIG, "no <device> is said to make the volume group of");
	strings_add(&argv, "vgcreate");
	strings_add(&argv, "--");
	strings_add(&argv, pool->source.name);
	for (unsigned i = 0; i < pool->source.devices.n; i++) {
		if (make_physical(pool->source.devices.item[i].path, how) < 0)
			return give_back(pool, i);
		strings_add(&argv, pool->source.devices.item[i].path);
	}
	return process_run(argv.item, NULL) < 0 ? give_back(pool, pool->source.devices.n) : 0;
}

static int
unmake(const struct pool_def *pool)
{
	if (tool_run(NULL, "vgremove", "--force", "--", pool->source.name, NULL) < 0)
		return -1;
	list_each(device, &pool->source.devices)
		if (tool_run(NULL, "pvremove", "--", device->path, NULL) < 0)
			return -1;
	return 0;
}

static int
start(const struct pool_def *pool)
{
	return tool_run(NULL, "vgchange", "--activate", "ly", "--", pool->source.name, NULL);
}

static int
stop(const struct pool_def *pool)
{
	return tool_run(NULL, "vgchange", "--activate", "ln", "--", pool->source.name, NULL);
}

static int
find_sources(__attribute__((unused)) enum pool_kind kind, __attribute__((unused)) const struct pool_source *spec,
	     struct text *out)
{
	auto_free char *report = NULL;
	const char *at;

	if (tool_run(&report, "pvs", "--noheadings", "--separator", "\t", "-o", "vg_name,pv_name", "--sort",
		     "vg_name", NULL) < 0)
		return -1;
	at = report;
	text_add(out, "<sources>\n");
	for (char *line; (line = tool_line(&at)); free(line)) {
		char *group = line + strspn(line, " "), *device = strchr(group, '\t');
		struct pool_device physical = { .path = device ? device + 1 : NULL };
		struct pool_source source = { .name = group, .devices = { &physical, 1 },
					      .format = POOL_FORMAT_LVM2 };

		if (!device || device == group)
			continue;
		*device = '\0';
		model_write(&pool_source_type, &source, "source", 1, VIEW_CONFIG, out);
	}
	text_add(out, "</sources>\n");
	return 0;
}

/* ---- volumes ---- */

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	struct json_object *rows = segments(pool);
	struct strings found = { 0 };

	if (!rows)
		return -1;
	each_row(row, rows)
		if (is_volume(row) && !strings_have(&found, json_string(row, "lv_name")))
			strings_add(&found, json_string(row, "lv_name"));
	strings_sort(&found);
	*ret_names = found;
	return 0;
}

static char *
path(const struct pool_def *pool, const char *name)
{
	return text_format("%s/%s", pool->target.path, name);
}

/* "/dev/sdb(12),/dev/sdc(0)": which extents of which devices a segment begins at. */
static void
add_extents(struct volume_def *def, struct json_object *segment)
{
	const char *devices = json_string(segment, "devices");
	uint64_t unit = number(segment, "vg_extent_size"), size = number(segment, "seg_size"), stripes = 1;

	for (const char *at = devices; at && (at = strchr(at, ',')); at++)
		stripes++;
	for (const char *at = devices; at && *at == '/'; at += strcspn(at, ","), at += *at == ',') {
		struct volume_extent *extent = list_add(&def->extents);
		uint64_t begin = strtoull(at + strcspn(at, "(,") + (at[strcspn(at, "(,")] == '('), NULL, 10) * unit;

		extent->path = xstrndup(at, strcspn(at, "(,"));
		*list_add(&extent->extents) = (struct pool_extent) {
			NUMBER_OF((int64_t)begin), NUMBER_OF((int64_t)(begin + size / stripes)) };
	}
}

/* Its UUID is the key of a volume. */
static char *
name_of(const struct pool_def *pool, const char *key)
{
	struct json_object *rows = *key == '/' ? NULL : segments(pool);

	if (!rows)
		return NULL;
	each_row(row, rows)
		if (is_volume(row) && text_same(json_string(row, "lv_uuid"), key))
			return xstrdup(json_string(row, "lv_name"));
	return NULL;
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	struct json_object *first = find(pool, name), *rows = first ? segments(pool) : NULL;
	auto_document(volume_def) struct volume_def *def = first ? model_new(&volume_def_type) : NULL;
	const char *origin = first ? json_string(first, "origin") : NULL;

	if (!def)
		return NULL;
	def->name = xstrdup(name);
	def->target.path = path(pool, name);
	if (contents_describe(def, false) < 0)
		fail_forget();           /* not active on this host: LVM knows its size all the same */
	def->type = VOLUME_BLOCK;
	def->key = xstrdup(json_string(first, "lv_uuid"));
	def->capacity = def->allocation = def->physical = NUMBER_OF((int64_t)number(first, "lv_size"));
	each_row(row, rows)
		if (text_same(json_string(row, "lv_name"), name))
			add_extents(def, row);
	if (origin && *origin) {
		def->backing = xcalloc(1, sizeof *def->backing);
		def->backing->path = path(pool, origin);
	}
	return steal(def);
}

static int
remove_volume(const struct pool_def *pool, const char *name)
{
	auto_free char *word = text_format("%s/%s", pool->source.name, name);

	forget();
	return tool_run(NULL, "lvremove", "--force", "--", word, NULL);
}

static int
change_tag(const struct pool_def *pool, const char *name, const char *how, const char *tag)
{
	auto_free char *word = text_format("%s/%s", pool->source.name, name);

	forget();
	return tool_run(NULL, "lvchange", how, tag, "--", word, NULL);
}

static char *
kibibytes(int64_t bytes)
{
	return text_format("%" PRId64 "K", (bytes + 1023) / 1024);
}

/* With room for all of it; or as a snapshot, of another volume or of nothing, that has room for
 * what changes. */
static int
allocate(const struct pool_def *pool, const struct volume_def *def, const char *tag)
{
	enum { LEAST = 1 << 20 };
	bool sparse = !def->backing && def->allocation.value < def->capacity.value;
	bool partly = sparse || def->backing;
	int64_t size = !partly ? def->capacity.value : def->allocation.value > LEAST ? def->allocation.value : LEAST;
	auto_free char *room = kibibytes(size);
	auto_free char *seen = kibibytes(def->capacity.value);

	if (sparse)
		return tool_run(NULL, "lvcreate", "--yes", "--name", def->name, "--addtag", tag, "--size", room,
				"--type", "snapshot", "--virtualsize", seen, "--", pool->source.name, NULL);
	if (def->backing)
		return tool_run(NULL, "lvcreate", "--yes", "--name", def->name, "--addtag", tag, "--size", room,
				"--snapshot", "--", def->backing->path, NULL);
	return tool_run(NULL, "lvcreate", "--yes", "--name", def->name, "--addtag", tag, "--size", room,
			"--", pool->source.name, NULL);
}

static int
create(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
       const struct volume_def *from, volume_progress *progress)
{
	auto_free char *maker = tool_maker();
	auto_free char *tag = text_format(DRAFT_TAG "%s", maker);
	struct failure why;

	if (how & VOLUME_REFLINK)
		return fail(FAULT_UNSUPPORTED, "devices share no blocks: make a snapshot with <backingStore>");
	if (def->target.encryption)
		return fail(FAULT_UNSUPPORTED, "a volume that is a device is not encrypted here");
	forget();
	if (allocate(pool, def, tag) < 0)
		return -1;
	if (block_volume_fill(def, from, progress) == 0 && change_tag(pool, def->name, "--deltag", tag) == 0)
		return 0;
	why = fail_aside();
	if (remove_volume(pool, def->name) < 0)
		fail_forget();           /* the next that makes one tries again */
	return fail_again(&why);
}

static int
clean(const struct pool_def *pool)
{
	auto_strings struct strings dead = { 0 };
	struct json_object *rows;

	forget();
	rows = segments(pool);
	if (!rows)
		return -1;
	each_row(row, rows) {
		auto_free char *maker = tagged(row, DRAFT_TAG);

		if (maker && !tool_maker_lives(maker) && !strings_have(&dead, json_string(row, "lv_name")))
			strings_add(&dead, json_string(row, "lv_name"));
	}
	for (unsigned i = 0; i < dead.n; i++)
		if (remove_volume(pool, dead.item[i]) < 0)
			return -1;
	return 0;
}

static int
delete(const struct pool_def *pool, const struct volume_def *def)
{
	return remove_volume(pool, def->name);
}

static int
resize(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity, enum volume_how how)
{
	auto_free char *word = text_format("%s/%s", pool->source.name, def->name);
	auto_free char *size = kibibytes((int64_t)capacity);

	forget();
	if (how & VOLUME_SHRINK)
		return tool_run(NULL, "lvreduce", "--force", "--size", size, "--", word, NULL);
	return tool_run(NULL, "lvextend", "--size", size, "--", word, NULL);
}

static int
set_torn(const struct pool_def *pool, const char *name, bool torn)
{
	return change_tag(pool, name, torn ? "--addtag" : "--deltag", TORN_TAG);
}

static bool
is_torn(const struct pool_def *pool, const char *name)
{
	struct json_object *row = find(pool, name);
	auto_free char *tag = row ? tagged(row, TORN_TAG) : NULL;

	if (!row)
		fail_forget();           /* it has just gone */
	return tag;
}

const struct backend backend_logical = {
	.tool = "lvs",
	.pool = {
		.build = build, .remove = unmake, .start = start, .stop = stop, .clean = clean, .usage = usage,
		.find_sources = find_sources,
	},
	.volume = {
		.names = names, .path = path, .name_of = name_of, .look = look, .create = create, .remove = delete,
		.resize = resize, .open = block_volume_open, .set_torn = set_torn, .is_torn = is_torn,
	},
};
