/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rbd_cluster - a pool of a Ceph cluster, by librados and librbd, which are opened on first use */
#include "rbd_cluster.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/library.h"
#include "driver/secret.h"
#include "server.h"

struct ceph_library ceph;
#define ROW(name) LIBRARY_FUNCTION(ceph, name),
static const struct library_function functions[] = { CEPH_FUNCTIONS(ROW) };

/* ---- what the library is told ---- */

/* "host,host:port".  Caller frees. */
static char *
monitors_of(const struct pool_source *source)
{
	struct text list = { 0 };

	list_each(host, &source->hosts) {
		text_addf(&list, strchr(host->name, ':') ? "%s[%s]" : "%s%s", list.length ? "," : "", host->name);
		if (host->port.given && host->port.value)
			text_addf(&list, ":%" PRId64, host->port.value);
	}
	return text_take(&list);
}

static int
set(rados_t rados, const char *option, const char *value)
{
	int result = ceph.rados_conf_set(rados, option, value);

	errno = -result;
	return result < 0 ? fail_errno("set %s for Ceph", option) : 0;
}

/* The secret is what the key is; Ceph has it as base64. */
static int
set_key(rados_t rados, const struct pool_auth *auth)
{
	auto_bytes struct bytes value = { 0 }, text = { 0 };

	if (!auth)
		return set(rados, "auth_client_required", "none");
	if (secret_resolve(&auth->secret, SECRET_CEPH, &value) < 0)
		return -1;
	base64_encode(&value, &text);
	return set(rados, "auth_client_required", "cephx") < 0 || set(rados, "key", text.data) < 0 ? -1 : 0;
}

/* Failures are told once, by us: what the library would say has the key in it. */
static int
configure(rados_t rados, const struct pool_def *pool)
{
	static const char *const off[] = { "log_to_stderr", "err_to_stderr", "rbd_cache_writethrough_until_flush" };
	static const char *const limits[] = { "client_mount_timeout", "rados_mon_op_timeout", "rados_osd_op_timeout" };
	auto_free char *monitors = monitors_of(&pool->source), *limit = NULL;
	int64_t limit_ms;

	if (server_limit(&limit_ms) < 0 || set(rados, "mon_host", monitors) < 0 || set_key(rados, pool->source.auth) < 0)
		return -1;
	limit = text_format("%" PRId64, (limit_ms + 999) / 1000);
	for (unsigned i = 0; i < COUNT(off); i++)
		if (set(rados, off[i], "false") < 0)
			return -1;
	for (unsigned i = 0; i < COUNT(limits); i++)
		if (set(rados, limits[i], limit) < 0)
			return -1;
	return 0;
}

/* ---- being connected ---- */

static struct rbd_cluster cluster;
static pid_t by;

static void
disconnect(void)
{
	if (by == getpid() && cluster.images)
		ceph.rados_ioctx_destroy(cluster.images);
	if (by == getpid() && cluster.rados)
		ceph.rados_shutdown(cluster.rados);
	cluster = (struct rbd_cluster) { 0 };
}

static int
connect_to(const struct pool_def *pool)
{
	auto_free char *user = text_format("client.%s", pool->source.auth ? pool->source.auth->username : "admin");
	/* One that does not know the name of its cluster does not heed what it is told of logs. */
	int result = ceph.rados_create2(&cluster.rados, "ceph", user, 0);

	if (result < 0)
		return rbd_failed(pool, result, "begin with", NULL);
	if (configure(cluster.rados, pool) < 0)
		return -1;
	result = ceph.rados_connect(cluster.rados);
	if (result < 0)
		return rbd_failed(pool, result, "connect to", NULL);
	result = ceph.rados_ioctx_create(cluster.rados, pool->source.name, &cluster.images);
	return result < 0 ? rbd_failed(pool, result, "open", NULL) : 0;
}

/* A child cannot use what its parent has. */
const struct rbd_cluster *
rbd_cluster(const struct pool_def *pool)
{
	static char *of;
	static bool at_exit;

	if (cluster.images && by == getpid() && text_same(of, pool->uuid))
		return &cluster;
	if (library_open(LIBRARY_SONAME, functions, COUNT(functions)) < 0)
		return NULL;
	disconnect();
	free(steal(of));
	by = getpid();
	if (connect_to(pool) < 0)
		return disconnect(), NULL;
	/* Its threads must be gone before what they use is: that of OpenSSL, which has said so by now. */
	if (!at_exit)
		at_exit = atexit(disconnect) == 0;
	of = xstrdup(pool->uuid);
	return &cluster;
}

int
rbd_failed(const struct pool_def *pool, int result, const char *what, const char *image)
{
	int64_t limit_ms;

	errno = -result;
	if (result == -ETIMEDOUT)
		return server_limit(&limit_ms) < 0 ? -1 : server_gave_up(server_of(pool), limit_ms);
	return fail_errno("%s %s%s%spool '%s' of Ceph", what, image ? "image " : "", image ? quote(image) : "",
			  image ? " in " : "", pool->source.name);
}
