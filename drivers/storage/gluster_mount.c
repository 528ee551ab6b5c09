/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gluster_mount - a volume of a Gluster cluster, by libgfapi, which is opened on first use */
#include "gluster_mount.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/library.h"
#include "server.h"

enum { USUAL_PORT = 24007 };

struct gluster_library gfapi;
#define ROW(name) LIBRARY_FUNCTION(gfapi, name),
static const struct library_function functions[] = { GLUSTER_FUNCTIONS(ROW) };

/* ---- paths ---- */

/* With a slash at its end. */
static char *
directory_of(const struct pool_def *pool)
{
	const char *dir = pool->source.dir;

	return text_format("%s%s%s", *dir == '/' ? "" : "/", dir, text_ends(dir, "/") ? "" : "/");
}

char *
gluster_path(const struct pool_def *pool, const char *name)
{
	auto_free char *dir = directory_of(pool);

	return text_format("%s%s", dir, name);
}

char *
gluster_uri(const struct pool_def *pool, const char *name)
{
	const struct pool_host *host = pool->source.hosts.item;
	auto_free char *path = gluster_path(pool, name);
	auto_text struct text uri = { 0 };

	text_addf(&uri, strchr(host->name, ':') ? "gluster://[%s]" : "gluster://%s", host->name);
	if (host->port.given && host->port.value)
		text_addf(&uri, ":%" PRId64, host->port.value);
	text_addf(&uri, "/%s%s", pool->source.name, path);
	return text_take(&uri);
}

/* ---- mounts ---- */

static glfs_t *
mount_new(const struct pool_def *pool)
{
	const struct pool_host *host = pool->source.hosts.item;
	int port = host->port.given && host->port.value ? (int)host->port.value : USUAL_PORT;
	glfs_t *mount;

	/* The library itself would try for minutes. */
	if (library_open(LIBRARY_SONAME, functions, COUNT(functions)) < 0 || server_must_listen(host->name, port) < 0)
		return NULL;
	mount = gfapi.glfs_new(pool->source.name);
	if (!mount || gfapi.glfs_set_volfile_server(mount, "tcp", host->name, port) < 0)
		return fail_errno("reach volume '%s' of server '%s'", pool->source.name, host->name), NULL;
	gfapi.glfs_set_logging(mount, "/dev/null", 0);
	if (gfapi.glfs_init(mount) < 0)
		return fail_errno("reach volume '%s' of server '%s'", pool->source.name, host->name), NULL;
	return mount;
}

/* A child cannot use what its parent has. */
glfs_t *
gluster_mount(const struct pool_def *pool)
{
	static glfs_t *mount;
	static char *of;
	static pid_t by;

	if (mount && by == getpid() && text_same(of, pool->uuid))
		return mount;
	free(of);
	mount = mount_new(pool);
	of = mount ? xstrdup(pool->uuid) : NULL;
	by = getpid();
	return mount;
}

/* ---- contents ---- */

struct file_contents {
	struct volume_contents contents;
	glfs_fd_t *fd;
};

static int
read_file(struct volume_contents *contents, void *data, size_t size, uint64_t at)
{
	const struct file_contents *c = (struct file_contents *)contents;

	for (ssize_t got; size; size -= (size_t)got, at += (uint64_t)got, data = (char *)data + got) {
		got = gfapi.glfs_pread(c->fd, data, size, (off_t)at, 0, NULL);
		if (got <= 0)
			return got ? fail_errno("read") : fail(FAULT_FAILED, "read: it has become shorter meanwhile");
	}
	return 0;
}

static int
write_file(struct volume_contents *contents, const void *data, size_t size, uint64_t at)
{
	const struct file_contents *c = (struct file_contents *)contents;

	for (ssize_t put; size; size -= (size_t)put, at += (uint64_t)put, data = (const char *)data + put) {
		put = gfapi.glfs_pwrite(c->fd, data, size, (off_t)at, 0, NULL, NULL);
		if (put < 0)
			return fail_errno("write");
	}
	if (at > contents->size)
		contents->size = at;
	return 0;
}

/* Not every brick can. */
static int
drop(struct volume_contents *contents, uint64_t size, uint64_t at)
{
	return gfapi.glfs_discard(((struct file_contents *)contents)->fd, (off_t)at, size);
}

static off_t
seek(struct volume_contents *contents, off_t at, int whence)
{
	return gfapi.glfs_lseek(((struct file_contents *)contents)->fd, at, whence);
}

static int
lengthen(struct volume_contents *contents, uint64_t size)
{
	if (gfapi.glfs_ftruncate(((struct file_contents *)contents)->fd, (off_t)size, NULL, NULL) < 0)
		return fail_errno("make it longer");
	contents->size = size;
	return 0;
}

static int
sync_file(struct volume_contents *contents)
{
	return gfapi.glfs_fsync(((struct file_contents *)contents)->fd, NULL, NULL) < 0 ? fail_errno("sync") : 0;
}

static void
close_file(struct volume_contents *contents)
{
	gfapi.glfs_close(((struct file_contents *)contents)->fd);
	free(contents);
}

static const struct volume_contents_ops file_ops = {
	.read = read_file, .write = write_file, .drop = drop, .seek = seek, .lengthen = lengthen,
	.sync = sync_file, .close = close_file,
};

struct volume_contents *
gluster_contents(glfs_fd_t *fd, uint64_t size)
{
	struct file_contents *c = xcalloc(1, sizeof *c);

	*c = (struct file_contents) { .contents = { .ops = &file_ops, .size = size }, .fd = fd };
	return &c->contents;
}
