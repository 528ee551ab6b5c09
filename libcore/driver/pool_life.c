/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_life - storage pools that are made, started, stopped and unmade */
#include "base/file.h"
#include "driver/pool_define.h"
#include "driver/vm_inside.h"

static int
write_live(struct pool *pool, const struct pool_def *def)
{
	auto_free char *xml = pool_def_text(def, VIEW_LIVE);

	return object_write(&pool->object, PLACE_RUN, def->uuid, xml);
}

static int
build(struct pool *pool, const struct pool_def *def, enum pool_build how)
{
	if (!pool->ops->build)
		return driver_cannot("pool", "build");
	return pool->ops->build(def, how) < 0 ? -1 : object_event(&pool->object, "lifecycle", "created");
}

/* The live file is intent and fact in one: a pool is active when it is there and the backend
 * agrees, and starting again what a killed program had started is fine. */
static int
start(struct pool *pool, const struct pool_def *def, enum pool_build how)
{
	if (vm_told("start storage pool %s", def->name))
		return 0;
	if (how && build(pool, def, how) < 0)
		return -1;
	if (pool->ops->start && pool->ops->start(def) < 0)
		return -1;
	if (write_live(pool, def) < 0 || object_event(&pool->object, "lifecycle", "started") < 0)
		return -1;
	return pool->ops->clean ? pool->ops->clean(def) : 0;
}

int
pool_start(struct pool *pool, enum pool_build how)
{
	if (pool->object.active)
		return fail(FAULT_STATE, "already active");
	return pool_config(pool) ? start(pool, pool->config, how) : -1;
}

int
pool_create(const char *xml, const char *whence, enum pool_define_how how, enum pool_build build_how)
{
	auto_close int lock = vm_is_dry_run() ? -1 : pool_lock_definitions();
	auto_document(pool_def) struct pool_def *def = NULL;
	auto_pool struct pool *pool = NULL;

	if (lock < 0 && !vm_is_dry_run())
		return -1;
	def = pool_prepare(xml, whence, how);
	pool = def ? pool_take(def->name) : NULL;
	if (!pool)
		return -1;
	if (pool->object.active)
		return fail(FAULT_STATE, "storage pool '%s' is already active", def->name);
	return start(pool, def, build_how);
}

int
pool_stop(struct pool *pool)
{
	const struct pool_def *def = pool_live(pool);

	if (!def)
		return -1;
	if (vm_told("stop storage pool %s", pool->object.name))
		return 0;
	if (pool->ops->stop && pool->ops->stop(def) < 0)
		return -1;
	return object_remove(&pool->object, PLACE_RUN, def->uuid) < 0 ? -1
		: object_event(&pool->object, "lifecycle", "stopped");
}

int
pool_build(struct pool *pool, enum pool_build how)
{
	if (pool->object.active)
		return fail(FAULT_STATE, "active: destroy it first");
	if (!pool_config(pool))
		return -1;
	return vm_told("build storage pool %s", pool->object.name) ? 0 : build(pool, pool->config, how);
}

int
pool_delete(struct pool *pool)
{
	if (pool->object.active)
		return fail(FAULT_STATE, "active: destroy it first");
	if (!pool_config(pool))
		return -1;
	if (!pool->ops->remove)
		return driver_cannot("pool", "delete");
	if (vm_told("delete the storage of pool %s", pool->object.name))
		return 0;
	return pool->ops->remove(pool->config) < 0 ? -1 : object_event(&pool->object, "lifecycle", "deleted");
}

int
pool_refresh(struct pool *pool)
{
	struct pool_usage usage;

	if (!pool_live(pool))
		return -1;
	if (vm_told("refresh storage pool %s", pool->object.name))
		return 0;
	if (pool->ops->clean && pool->ops->clean(pool->live) < 0)
		return -1;
	return pool_usage(pool, &usage) < 0 ? -1 : object_event(&pool->object, "refresh", NULL);
}

int
pool_find_sources(const char *kind, const char *spec, const char *whence, struct text *out)
{
	const struct service *service = service_for(NOUN_POOL);
	int found = words_find(&pool_kind_words, kind);
	struct pool_source *source = NULL;
	int result;

	if (!service)
		return -1;
	if (found < 0)
		return fail(FAULT_ARGUMENT, "no kind of storage pool: %s", quote(kind));
	if (!service->driver->pool->find_sources)
		return driver_cannot("pool", "find_sources");
	if (spec && !(source = model_parse(&pool_source_type, spec, strlen(spec), whence, VIEW_CONFIG, 0)))
		return -1;
	result = service->driver->pool->find_sources((enum pool_kind)found, source, out);
	model_free(&pool_source_type, source);
	return result;
}
