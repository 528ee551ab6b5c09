/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iscsi - pools that are a target of a server, by the kernel's initiator and iscsiadm */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "block.h"
#include "iscsi_portal.h"
#include "iscsi_record.h"
#include "lun.h"
#include "marks.h"
#include "tool.h"

/* ---- the session, as sysfs shows it ---- */

static bool
is_session_of(const struct pool_def *pool, const char *session)
{
	auto_free char *target = lun_attribute("/sys/class/iscsi_session", session, "targetname");

	return target && text_same(target, iscsi_target(pool));
}

/* Its SCSI host: the session is below it. */
static bool
read_host(const char *session, unsigned *ret_host)
{
	auto_free char *path = text_format("/sys/class/iscsi_session/%s/device", session);
	char *real = realpath(path, NULL), *at = real ? strstr(real, "/host") : NULL;
	bool found = at && sscanf(at, "/host%u/", ret_host) == 1;

	free(real);
	return found;
}

/* 1: there is one, 0: there is none. */
static int
find_session(const struct pool_def *pool, unsigned *ret_host)
{
	auto_strings struct strings sessions = { 0 };

	if (dir_names(AT_FDCWD, "/sys/class/iscsi_session", NULL, &sessions) < 0)
		return -1;
	for (unsigned i = 0; i < sessions.n; i++)
		if (is_session_of(pool, sessions.item[i]) && read_host(sessions.item[i], ret_host))
			return 1;
	return 0;
}

static int
must_have_session(const struct pool_def *pool, unsigned *ret_host)
{
	int found = find_session(pool, ret_host);

	return found > 0 ? 0 : found < 0 ? -1 : fail(FAULT_STATE, "no session with %s", iscsi_target(pool));
}

static bool
is_there(const struct pool_def *pool)
{
	unsigned host;
	int found = find_session(pool, &host);

	if (found < 0)
		fail_forget();           /* without initiator there is no session */
	return found > 0;
}

/* ---- pools ---- */

/* An interface of our own says another name of this host.  One that is there is fine. */
static int
make_interface(const struct pool_def *pool, char **ret_name)
{
	auto_free char *name = text_format("virtutils-%s", pool->uuid);

	if (tool_run(NULL, "iscsiadm", "--mode", "iface", "--interface", name, "--op", "new", NULL) < 0)
		fail_forget();
	if (tool_run(NULL, "iscsiadm", "--mode", "iface", "--interface", name, "--op", "update", "--name",
		     "iface.initiatorname", "--value", pool->source.initiator, NULL) < 0)
		return -1;
	*ret_name = steal(name);
	return 0;
}

/* What is found is on record, and where the user is said. */
static int
discover(const struct pool_def *pool, const char *portal, const char *interface)
{
	const struct pool_auth *auth = pool->source.auth;
	auto_bytes struct bytes password = { 0 };

	if (auth && iscsi_password(auth, &password) < 0)
		return -1;
	if (tool_run(NULL, "iscsiadm", "--mode", "discovery", "--type", "sendtargets", "--portal", portal,
		     interface ? "--interface" : NULL, interface, NULL) < 0)
		return -1;
	return auth ? iscsi_record_set_user(iscsi_target(pool), auth->username, &password) : 0;
}

static int
start(const struct pool_def *pool)
{
	auto_free char *portal = iscsi_portal(&pool->source);
	auto_free char *interface = NULL;
	unsigned host;
	int found = iscsi_target(pool) ? find_session(pool, &host) : -1;

	if (found)
		return found < 0 ? -1 : 0;
	if (pool->source.initiator && make_interface(pool, &interface) < 0)
		return -1;
	if (discover(pool, portal, interface) < 0)
		return -1;
	return tool_run(NULL, "iscsiadm", "--mode", "node", "--portal", portal, "--targetname", iscsi_target(pool),
			"--login", interface ? "--interface" : NULL, interface, NULL);
}

static int
stop(const struct pool_def *pool)
{
	auto_free char *portal = iscsi_portal(&pool->source);

	if (!is_there(pool))
		return 0;
	return tool_run(NULL, "iscsiadm", "--mode", "node", "--portal", portal, "--targetname", iscsi_target(pool),
			"--logout", NULL);
}

/* "127.0.0.1:3260,1 iqn.2026-01.example:disk" */
static int
find_sources(__attribute__((unused)) enum pool_kind kind, const struct pool_source *spec, struct text *out)
{
	auto_free char *portal = spec && spec->hosts.n ? iscsi_portal(spec) : NULL;
	auto_free char *targets = NULL;
	const char *at;

	if (!portal)
		return fail(FAULT_ARGUMENT, "which server? <host> is not said");
	if (tool_run(&targets, "iscsiadm", "--mode", "discovery", "--type", "sendtargets", "--portal", portal, NULL) < 0)
		return -1;
	at = targets;
	text_add(out, "<sources>\n");
	for (char *line; (line = tool_line(&at)); free(line)) {
		char *space = strchr(line, ' ');

		if (space)
			iscsi_add_source(spec, space + 1, out);
	}
	text_add(out, "</sources>\n");
	return 0;
}

static int
rescan(const struct pool_def *pool)
{
	unsigned host;

	return must_have_session(pool, &host) < 0 ? -1 : lun_rescan(host);
}

static int
usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	unsigned host;

	return must_have_session(pool, &host) < 0 ? -1 : lun_usage(pool, host, ret_usage);
}

static int
names(const struct pool_def *pool, struct strings *ret_names)
{
	unsigned host;

	return must_have_session(pool, &host) < 0 ? -1 : lun_names(host, ret_names);
}

static struct volume_def *
look(const struct pool_def *pool, const char *name)
{
	unsigned host;

	return must_have_session(pool, &host) < 0 ? NULL : lun_look(pool, host, name);
}

static char *
name_of(const struct pool_def *pool, const char *key)
{
	unsigned host;

	return must_have_session(pool, &host) < 0 ? NULL : lun_name_of(pool, host, key);
}

const struct backend backend_iscsi = {
	.tool = "iscsiadm",
	.pool = {
		.start = start, .stop = stop, .is_there = is_there, .clean = rescan, .usage = usage,
		.find_sources = find_sources,
	},
	.volume = {
		.names = names, .name_of = name_of, .look = look, .open = block_volume_open,
		.set_torn = marks_set_torn, .is_torn = marks_is_torn,
	},
};
