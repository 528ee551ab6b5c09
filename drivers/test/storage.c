/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* storage - simulated storage pools: their volumes are documents without contents
 *
 *	$VAR/test-storage/POOL/VOLUME.xml */
#include <fcntl.h>

#include "base/file.h"
#include "driver/pool.h"
#include "state/place.h"
#include "test.h"

enum { MODE = 0600 };
static const uint64_t ROOM = UINT64_C(100) << 30;        /* that of libvirt's test driver */

/* ---- pools ---- */

static int
nothing(__attribute__((unused)) const struct pool_def *def)
{
	return 0;
}

static int
build(__attribute__((unused)) const struct pool_def *def, __attribute__((unused)) enum pool_build how)
{
	return 0;
}

/* Of a pool, below $VAR.  Caller frees. */
static char *
folder_of(const struct pool_def *pool)
{
	return text_format("%s/%s", service_for(NOUN_POOL)->folder, pool->name);
}

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	auto_free char *folder = folder_of(pool);
	auto_free char *path = place_file(PLACE_VAR, "%s", folder);

	return dir_names(AT_FDCWD, path, ".xml", ret_names);
}

/* ---- volumes ---- */

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	auto_free char *folder = folder_of(pool);
	auto_free char *path = place_file(PLACE_VAR, "%s/%s.xml", folder, name);
	auto_free char *xml = strchr(name, '/') ? NULL : file_read_if_any(AT_FDCWD, path, FILE_LIMIT, NULL);

	if (!xml)
		return fail_fault() ? NULL : (fail(FAULT_MISSING, "no such storage volume"), NULL);
	return volume_def_parse(xml, strlen(xml), path, VIEW_STATUS, 0);
}

static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	auto_strings struct strings volumes = { 0 };
	uint64_t taken = 0;

	if (names(pool, &volumes) < 0)
		return -1;
	for (unsigned i = 0; i < volumes.n; i++) {
		auto_document(volume_def) struct volume_def *def = look(pool, volumes.item[i]);

		if (!def)
			return -1;
		taken += (uint64_t)def->allocation.value;
	}
	*ret_usage = (struct pool_usage) { ROOM, taken, taken < ROOM ? ROOM - taken : 0 };
	return 0;
}

static int
save(const struct pool_def *pool, const struct volume_def *def)
{
	auto_free char *folder = folder_of(pool);
	auto_free char *file = text_format("%s.xml", def->name);
	auto_free char *xml = volume_def_text(def, VIEW_STATUS);
	auto_close int dir = place_open(PLACE_VAR, folder, true);

	return dir < 0 ? -1 : file_replace(dir, file, xml, strlen(xml), MODE);
}

static int
create(const struct pool_def *pool, const struct volume_def *def, __attribute__((unused)) enum volume_how how,
       __attribute__((unused)) const struct volume_def *from,
       __attribute__((unused)) volume_progress *progress)
{
	struct pool_usage now;

	if (*def->name == '.')
		return fail(FAULT_XML, "%s is no name of a storage volume", quote(def->name));
	if (usage(pool, &now) < 0)
		return -1;
	if ((uint64_t)def->allocation.value > now.available)
		return fail(FAULT_FAILED, "no room for %lld bytes: %llu are left",
			    (long long)def->allocation.value, (unsigned long long)now.available);
	return save(pool, def);
}

static int
delete(const struct pool_def *pool, const struct volume_def *def)
{
	auto_free char *folder = folder_of(pool);
	auto_free char *file = text_format("%s.xml", def->name);
	auto_close int dir = place_open(PLACE_VAR, folder, true);

	return dir < 0 ? -1 : file_remove(dir, file);
}

static int
resize(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity, enum volume_how how)
{
	auto_document(volume_def) struct volume_def *changed = volume_def_copy(def);

	changed->capacity = NUMBER_OF((int64_t)capacity);
	if (how & VOLUME_ALLOCATE || changed->allocation.value > changed->capacity.value)
		changed->allocation = changed->capacity;
	return save(pool, changed);
}

const struct pool_ops test_pool_ops = {
	.build  = build,
	.remove = nothing,
	.start  = nothing,
	.stop   = nothing,
	.usage  = usage,
};

const struct volume_ops test_volume_ops = {
	.names  = names,
	.look   = look,
	.create = create,
	.remove = delete,
	.resize = resize,
};

/* ---- the pool everybody who tried libvirt knows ---- */

static const char document[] =
	"<pool type='dir'>\n"
	"  <name>default-pool</name>\n"
	"  <uuid>dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566</uuid>\n"
	"  <target>\n"
	"    <path>/default-pool</path>\n"
	"  </target>\n"
	"</pool>\n";

int
test_load_pools(void)
{
	auto_free char *name = NULL;
	auto_pool struct pool *pool = NULL;

	if (pool_define(document, "test:///default", POOL_IF_CHANGED, NULL, &name, NULL) < 0)
		return -1;
	pool = pool_open(name, OBJECT_TO_CHANGE);
	if (!pool)
		return -1;
	return pool->object.active ? 0 : pool_start(pool, POOL_BUILD_NOT);
}
