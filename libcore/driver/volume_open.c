/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_open - finding volumes by name, key or path, and handles on them */
#include "driver/pool_inside.h"
#include "driver/volume_inside.h"

void
volume_close(struct volume *volume)
{
	if (!volume)
		return;
	volume_def_free(volume->def);
	if (volume->owns_pool)
		pool_close(volume->pool);
	free(volume->name);
	free(volume);
}

static int
not_found(void)
{
	return fail(FAULT_MISSING, "no such storage volume");
}

struct volume *
volume_at(struct pool *pool, const char *name)
{
	const struct volume_ops *ops = pool->object.service->driver->volume;
	struct volume *volume;

	if (!pool_live(pool))
		return fail_within("storage pool '%s'", pool->object.name), NULL;
	if (!ops || !ops->look)
		return driver_cannot("volume", "look"), NULL;
	volume = xcalloc(1, sizeof *volume);
	*volume = (struct volume) { .pool = pool, .ops = ops, .name = xstrdup(name) };
	return volume;
}

/* The pool is the handle's from here on, also after a failure. */
static struct volume *
in_pool(struct pool *owned, const char *name)
{
	auto_pool struct pool *pool = owned;
	auto_volume struct volume *volume = volume_at(pool, name);

	if (!volume || !volume_def(volume))
		return NULL;
	volume->owns_pool = true;
	pool = NULL;
	return steal(volume);
}

const char *
volume_below(const char *folder, const char *path)
{
	size_t length = folder ? strlen(folder) : 0;

	return length && strncmp(path, folder, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}

static char *
name_at(struct pool *pool, const char *word)
{
	const struct volume_ops *ops = pool->object.service->driver->volume;
	const struct pool_def *def = pool_live(pool);
	char *name = def && ops && ops->name_of ? ops->name_of(def, word) : NULL;
	const char *end = name || !def || fail_fault() ? NULL : volume_below(def->target.path, word);

	return end ? xstrdup(end) : name;
}

struct volume *
volume_by_path(struct pool *pool, const char *path)
{
	auto_free char *name = name_at(pool, path);
	auto_volume struct volume *volume = name ? volume_at(pool, name) : NULL;

	if (volume && volume_def(volume))
		return steal(volume);
	if (fail_fault() == FAULT_MISSING || fail_fault() == FAULT_STATE)
		fail_forget();           /* perhaps another pool has it */
	return NULL;
}

/* The same with a pool that is the handle's from here on, also after a failure. */
static struct volume *
by_path_in(struct pool *owned, const char *path)
{
	auto_pool struct pool *pool = owned;
	struct volume *volume = pool ? volume_by_path(pool, path) : NULL;

	if (volume) {
		volume->owns_pool = true;
		pool = NULL;
	}
	return volume;
}

/* A path or a key. */
static struct volume *
anywhere(const char *word)
{
	auto_strings struct strings pools = { 0 };

	if (pool_names(OBJECT_ACTIVE, NULL, &pools) < 0)
		return NULL;
	for (unsigned i = 0; i < pools.n; i++) {
		struct volume *volume = by_path_in(pool_open(pools.item[i], OBJECT_TO_READ), word);

		if (volume || (fail_fault() && fail_fault() != FAULT_STATE && fail_fault() != FAULT_MISSING))
			return volume;
		fail_forget();           /* a pool that has just been stopped or removed */
	}
	not_found();
	return NULL;
}

static struct volume *
named(const char *pool_name, const char *name)
{
	struct pool *pool = pool_open(pool_name, OBJECT_TO_READ);

	return pool ? in_pool(pool, name) : (fail_within("storage pool '%s'", pool_name), NULL);
}

static struct volume *
by_key(const char *pool_name, const char *key)
{
	struct volume *volume = anywhere(key);

	if (!volume || !pool_name || text_same(volume->pool->object.name, pool_name))
		return volume;
	volume_close(volume);
	not_found();
	return NULL;
}

/* As words are usually meant: POOL/VOL, or VOL of a pool that is said. */
static struct volume *
by_name(const char *pool_name, const char *word)
{
	const char *slash = strchr(word, '/');
	auto_free char *pool = slash ? xstrndup(word, (size_t)(slash - word)) : NULL;

	if (pool_name)
		return named(pool_name, word);
	if (slash)
		return named(pool, slash + 1);
	not_found();
	fail_hint("say --pool=POOL or POOL/%s", word);
	return NULL;
}

struct volume *
volume_open(const char *pool_name, const char *word)
{
	struct volume *volume = *word == '/' ? NULL : by_name(pool_name, word);
	struct failure why;

	if (*word == '/')
		return by_key(pool_name, word);
	if (volume || fail_fault() != FAULT_MISSING)
		return volume;
	why = fail_aside();
	volume = by_key(pool_name, word);
	fail_forget();           /* what is wrong with it by its name is what there is to tell */
	fail_again(&why);
	if (volume)
		fail_forget();
	return volume;
}

const struct volume_def *
volume_def(struct volume *volume)
{
	if (!volume->def)
		volume->def = volume->ops->look(volume->pool->live, volume->name);
	return volume->def;
}

char *
volume_path(struct volume *volume)
{
	char *path = volume->ops->path && !volume->def ? volume->ops->path(volume->pool->live, volume->name) : NULL;

	if (path)
		return path;
	return volume_def(volume) ? xstrdup(volume->def->target.path) : NULL;
}

char *
volume_xml(struct volume *volume)
{
	return volume_def(volume) ? volume_def_text(volume->def, VIEW_STATUS) : NULL;
}

int
volume_names(struct pool *pool, struct strings *ret_names)
{
	const struct volume_ops *ops = pool->object.service->driver->volume;

	if (!pool_live(pool))
		return -1;
	return ops && ops->names ? ops->names(pool->live, ret_names) : driver_cannot("volume", "names");
}

bool
volume_is_torn(struct volume *volume)
{
	return volume->ops->is_torn && volume->ops->is_torn(volume->pool->live, volume->name);
}
