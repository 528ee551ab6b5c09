/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_open - looking storage pools up, and handles on them */
#include "driver/pool_inside.h"

#include "driver/vm_inside.h"

void
pool_close(struct pool *pool)
{
	if (!pool)
		return;
	pool_def_free(pool->config);
	pool_def_free(pool->live);
	object_done(&pool->object);
	free(pool);
}

static struct pool_def *
read_def(const struct pool *pool, enum place place)
{
	auto_free char *xml = object_read(&pool->object, place);
	auto_free char *file = place_file(place, "%s/%s.xml", pool->object.service->folder, pool->object.name);

	return xml ? pool_def_parse(xml, strlen(xml), file, place == PLACE_RUN ? VIEW_LIVE : VIEW_STORED, 0) : NULL;
}

/* A live file says that it was started; after that the backend may have gone. */
static int
pool_look(struct pool *pool)
{
	if (!pool->object.active || !pool->ops->is_there)
		return 0;
	if (!pool_live(pool) && (fail_fault() != FAULT_STATE || !pool->object.stored))
		return -1;
	fail_forget();           /* it has been stopped since it was looked at */
	pool->object.active = pool->live && pool->ops->is_there(pool->live);
	return 0;
}

static struct pool *
pool_new(struct object *object)
{
	struct pool *pool = xcalloc(1, sizeof *pool);

	pool->object = *object;
	pool->ops = object->service->driver->pool;
	return pool;
}

struct pool *
pool_open(const char *name, enum object_how how)
{
	struct object object;
	auto_pool struct pool *pool = NULL;

	if (object_open(NOUN_POOL, name, how, &object) < 0)
		return NULL;
	pool = pool_new(&object);
	return pool_look(pool) < 0 ? NULL : steal(pool);
}

struct pool *
pool_take(const char *name)
{
	struct object object;
	auto_pool struct pool *pool = NULL;

	if (object_take(NOUN_POOL, name, &object) < 0)
		return NULL;
	pool = pool_new(&object);
	return pool_look(pool) < 0 ? NULL : steal(pool);
}

int
pool_names(unsigned filter, const char *pattern, struct strings *ret_names)
{
	return object_names(NOUN_POOL, filter, pattern, ret_names);
}

struct pool_def *
pool_config(struct pool *pool)
{
	if (!pool->config && object_must_be_stored(&pool->object) == 0)
		pool->config = read_def(pool, PLACE_ETC);
	return pool->config;
}

struct pool_def *
pool_live(struct pool *pool)
{
	if (object_must_be_active(&pool->object) < 0)
		return NULL;
	if (!pool->live)
		pool->live = read_def(pool, PLACE_RUN);
	return pool->live;
}

struct pool_def *
pool_def(struct pool *pool)
{
	return pool->object.active ? pool_live(pool) : pool_config(pool);
}

int
pool_usage(struct pool *pool, struct pool_usage *ret_usage)
{
	*ret_usage = (struct pool_usage) { 0 };
	if (!pool->object.active || !pool->ops->usage)
		return 0;
	return pool_live(pool) ? pool->ops->usage(pool->live, ret_usage) : -1;
}

static int
look(struct pool *pool)
{
	return pool->object.active && pool->ops->look ? pool->ops->look(pool->live) : 0;
}

char *
pool_xml(struct pool *pool, bool config)
{
	struct pool_def *def = config ? pool_config(pool) : pool_def(pool);
	struct pool_usage usage = { 0 };

	if (!def || (!config && (pool_usage(pool, &usage) < 0 || look(pool) < 0)))
		return NULL;
	def->capacity = usage.capacity;
	def->allocation = usage.allocation;
	def->available = usage.available;
	return pool_def_text(def, VIEW_CONFIG);
}
