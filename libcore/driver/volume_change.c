/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_change - volumes that are made, copied, resized and deleted */
#include <ctype.h>

#include "driver/pool_inside.h"
#include "driver/vm_inside.h"
#include "driver/volume_inside.h"

static const struct volume_ops *
volume_ops_of(const struct pool *pool)
{
	return pool->object.service->driver->volume;
}

int
volume_must_be_unused(struct volume *volume, const char *what)
{
	struct volume_user_list users = { 0 };
	const char *vm;
	int result = 0;

	if (volume_users(&users) < 0)
		return -1;
	vm = volume_user(&users, volume->pool->object.name, volume->def);
	if (vm)
		result = fail(FAULT_STATE, "virtual machine '%s' uses it: it cannot be %s", vm, what);
	volume_users_done(&users);
	return result;
}

int
volume_must_be_readable(const struct volume_def *def)
{
	return def->target.format == VOLUME_FORMAT_UNKNOWN ? fail(FAULT_XML, "it is no image that can be read") : 0;
}

int
volume_must_be_whole(struct volume *volume)
{
	return volume_is_torn(volume) ? fail(FAULT_STATE, "it is not whole: writing into it was cut short, or goes on") : 0;
}

/* ---- making ---- */

/* Could a volume have that name?  No way out of its pool. */
static int
volume_name_check(const char *name)
{
	bool odd = !*name || text_same(name, ".") || text_same(name, "..");

	for (const char *at = name; *at && !odd; at++)
		odd = *at == '/' || iscntrl((unsigned char)*at);
	if (odd)
		return fail(FAULT_XML, "%s is no name of a storage volume", quote(name));
	return 0;
}

static struct volume_def *
prepare(const struct pool *pool, const char *xml, const char *whence, enum volume_how how,
	const struct volume *from)
{
	enum model_how strict = how & (VOLUME_STRICT | VOLUME_VALIDATE) ? READ_STRICT : 0;
	auto_document(volume_def) struct volume_def *def =
		volume_def_parse(xml, strlen(xml), whence, VIEW_CONFIG, strict | (from ? READ_UNCHECKED : 0));

	if (!def) {
		if (how & VOLUME_VALIDATE && fail_fault() == FAULT_XML)
			fail_as(FAULT_SCHEMA);
		return NULL;
	}
	/* What is not said, and what would not hold the contents, is as in the original. */
	if (from && def->capacity.value < from->def->capacity.value)
		def->capacity = from->def->capacity;
	if (def->capacity.value < 0 || def->allocation.value < 0)
		return fail(FAULT_OVERFLOW, "%s: capacity is out of range", whence), NULL;
	if (volume_def_complete(def, pool->live) < 0 || volume_name_check(def->name) < 0)
		return fail_within("%s", whence), NULL;
	return steal(def);
}

bool
volume_exists(struct pool *pool, const char *name)
{
	auto_volume struct volume *volume = volume_at(pool, name);
	bool exists = volume && volume_def(volume);

	fail_forget();           /* what cannot be looked at will be met again when it is made */
	return exists;
}

/* The mark of one that was torn and has gone since says nothing of the new one. */
static int
drop_old_mark(struct pool *pool, const char *name)
{
	auto_volume struct volume *volume = volume_at(pool, name);

	return !volume ? -1 : volume_is_torn(volume) ? volume_set_torn(volume, false) : 0;
}

/* What is on a server only its own kind of pool can copy. */
static int
check_origin(struct pool *pool, struct volume *from)
{
	enum pool_kind kind = pool->live->type, origin = from ? from->pool->live->type : kind;

	if (from && (volume_must_be_readable(from->def) < 0 || volume_must_be_whole(from) < 0))
		return -1;
	if (!from || from->def->type != VOLUME_NETWORK || kind == origin)
		return 0;
	return fail(FAULT_UNSUPPORTED, "a volume of a pool of type '%s' is copied to others only by vol-download and vol-upload",
		    words_name(&pool_kind_words, origin));
}

int
volume_create(struct pool *pool, const char *xml, const char *whence, enum volume_how how,
	      struct volume *from, volume_progress *progress, struct volume_def **ret_def)
{
	const struct volume_ops *ops = volume_ops_of(pool);
	auto_document(volume_def) struct volume_def *def = NULL;

	if (!pool_live(pool))
		return -1;
	if (!ops || !ops->create)
		return driver_cannot("volume", "create");
	if (check_origin(pool, from) < 0)
		return -1;
	def = prepare(pool, xml, whence, how, from);
	if (!def)
		return -1;
	if (volume_exists(pool, def->name))
		return fail(FAULT_STATE, "storage volume '%s' exists already", def->name);
	if (vm_told("create storage volume %s/%s", pool->object.name, def->name))
		return 0;
	if ((pool->ops->clean && pool->ops->clean(pool->live) < 0) || drop_old_mark(pool, def->name) < 0)
		return -1;
	if (ops->create(pool->live, def, how, from ? from->def : NULL, progress) < 0)
		return -1;
	if (ret_def)
		*ret_def = steal(def);
	return 0;
}

char *
volume_copy_xml(struct volume *volume, const char *name)
{
	auto_document(volume_def) struct volume_def *def = volume_def_copy(volume->def);

	if (volume_name_check(name) < 0)
		return NULL;
	free(def->name);
	free(steal(def->key));
	free(steal(def->target.path));
	free(steal(def->target.permissions.label));      /* that one may be of who uses the original now */
	def->name = xstrdup(name);
	return volume_def_text(def, VIEW_CONFIG);
}

/* ---- unmaking ---- */

int
volume_delete(struct volume *volume, enum volume_how how)
{
	if (!volume->ops->remove)
		return driver_cannot("volume", "delete");
	if (!(how & VOLUME_FORCE) && volume_must_be_unused(volume, "deleted") < 0)
		return -1;
	if (vm_told("delete storage volume %s/%s", volume->pool->object.name, volume->name))
		return 0;
	if (how & VOLUME_SNAPSHOTS && volume->ops->remove_snapshots &&
	    volume->ops->remove_snapshots(volume->pool->live, volume->def) < 0)
		return -1;
	return volume->ops->remove(volume->pool->live, volume->def);
}

int
volume_resize(struct volume *volume, uint64_t capacity, enum volume_how how)
{
	uint64_t now = (uint64_t)volume->def->capacity.value;

	if (!volume->ops->resize)
		return driver_cannot("volume", "resize");
	if (capacity > INT64_MAX)
		return fail(FAULT_OVERFLOW, "capacity is out of range");
	if (volume_must_be_readable(volume->def) < 0)
		return -1;
	if (capacity < now && !(how & VOLUME_SHRINK))
		return fail(FAULT_ARGUMENT, "it would lose data: say --shrink to make it smaller");
	if (volume_must_be_unused(volume, "resized") < 0)
		return -1;
	if (vm_told("resize storage volume %s/%s", volume->pool->object.name, volume->name))
		return 0;
	return volume->ops->resize(volume->pool->live, volume->def, capacity, how);
}
