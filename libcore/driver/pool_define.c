/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* pool_define - definitions of storage pools: read, completed, checked, stored */
#include "driver/pool_define.h"

#include "base/file.h"
#include "driver/vm_inside.h"

/* Held while a definition takes a UUID and a target of its own: two must not take the same. */
static const char define_lock[] = ".define";

int
pool_lock_definitions(void)
{
	const struct service *service = service_for(NOUN_POOL);

	return service ? store_lock(service->folder, define_lock) : -1;
}

/* ---- the other pools ---- */

/* Do both show their volumes in the same place? */
static bool
is_same_place(const struct pool_def *a, const struct pool_def *b)
{
	/* Devices appear in one directory, whoever has them. */
	return a->target.path && text_same(a->target.path, b->target.path) && !text_starts(a->target.path, "/dev");
}

/* What tells the source of a pool from others of its type.  Caller frees. */
static char *
identity_of(const struct pool_def *def)
{
	const struct pool_source *source = &def->source;
	const struct pool_adapter *adapter = source->adapter;
	struct text out = { 0 };

	text_addf(&out, "%s\n%s\n%s\n", words_name(&pool_kind_words, def->type), source->name ? source->name : "",
		  source->dir ? source->dir : "");
	list_each(host, &source->hosts)
		text_addf(&out, "%s\n", host->name);
	/* A group has its name; its devices may have been left out. */
	for (unsigned i = 0; !source->name && i < source->devices.n; i++)
		text_addf(&out, "%s\n", source->devices.item[i].path);
	if (adapter)
		text_addf(&out, "%s\n%s\n", adapter->name ? adapter->name : "", adapter->wwpn ? adapter->wwpn : "");
	return text_take(&out);
}

static bool
is_same_source(const struct pool_def *a, const struct pool_def *b)
{
	auto_free char *identity = identity_of(a);
	auto_free char *other = identity_of(b);

	/* Of directories the place is all there is. */
	return a->type != POOL_DIR && text_same(identity, other);
}

static int
check_other(const char *name, const struct pool_def *def)
{
	auto_pool struct pool *other = pool_open(name, OBJECT_TO_READ);
	const struct pool_def *others = other ? pool_def(other) : NULL;

	if (!others) {
		if (fail_fault() != FAULT_MISSING)
			warn("%s", fail_story());
		fail_forget();           /* one bad file must not keep others from being defined */
		return 0;
	}
	if (is_same_place(others, def))
		return fail(FAULT_FAILED, "storage pool '%s' has %s already", name, def->target.path);
	if (is_same_source(others, def))
		return fail(FAULT_FAILED, "storage pool '%s' has that source already", name);
	return 0;
}

static int
check_place(const struct pool_def *def)
{
	auto_strings struct strings names = { 0 };

	if (pool_names(OBJECT_ALL, NULL, &names) < 0)
		return -1;
	for (unsigned i = 0; i < names.n; i++)
		if (!text_same(names.item[i], def->name) && check_other(names.item[i], def) < 0)
			return -1;
	return 0;
}

/* ---- identity ---- */

static char *
uuid_of(const char *name)
{
	auto_pool struct pool *pool = pool_open(name, OBJECT_TO_READ);
	const struct pool_def *def = pool ? pool_def(pool) : NULL;

	if (!def)
		fail_forget();           /* there is none, or one that cannot be read and may be replaced */
	return def ? xstrdup(def->uuid) : NULL;
}

/* A document that names no UUID speaks of the pool of that name. */
static int
settle_identity(struct pool_def *def)
{
	auto_free char *uuid = def->name ? uuid_of(def->name) : NULL;
	auto_free char *other = def->uuid ? object_find_uuid(NOUN_POOL, def->uuid) : NULL;

	if (!def->uuid)
		def->uuid = xstrdup(uuid);
	if (uuid && !text_same(uuid, def->uuid))
		return fail(FAULT_FAILED, "storage pool '%s' already exists with uuid %s", def->name, uuid);
	if (other && !text_same(other, def->name))
		return fail(FAULT_FAILED, "storage pool '%s' is already defined with uuid %s", other, def->uuid);
	return 0;
}

/* ---- definitions ---- */

static int
complete(struct pool_def *def)
{
	const struct service *service = service_for(NOUN_POOL);

	if (!service || settle_identity(def) < 0 || pool_def_complete(def) < 0 ||
	    store_name_check(def->name) < 0 || check_place(def) < 0)
		return -1;
	return service->driver->pool->check ? service->driver->pool->check(def) : 0;
}

struct pool_def *
pool_prepare(const char *xml, const char *whence, enum pool_define_how how)
{
	enum model_how strict = how & (POOL_STRICT | POOL_VALIDATE) ? READ_STRICT : 0;
	auto_document(pool_def) struct pool_def *def =
		pool_def_parse(xml, strlen(xml), whence, VIEW_SECRET, strict);

	if (!def) {
		if (how & POOL_VALIDATE && fail_fault() == FAULT_XML)
			fail_as(FAULT_SCHEMA);
		return NULL;
	}
	if (complete(def) < 0)
		return fail_within("%s", whence), NULL;
	return steal(def);
}

static int
store(struct pool_def *def, enum pool_define_how how, const char *if_was, bool *changed)
{
	auto_pool struct pool *pool = pool_take(def->name);
	auto_free char *before = pool && pool->object.stored ? pool_xml(pool, true) : NULL;
	auto_free char *after = pool_def_text(def, VIEW_CONFIG);
	auto_free char *file = pool_def_text(def, VIEW_STORED);

	if (!pool)
		return -1;
	if (!before)
		fail_forget();           /* one that cannot be read is replaced */
	if (if_was && !text_same(before, if_was))
		return fail(FAULT_STATE, "the stored definition was changed meanwhile");
	*changed = !(how & POOL_IF_CHANGED && text_same(before, after));
	if (!*changed || vm_told("define storage pool %s", def->name))
		return 0;
	return object_write(&pool->object, PLACE_ETC, def->uuid, file) < 0 ? -1
		: object_event(&pool->object, "lifecycle", "defined");
}

int
pool_define(const char *xml, const char *whence, enum pool_define_how how,
	    const char *if_was, char **ret_name, bool *ret_changed)
{
	auto_close int lock = vm_is_dry_run() ? -1 : pool_lock_definitions();
	auto_document(pool_def) struct pool_def *def = NULL;
	bool changed = true;

	if (lock < 0 && !vm_is_dry_run())
		return -1;
	def = pool_prepare(xml, whence, how);
	if (!def || store(def, how, if_was, &changed) < 0)
		return -1;
	if (ret_name)
		*ret_name = xstrdup(def->name);
	if (ret_changed)
		*ret_changed = changed;
	return 0;
}

int
pool_undefine(struct pool *pool)
{
	struct pool_def *def;

	if (pool->object.active)
		return fail(FAULT_STATE, "active: destroy it first");
	def = pool_config(pool);
	if (!def && fail_fault() == FAULT_STATE)
		return -1;
	fail_forget();           /* one that cannot be read can be dropped all the same */
	if (vm_told("undefine storage pool %s", pool->object.name))
		return 0;
	return object_remove(&pool->object, PLACE_ETC, def ? def->uuid : NULL) < 0 ? -1
		: object_event(&pool->object, "lifecycle", "undefined");
}
