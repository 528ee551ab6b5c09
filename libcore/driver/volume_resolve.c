/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_resolve - <disk type='volume'>: what a volume stands for in a guest */
#include "driver/vm_inside.h"
#include "driver/volume_inside.h"
#include "model/vm_def.h"

static enum storage_format
source_format(enum volume_format format)
{
	const char *word = words_name(&volume_format_words, format);
	int found = word ? words_find(&storage_format_words, word) : -1;

	return found < 0 ? FORMAT_RAW : (enum storage_format)found;
}

/* How the emulator reaches a volume of each type: a file or a device of this host. */
static const struct {
	enum storage_kind kind;
	size_t member;           /* of struct storage_source, takes the path */
} kinds[volume_kind_count] = {
	[VOLUME_FILE]  = { STORAGE_FILE,  offsetof(struct storage_source, file) },
	[VOLUME_BLOCK] = { STORAGE_BLOCK, offsetof(struct storage_source, dev) },
	[VOLUME_DIR]   = { STORAGE_DIR,   offsetof(struct storage_source, dir) },
};

/* ---- volumes of servers ---- */

static char *
image_name(const struct pool_def *pool, const struct volume_def *def)
{
	return text_format("%s/%s", pool->source.name, def->name);
}

static char *
path_in_volume(const struct pool_def *pool, const struct volume_def *def)
{
	const char *dir = pool->source.dir;

	return text_format("%s%s%s%s%s", pool->source.name, *dir == '/' ? "" : "/", dir, text_ends(dir, "/") ? "" : "/",
			   def->name);
}

/* "unit:0:0:1" is "TARGET/1". */
static char *
unit_of_target(const struct pool_def *pool, const struct volume_def *def)
{
	const char *colon = strrchr(def->name, ':');

	return text_format("%s/%s", pool->source.devices.item[0].path, colon ? colon + 1 : def->name);
}

static char *
own_name(__attribute__((unused)) const struct pool_def *pool, const struct volume_def *def)
{
	return xstrdup(def->name);
}

/* How the emulator itself reaches volumes of each kind of pool. */
static const struct {
	enum storage_protocol protocol;
	char *(*name)(const struct pool_def *pool, const struct volume_def *def);
	const char *secret;      /* the type of the password's reference */
} servers[pool_kind_count] = {
	[POOL_RBD]          = { PROTOCOL_RBD,      image_name, "ceph" },
	[POOL_ISCSI]        = { PROTOCOL_ISCSI,    unit_of_target, "iscsi" },
	[POOL_ISCSI_DIRECT] = { PROTOCOL_ISCSI,    unit_of_target, "iscsi" },
	[POOL_GLUSTER]      = { PROTOCOL_GLUSTER,  path_in_volume, NULL },
	[POOL_SHEEPDOG]     = { PROTOCOL_SHEEPDOG, own_name, NULL },
};

static void
add_host(struct storage_source *source, const struct pool_host *host)
{
	*list_add(&source->net.hosts) = (struct source_host) {
		.name = xstrdup(host->name),
		.port = host->port.given && host->port.value ? text_format("%lld", (long long)host->port.value) : NULL,
	};
}

static struct storage_auth *
auth_of(const struct pool_auth *auth, const char *type)
{
	struct storage_auth *copy = xcalloc(1, sizeof *copy);

	*copy = (struct storage_auth) {
		.username = xstrdup(auth->username),
		.secret = { .type = xstrdup(type), .uuid = xstrdup(auth->secret.uuid), .usage = xstrdup(auth->secret.usage) },
	};
	return copy;
}

static void
become_network(struct storage_source *source, const struct pool_def *pool, const struct volume_def *def)
{
	storage_source_clear(source, STORAGE_NETWORK);
	source->net.protocol = servers[pool->type].protocol;
	source->net.name = servers[pool->type].name(pool, def);
	source->net.initiator = xstrdup(pool->source.initiator);
	list_each(host, &pool->source.hosts)
		add_host(source, host);
	if (!pool->source.auth || !servers[pool->type].secret)
		return;
	model_free(&storage_auth_type, source->auth);
	source->auth = auth_of(pool->source.auth, servers[pool->type].secret);
}

static void
become_local(struct storage_source *source, const struct volume_def *def)
{
	storage_source_clear(source, kinds[def->type].kind);
	*(char **)((char *)source + kinds[def->type].member) = xstrdup(def->target.path);
}

/* ---- both ---- */

/* Only units of an iSCSI target are reached in two ways. */
static int
check_mode(enum volume_mode mode, enum pool_kind kind)
{
	if (!mode || kind == POOL_ISCSI || (kind == POOL_ISCSI_DIRECT && mode == VOLUME_DIRECT))
		return 0;
	return fail(FAULT_XML, "a pool of type '%s' has no mode '%s'", words_name(&pool_kind_words, kind),
		    words_name(&volume_mode_words, mode));
}

static int
check_volume(struct volume *volume, enum volume_mode mode)
{
	const struct volume_def *def = volume->def;
	enum pool_kind kind = volume->pool->live->type;

	if (check_mode(mode, kind) < 0)
		return -1;
	if (volume_must_be_readable(def) < 0 || volume_must_be_whole(volume) < 0)
		return -1;
	if (!kinds[def->type].kind && (def->type != VOLUME_NETWORK || !servers[kind].name))
		return fail(FAULT_UNSUPPORTED, "it is no file or device of this host, and no image of a server");
	return 0;
}

int
volume_resolve(struct storage_source *source)
{
	auto_volume struct volume *volume = NULL;
	const struct volume_def *def;

	if (source->type != STORAGE_VOLUME)
		return 0;
	volume = volume_open(source->volume.pool, source->volume.volume);
	if (!volume || check_volume(volume, source->volume.mode) < 0)
		return fail_within("storage volume '%s/%s'", source->volume.pool, source->volume.volume);
	def = volume->def;
	if (!source->format)
		source->format = source_format(def->target.format);
	if (def->type == VOLUME_NETWORK || source->volume.mode == VOLUME_DIRECT)
		become_network(source, volume->pool->live, def);
	else
		become_local(source, def);
	return 0;
}

/* An optional image that is not there leaves its drive empty. */
static int
resolve_disk(struct disk *disk)
{
	if (volume_resolve(&disk->source) == 0)
		return 0;
	if (disk->source.startup_policy != STARTUP_OPTIONAL || fail_fault() != FAULT_MISSING)
		return fail_within("disk '%s'", disk->target.dev);
	fail_forget();
	storage_source_clear(&disk->source, STORAGE_FILE);
	return 0;
}

int
volume_resolve_disks(struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		if (resolve_disk(disk) < 0)
			return -1;
	return 0;
}

/* --- a guest that is off --- */

/* What it can do without may be nowhere. */
static int
place_volumes(struct vm_def *def)
{
	list_each(disk, &def->devices.disks) {
		bool needed = disk->device == DISK_DISK && !disk->readonly;

		if (volume_resolve(&disk->source) == 0)
			continue;
		if (needed)
			return fail_within("disk %s", quote(disk->target.dev));
		fail_forget();
	}
	return 0;
}

struct vm_def *
vm_placed(struct vm *vm)
{
	struct vm_def *def = vm_def(vm);

	if (!def || vm->active || !host_here()->driver->local)
		return def;
	if (!vm->placed) {
		auto_vm_def struct vm_def *placed = vm_def_copy(def);

		if (place_volumes(placed) < 0)
			return NULL;
		vm->placed = steal(placed);
	}
	return vm->placed;
}
