/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* storage - the storage pools of this host: which backend serves which kind */
#include "backend.h"

#include <stdlib.h>
#include <unistd.h>

static const struct backend *const backends[pool_kind_count] = {
	[POOL_DIR]      = &backend_dir,
	[POOL_FS]       = &backend_fs,
	[POOL_NETFS]    = &backend_netfs,
	[POOL_LOGICAL]  = &backend_logical,
	[POOL_DISK]     = &backend_disk,
	[POOL_ISCSI]    = &backend_iscsi,
	[POOL_ISCSI_DIRECT] = &backend_iscsi_direct,
	[POOL_SCSI]     = &backend_scsi,
	[POOL_MPATH]    = &backend_mpath,
	[POOL_ZFS]      = &backend_zfs,
	[POOL_VSTORAGE] = &backend_vstorage,
	[POOL_RBD]      = &backend_rbd,
	[POOL_SHEEPDOG] = &backend_sheepdog,
	[POOL_GLUSTER]  = &backend_gluster,
};

/* As process_run() would find it. */
static bool
has_tool(const char *tool)
{
	const char *at = getenv("PATH");
	bool found = !tool;

	for (size_t length; !found && at && *at; at += length + (at[length] == ':')) {
		length = strcspn(at, ":");
		auto_free char *path = text_format("%.*s/%s", (int)length, at, tool);

		found = access(path, X_OK) == 0;
	}
	return found;
}

static bool
is_available(enum pool_kind kind)
{
	return backends[kind] && has_tool(backends[kind]->tool);
}

/* What tools are told: none may be an option to them. */
static int
check_word(const char *word)
{
	return word && *word == '-' ? fail(FAULT_CONFIG, "%s is no source of a storage pool", quote(word)) : 0;
}

/* Words of a definition that tools are told.  And a place is the same one wherever a program is called. */
static int
check_words(const struct pool_def *def)
{
	const struct pool_source *source = &def->source;

	if (check_word(source->name) < 0)
		return -1;
	list_each(host, &source->hosts)
		if (check_word(host->name) < 0)
			return -1;
	list_each(device, &source->devices)
		if (check_word(device->path) < 0)
			return -1;
	if (def->target.path && *def->target.path != '/')
		return fail(FAULT_CONFIG, "the target %s does not begin with '/'", quote(def->target.path));
	return 0;
}

static int
check(const struct pool_def *def)
{
	const char *kind = words_name(&pool_kind_words, def->type);

	if (!backends[def->type])
		return fail(FAULT_UNSUPPORTED, "backend not available: this version has none for pools of type '%s'", kind);
	if (!has_tool(backends[def->type]->tool))
		return fail(FAULT_UNSUPPORTED, "backend not available: pools of type '%s' need %s",
			    kind, backends[def->type]->tool);
	return check_words(def);
}

/* Each operation is that of the pool's backend, if it has it. */
#define CALL(table, operation, def, ...)                                                        \
	(check(def) < 0 ? -1 :                                                                  \
	 backends[(def)->type]->table.operation ? backends[(def)->type]->table.operation(__VA_ARGS__) : \
	 fail(FAULT_UNSUPPORTED, "pools of type '%s' do not support '%s'",                      \
	      words_name(&pool_kind_words, (def)->type), #operation))
/* What not every backend has anything to do for. */
#define CALL_IF_ANY(table, operation, def, ...)                                                 \
	(check(def) == 0 && !backends[(def)->type]->table.operation ? 0 : CALL(table, operation, def, __VA_ARGS__))

static int
build(const struct pool_def *def, enum pool_build how)
{
	return CALL(pool, build, def, def, how);
}

static int
unmake(const struct pool_def *def)
{
	return CALL(pool, remove, def, def);
}

static int
start(const struct pool_def *def)
{
	return CALL_IF_ANY(pool, start, def, def);
}

static int
stop(const struct pool_def *def)
{
	return CALL_IF_ANY(pool, stop, def, def);
}

static bool
is_there(const struct pool_def *def)
{
	const struct backend *backend = backends[def->type];

	return backend && (!backend->pool.is_there || backend->pool.is_there(def));
}

static int
clean(const struct pool_def *def)
{
	return CALL_IF_ANY(pool, clean, def, def);
}

static int
usage(const struct pool_def *def, struct pool_usage *ret_usage)
{
	return CALL(pool, usage, def, def, ret_usage);
}

static int
look_at_pool(struct pool_def *def)
{
	return CALL_IF_ANY(pool, look, def, def);
}

static int
find_sources(enum pool_kind kind, const struct pool_source *spec, struct text *out)
{
	struct pool_def def = { .type = kind };

	return CALL(pool, find_sources, &def, kind, spec, out);
}

/* ---- volumes ---- */

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	return CALL(volume, names, pool, pool, ret_names);
}

static char *
path(const struct pool_def *pool, const char *name)
{
	const struct backend *backend = backends[pool->type];

	return backend && backend->volume.path ? backend->volume.path(pool, name) : NULL;
}

static char *
name_of(const struct pool_def *pool, const char *key)
{
	const struct backend *backend = backends[pool->type];

	return backend && backend->volume.name_of ? backend->volume.name_of(pool, key) : NULL;
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	return check(pool) < 0 ? NULL : backends[pool->type]->volume.look(pool, name);
}

static int
create(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
       const struct volume_def *from, volume_progress *progress)
{
	return CALL(volume, create, pool, pool, def, how, from, progress);
}

static int
delete(const struct pool_def *pool, const struct volume_def *def)
{
	return CALL(volume, remove, pool, pool, def);
}

static int
remove_snapshots(const struct pool_def *pool, const struct volume_def *def)
{
	return CALL_IF_ANY(volume, remove_snapshots, pool, pool, def);
}

static int
resize(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity, enum volume_how how)
{
	return CALL(volume, resize, pool, pool, def, capacity, how);
}

static struct volume_contents *
connect_contents(const struct pool_def *pool, const struct volume_def *def, bool to_write)
{
	if (check(pool) < 0)
		return NULL;
	if (!backends[pool->type]->volume.connect)
		return fail(FAULT_UNSUPPORTED, "pools of type '%s' do not support 'open'",
			    words_name(&pool_kind_words, pool->type)), NULL;
	return backends[pool->type]->volume.connect(pool, def, to_write);
}

static int
open_contents(const struct pool_def *pool, const struct volume_def *def, bool to_write)
{
	return CALL(volume, open, pool, pool, def, to_write);
}

static int
set_torn(const struct pool_def *pool, const char *name, bool torn)
{
	return CALL_IF_ANY(volume, set_torn, pool, pool, name, torn);
}

static bool
is_torn(const struct pool_def *pool, const char *name)
{
	const struct backend *backend = backends[pool->type];

	return backend && backend->volume.is_torn && backend->volume.is_torn(pool, name);
}

static const struct pool_ops pool_ops = {
	.check        = check,
	.build        = build,
	.remove       = unmake,
	.start        = start,
	.stop         = stop,
	.is_there     = is_there,
	.clean        = clean,
	.usage        = usage,
	.look         = look_at_pool,
	.is_available = is_available,
	.find_sources = find_sources,
};

static const struct volume_ops volume_ops = {
	.names    = names,
	.path     = path,
	.name_of  = name_of,
	.look     = look,
	.create   = create,
	.remove   = delete,
	.remove_snapshots = remove_snapshots,
	.resize   = resize,
	.open     = open_contents,
	.connect  = connect_contents,
	.set_torn = set_torn,
	.is_torn  = is_torn,
};

DRIVER(
	.name    = "storage",
	.summary = "storage pools and volumes of this host",
	.pool    = &pool_ops,
	.volume  = &volume_ops,
);
