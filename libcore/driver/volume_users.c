/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_users - which guests use a volume, and which volumes are overlays of it */
#include <stdlib.h>

#include "driver/pool_inside.h"
#include "driver/vm.h"
#include "driver/volume_inside.h"

/* More is a loop. */
enum { CHAIN_MAX = 200 };

/* All active pools, open while users are looked for. */
struct places { struct pool **item; unsigned n; };

static void
places_close(struct places *places)
{
	for (unsigned i = 0; i < places->n; i++)
		pool_close(places->item[i]);
	free(places->item);
}

static int
places_open(struct places *ret_places)
{
	auto_strings struct strings names = { 0 };

	if (pool_names(OBJECT_ACTIVE, NULL, &names) < 0)
		return -1;
	ret_places->item = xcalloc(names.n + 1, sizeof *ret_places->item);
	for (unsigned i = 0; i < names.n; i++) {
		struct pool *pool = pool_open(names.item[i], OBJECT_TO_READ);

		if (pool)
			ret_places->item[ret_places->n++] = pool;
		fail_forget();           /* one that cannot be read has no volumes that could be found */
	}
	return 0;
}

/* One file has many names: by links, "//" and "..".  The one without these; NULL when it has no other.  Caller
 * frees. */
static char *
real_name(const char *path)
{
	char *real = *path == '/' ? realpath(path, NULL) : NULL;

	if (text_same(real, path))
		free(steal(real));
	return real;
}

/* A server that is away would keep us waiting: what its pool has is known by its own name only. */
static bool
is_on_server(const struct places *places, const char *path)
{
	for (unsigned i = 0; i < places->n; i++) {
		const struct pool_def *pool = places->item[i]->live;

		if (pool && pool->type == POOL_NETFS && volume_below(pool->target.path, path))
			return true;
	}
	return false;
}

static void
add(struct volume_user_list *users, const struct places *places, const char *path, const char *by)
{
	auto_free char *real = is_on_server(places, path) ? NULL : real_name(path);

	*list_add(users) = (struct volume_user) { xstrdup(path), xstrdup(by) };
	if (real)
		*list_add(users) = (struct volume_user) { steal(real), xstrdup(by) };
}

/* The folder of the pool may be a link: then the path is told as the pool would tell it. */
static struct volume *
find_in(struct pool *pool, const char *path)
{
	const struct pool_def *def = pool->live;
	auto_free char *folder = def && def->target.path && def->type != POOL_NETFS ? real_name(def->target.path) : NULL;
	const char *name = volume_below(folder, path);
	auto_free char *told = name ? text_format("%s/%s", def->target.path, name) : NULL;

	return volume_by_path(pool, told ? told : path);
}

static struct volume *
find_as(const struct places *places, const char *path)
{
	struct volume *volume = NULL;

	for (unsigned i = 0; i < places->n && !volume; i++) {
		volume = find_in(places->item[i], path);
		fail_forget();           /* what cannot be looked at leads no further */
	}
	return volume;
}

static struct volume *
find(const struct places *places, const char *path)
{
	struct volume *volume = find_as(places, path);
	auto_free char *real = volume || is_on_server(places, path) ? NULL : real_name(path);

	return real ? find_as(places, real) : volume;
}

/* What the images themselves say that they are overlays of. */
static void
follow(struct volume_user_list *users, const struct places *places, const char *by, const char *start)
{
	auto_free char *path = xstrdup(start);

	for (unsigned i = 0; path && i < CHAIN_MAX; i++) {
		auto_volume struct volume *volume = find(places, path);
		const struct volume_backing *backing = volume ? volume->def->backing : NULL;

		free(path);
		path = backing ? xstrdup(backing->path) : NULL;
		if (path)
			add(users, places, path, by);
	}
}

/* Where a source is, as a path; NULL when that cannot be told.  Caller frees. */
static char *
path_of(const struct storage_source *source)
{
	auto_volume struct volume *volume = NULL;

	if (source->type != STORAGE_VOLUME)
		return xstrdup(storage_source_path(source));
	volume = volume_open(source->volume.pool, source->volume.volume);
	fail_forget();           /* its pool is not active */
	return volume ? xstrdup(volume->def->target.path) : NULL;
}

static void
add_source(struct volume_user_list *users, const struct places *places, const char *vm,
	   const struct storage_source *source)
{
	auto_free char *path = path_of(source);

	if (source->type == STORAGE_VOLUME)
		*list_add(users) = (struct volume_user) {
			text_format("%s/%s", source->volume.pool, source->volume.volume), xstrdup(vm) };
	if (path)
		add(users, places, path, vm);
	/* What a raw image begins with is the guest's own affair. */
	if (path && source->format != FORMAT_RAW)
		follow(users, places, vm, path);
}

static void
add_chain(struct volume_user_list *users, const struct places *places, const char *vm,
	  const struct storage_source *source)
{
	for (; source; source = source->backing)
		add_source(users, places, vm, source);
}

/* What a block job writes into is in use too. */
static void
add_def(struct volume_user_list *users, const struct places *places, const char *vm, const struct vm_def *def)
{
	for (unsigned i = 0; def && i < def->devices.disks.n; i++) {
		const struct disk *disk = &def->devices.disks.item[i];

		add_chain(users, places, vm, &disk->source);
		add_chain(users, places, vm, disk->mirror ? &disk->mirror->source : NULL);
	}
}

static void
add_vm(struct volume_user_list *users, const struct places *places, const char *name)
{
	auto_vm struct vm *vm = vm_open(name, VM_TO_READ);

	if (!vm)
		return;
	add_def(users, places, name, vm->active ? vm_def(vm) : NULL);
	add_def(users, places, name, vm->stored ? vm_config(vm) : NULL);
}

int
volume_users(struct volume_user_list *ret_users)
{
	auto_strings struct strings names = { 0 };
	__attribute__((cleanup(places_close))) struct places places = { 0 };
	struct volume_user_list users = { 0 };

	if (vm_names(VM_ALL, NULL, &names) < 0 || (names.n && places_open(&places) < 0))
		return -1;
	for (unsigned i = 0; i < names.n; i++) {
		add_vm(&users, &places, names.item[i]);
		if (fail_fault() && fail_fault() != FAULT_NO_VM)
			warn("%s: %s", names.item[i], fail_story());
		fail_forget();           /* one bad file must not hide what other guests use */
	}
	*ret_users = users;
	return 0;
}

static void
add_overlays(struct volume_user_list *users, const struct places *places, struct pool *pool)
{
	auto_strings struct strings names = { 0 };

	if (volume_names(pool, &names) < 0)
		warn("%s: %s", pool->object.name, fail_story());
	for (unsigned i = 0; i < names.n; i++) {
		auto_volume struct volume *volume = volume_at(pool, names.item[i]);
		const struct volume_def *def = volume ? volume_def(volume) : NULL;

		if (def && def->backing)
			add(users, places, def->backing->path, def->target.path);
	}
	fail_forget();           /* what cannot be looked at is an overlay of nothing */
}

int
volume_overlays(struct volume_user_list *ret_users)
{
	__attribute__((cleanup(places_close))) struct places places = { 0 };

	if (places_open(&places) < 0)
		return -1;
	for (unsigned i = 0; i < places.n; i++)
		add_overlays(ret_users, &places, places.item[i]);
	return 0;
}

void
volume_users_done(struct volume_user_list *users)
{
	list_each(user, users) {
		free(user->path);
		free(user->by);
	}
	free(users->item);
	*users = (struct volume_user_list) { 0 };
}

const char *
volume_user(const struct volume_user_list *users, const char *pool, const struct volume_def *def)
{
	auto_free char *by_name = text_format("%s/%s", pool, def->name);
	auto_free char *real = users->n ? real_name(def->target.path) : NULL;

	list_each(user, users)
		if (text_same(user->path, by_name) || text_same(user->path, def->target.path) ||
		    (real && text_same(user->path, real)))
			return user->by;
	return NULL;
}
