/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-list - list the volumes of storage pools */
#include "command/listing.h"
#include "command/pool_program.h"

static const char *pool_name;
static bool all, details, unused, as_tree;
static struct volume_user_list users, overlays;
static bool have_users;
static struct volume_tree tree;

static const struct option_row options[] = {
	VOLUME_POOL_OPTION(&pool_name),
	OPT_FLAG (0, "all", &all, "of every active pool"),
	OPT_FLAG (0, "details", &details, "types and sizes too"),
	OPT_FLAG (0, "unused", &unused, "those that no virtual machine uses and no image is an overlay of"),
	OPT_FLAG (0, "tree", &as_tree, "overlays below what they are overlays of"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	ARG("POOL", NULL, VALUE_POOL_ACTIVE, ARG_ALL, NULL, "name or UUID of the storage pool"),
	ROWS_END
};

/* Who uses what is found out once, for all volumes. */
static int
find_users(void)
{
	if (have_users)
		return 0;
	have_users = true;
	return volume_users(&users) < 0 || (unused && volume_overlays(&overlays) < 0) ? -1 : 0;
}

static const char *
user_of(struct volume *volume)
{
	const struct volume_def *def = find_users() < 0 ? NULL : volume_def(volume);

	return def ? volume_user(&users, volume->pool->object.name, def) : NULL;
}

static bool
is_overlaid(struct volume *volume)
{
	const struct volume_def *def = volume_def(volume);

	return def && volume_user(&overlays, volume->pool->object.name, def);
}

static int
cell_used_by(void *item, struct cell *cell)
{
	cell_text(cell, user_of(item));
	return fail_fault() ? -1 : 0;
}

static const struct column columns[] = {
	{ "NAME",       CELL_TEXT,  "name",                            false, volume_cell_name },
	{ "PATH",       CELL_TEXT,  "where it is",                     false, volume_cell_path },
	{ "POOL",       CELL_TEXT,  "storage pool it is in",           true,  volume_cell_pool },
	{ "TYPE",       CELL_TEXT,  "file, block, dir ...",            true,  volume_cell_type },
	{ "FORMAT",     CELL_TEXT,  "format of its contents",          true,  volume_cell_format },
	{ "CAPACITY",   CELL_BYTES, "size that users see",             true,  volume_cell_capacity },
	{ "ALLOCATION", CELL_BYTES, "room it takes",                   true,  volume_cell_allocation },
	{ "BACKING",    CELL_TEXT,  "what it is an overlay of",        true,  volume_cell_backing },
	{ "USED-BY",    CELL_TEXT,  "virtual machine that uses it",    true,  cell_used_by },
	{ "TORN",       CELL_YES_NO, "writing into it was cut short, or goes on", true, volume_cell_torn },
	COLUMNS_END
};

static int
add_row(struct volume *volume)
{
	/* It is looked at before its row is there: afterwards it may be gone. */
	if (as_tree && !volume_def(volume))
		return -1;
	if (listing_add(volume) < 0)
		return -1;
	return as_tree ? volume_tree_add(&tree, volume) : 0;
}

/* One that goes meanwhile must not hide the others. */
static int
add(struct pool *pool, const char *name)
{
	auto_volume struct volume *volume = volume_at(pool, name);

	if (!volume)
		return -1;
	if (unused && (user_of(volume) || is_overlaid(volume)))
		return 0;
	if (volume_is_torn(volume))
		warn("%s: it is not whole: writing into it was cut short, or goes on", name);
	if (!fail_fault() && add_row(volume) == 0)
		return 0;
	if (fail_fault() != FAULT_MISSING)
		return -1;
	fail_forget();
	return 0;
}

static int
add_pool(struct pool *pool)
{
	auto_strings struct strings names = { 0 };

	if (volume_names(pool, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++)
		if (add(pool, names.item[i]) < 0)
			return -1;
	return 0;
}

/* Of pools that nobody named those that are active, unless --pool says it all. */
static int
add_named(const char *name)
{
	auto_pool struct pool *pool = asked.named || !pool_name ? pool_open(name, OBJECT_TO_READ) : NULL;

	if (!asked.named && (pool_name || (pool && !pool->object.active)))
		return 0;
	return pool ? add_pool(pool) : -1;
}

static int
add_asked(void)
{
	auto_pool struct pool *pool = pool_open(pool_name, OBJECT_TO_READ);

	return pool ? add_pool(pool) : -1;
}

static const char *
more_columns(void)
{
	if (details)
		return as_tree ? "+TYPE,CAPACITY,ALLOCATION,BACKING" : "+TYPE,CAPACITY,ALLOCATION";
	if (all)
		return as_tree ? "+POOL,BACKING" : "+POOL";
	return as_tree ? "+BACKING" : NULL;
}

static int
list(void)
{
	if (!asked.named && !pool_name && !all)
		return fail(FAULT_USAGE, "which storage pool? --all is for all active ones");
	if (listing_begin(columns, NULL, more_columns()) < 0)
		return -1;
	return pool_name ? add_asked() : 0;
}

static int
finish(void)
{
	volume_users_done(&users);
	volume_users_done(&overlays);
	volume_tree_hang(&tree);
	volume_tree_done(&tree);
	return listing_end();
}

const struct command command = {
	.name      = "vol-list",
	.summary   = "list the volumes of storage pools",
	.virsh     = "vol-list",
	.example   = "vol-list --all --unused -o POOL,PATH,ALLOCATION",
	.options   = options,
	.arguments = arguments,
	.columns   = columns,
	.bundles   = LIST,
	.faults    = VOLUME_FAULTS,
	.run       = list,
	.each      = add_named,
	.finish    = finish,
};
