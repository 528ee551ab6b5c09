/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi_direct - pools that are a target of an iSCSI server, reached without the kernel
 *
 * Volumes are the units of the target: they are nowhere on this host. */
#include <unistd.h>

#include "base/fail.h"
#include "iscsi_direct_unit.h"
#include "iscsi_portal.h"
#include "marks.h"

/* As libvirt calls them: there is one bus and one target. */
#define UNIT "unit:0:0:"

/* ---- sessions ---- */

/* One for all that a process asks; it ends with the process. */
static struct iscsi_session *
session_of(const struct pool_def *pool)
{
	static struct iscsi_session *session;
	static char *of;
	static pid_t by;
	const char *target = iscsi_target(pool);

	if (!target)
		return NULL;
	if (session && by == getpid() && text_same(of, pool->uuid))
		return session;
	/* That of a parent is its parent's to close. */
	if (by == getpid())
		iscsi_session_close(session);
	free(of);
	session = iscsi_session_open(&pool->source, target);
	of = session ? xstrdup(pool->uuid) : NULL;
	by = getpid();
	return session;
}

static int
start(const struct pool_def *pool)
{
	return session_of(pool) ? 0 : -1;
}

static int
find_sources(__attribute__((unused)) enum pool_kind kind, const struct pool_source *spec, struct text *out)
{
	auto_iscsi_session struct iscsi_session *session = NULL;
	auto_strings struct strings targets = { 0 };

	if (!spec || !spec->hosts.n || !spec->initiator)
		return fail(FAULT_ARGUMENT, "which server, and as which initiator? <host> and <initiator> are needed");
	session = iscsi_session_open(spec, NULL);
	if (!session || iscsi_session_targets(session, &targets) < 0)
		return -1;
	text_add(out, "<sources>\n");
	for (unsigned i = 0; i < targets.n; i++)
		iscsi_add_source(spec, targets.item[i], out);
	text_add(out, "</sources>\n");
	return 0;
}

/* ---- volumes ---- */

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	struct iscsi_session *session = session_of(pool);
	auto_luns struct iscsi_luns luns = { 0 };
	struct strings found = { 0 };

	if (!session || iscsi_unit_list(session, &luns) < 0)
		return -1;
	for (unsigned i = 0; i < luns.n; i++)
		strings_addf(&found, UNIT "%u", luns.item[i]);
	*ret_names = found;
	return 0;
}

static int
find_unit(const struct pool_def *pool, const char *name, struct iscsi_unit *ret_unit)
{
	struct iscsi_session *session = session_of(pool);
	auto_luns struct iscsi_luns luns = { 0 };
	uint64_t lun;

	if (!session || iscsi_unit_list(session, &luns) < 0)
		return -1;
	if (text_starts(name, UNIT) && text_to_u64(name + strlen(UNIT), 10, &lun) == 0)
		for (unsigned i = 0; i < luns.n; i++)
			if (luns.item[i] == lun)
				return iscsi_unit_measure(session, luns.item[i], ret_unit);
	return fail(FAULT_MISSING, "no such storage volume");
}

/* Where units are, as libvirt says it; the number of one follows.  Caller frees. */
static char *
place_of_units(const struct pool_def *pool)
{
	auto_free char *portal = iscsi_portal(&pool->source);

	return text_format("ip-%s-iscsi-%s-lun-", portal, iscsi_target(pool));
}

static char *
name_of(const struct pool_def *pool, const char *key)
{
	auto_free char *place = place_of_units(pool);
	size_t length = strlen(place);

	return text_starts(key, place) && key[length] ? text_format(UNIT "%s", key + length) : NULL;
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	auto_free char *place = place_of_units(pool);
	struct volume_def *def;
	struct iscsi_unit unit;

	if (find_unit(pool, name, &unit) < 0)
		return NULL;
	def = model_new(&volume_def_type);
	def->type = VOLUME_NETWORK;
	def->name = xstrdup(name);
	def->target.path = text_format("%s%u", place, unit.lun);
	def->key = xstrdup(def->target.path);
	def->target.format = VOLUME_FORMAT_RAW;
	def->capacity = def->allocation = NUMBER_OF((int64_t)iscsi_unit_size(&unit));
	return def;
}

/* Every unit is a volume, so there is no room left. */
static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	struct iscsi_session *session = session_of(pool);
	auto_luns struct iscsi_luns luns = { 0 };

	if (!session || iscsi_unit_list(session, &luns) < 0)
		return -1;
	for (unsigned i = 0; i < luns.n; i++) {
		struct iscsi_unit unit;

		if (iscsi_unit_measure(session, luns.item[i], &unit) < 0)
			return -1;
		ret_usage->capacity += iscsi_unit_size(&unit);
	}
	ret_usage->allocation = ret_usage->capacity;
	return 0;
}

static struct volume_contents *
connect_unit(const struct pool_def *pool, const struct volume_def *def, __attribute__((unused)) bool to_write)
{
	struct iscsi_unit unit;

	return find_unit(pool, def->name, &unit) < 0 ? NULL : iscsi_unit_contents(session_of(pool), &unit);
}

const struct backend backend_iscsi_direct = {
	.pool = { .start = start, .usage = usage, .find_sources = find_sources },
	.volume = {
		.names = names, .name_of = name_of, .look = look, .connect = connect_unit,
		.set_torn = marks_set_torn, .is_torn = marks_is_torn,
	},
};
