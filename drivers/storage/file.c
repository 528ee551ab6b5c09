/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file - volumes that are files in a directory: which there are, and what they are */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "contents.h"
#include "label.h"
#include "server.h"

int
file_pool_open(const struct pool_def *pool)
{
	int dir;

	if (server_must_answer(pool) < 0)
		return -1;
	dir = open(pool->target.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return dir < 0 ? fail_errno("open %s", pool->target.path) : dir;
}

static bool
may_follow(const struct stat *link, const struct stat *there)
{
	return link->st_uid == 0 || link->st_uid == geteuid() || link->st_uid == there->st_uid;
}

static bool
is_strange_link(int dir, const char *path)
{
	struct stat link, there;

	return fstatat(dir, path, &link, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(link.st_mode) &&
	       fstatat(dir, path, &there, 0) == 0 && !may_follow(&link, &there);
}

static int
strange_link(const char *path)
{
	return fail(FAULT_DENIED, "%s is somebody's link to a file of another", path);
}

/* The link itself is held, so that nobody puts another in its place meanwhile. */
static int
open_link(const char *path, int how)
{
	auto_close int link = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	auto_free char *dir = xstrndup(path, (size_t)(strrchr(path, '/') + 1 - path));
	auto_close int from = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	char target[PATH_MAX] = "";
	struct stat about, there;
	auto_close int fd = -1;

	if (link < 0 || from < 0 || readlinkat(link, "", target, sizeof target - 1) < 0)
		return fail_errno("follow %s", path);
	fd = openat(from, target, how | O_CLOEXEC);
	if (fd < 0 || fstat(link, &about) < 0 || fstat(fd, &there) < 0)
		return fail_errno("open %s", path);
	return may_follow(&about, &there) ? steal_fd(fd) : strange_link(path);
}

int
file_open(const char *path, int how)
{
	int fd = open(path, how | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0 && errno == ELOOP)
		return open_link(path, how);
	return fd < 0 ? fail_errno("open %s", path) : fd;
}

/* Which names are ours to give? */
static bool
could_be_volume(const char *name)
{
	return *name && !strchr(name, '/') && !text_starts(name, OWN_FILE) &&
	       !text_same(name, ".") && !text_same(name, "..");
}

/* Volumes are files, devices and directories; links that lead nowhere are none. */
static bool
is_volume(int dir, const struct dirent *entry)
{
	struct stat about;

	if (!could_be_volume(entry->d_name))
		return false;
	if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_REG || entry->d_type == DT_DIR || entry->d_type == DT_BLK;
	return fstatat(dir, entry->d_name, &about, 0) == 0 &&
	       (S_ISREG(about.st_mode) || S_ISDIR(about.st_mode) || S_ISBLK(about.st_mode)) &&
	       !is_strange_link(dir, entry->d_name);
}

int
file_volume_names(const struct pool_def *pool, struct strings *ret_names)
{
	auto_close int fd = file_pool_open(pool);

	return fd < 0 ? -1 : dir_choose(fd, pool->target.path, is_volume, ret_names);
}

char *
file_volume_path(const struct pool_def *pool, const char *name)
{
	return text_format("%s/%s", pool->target.path, name);
}

struct volume_def *
file_volume_look(const struct pool_def *pool, const char *name)
{
	auto_document(volume_def) struct volume_def *def = model_new(&volume_def_type);

	if (!could_be_volume(name))
		return fail(FAULT_MISSING, "no such storage volume"), NULL;
	if (server_must_answer(pool) < 0)
		return NULL;
	def->name = xstrdup(name);
	def->target.path = file_volume_path(pool, name);
	def->key = xstrdup(def->target.path);
	if (is_strange_link(AT_FDCWD, def->target.path))
		return strange_link(def->target.path), NULL;
	return contents_describe(def, true) < 0 ? NULL : steal(def);
}

int
file_volume_open(const struct pool_def *pool, const struct volume_def *def, bool to_write)
{
	(void)pool;
	if (def->type == VOLUME_DIR)
		return fail(FAULT_UNSUPPORTED, "a directory has no contents to copy");
	return file_open(def->target.path, to_write ? O_RDWR : O_RDONLY);
}

int
file_pool_look(struct pool_def *pool)
{
	struct statx about;

	if (server_must_answer(pool) < 0)
		return -1;
	if (statx(AT_FDCWD, pool->target.path, 0, STATX_BASIC_STATS, &about) < 0)
		return fail_errno("look at %s", pool->target.path);
	contents_describe_permissions(&about, &pool->target.permissions);
	free(pool->target.permissions.label);
	pool->target.permissions.label = label_of(pool->target.path);
	return 0;
}

int
file_volume_usage(const struct pool_def *pool, struct pool_usage *ret_usage)
{
	struct statvfs about;

	if (server_must_answer(pool) < 0)
		return -1;
	if (statvfs(pool->target.path, &about) < 0)
		return fail_errno("ask for the room at %s", pool->target.path);
	ret_usage->capacity = (uint64_t)about.f_frsize * about.f_blocks;
	ret_usage->available = (uint64_t)about.f_frsize * about.f_bfree;
	ret_usage->allocation = ret_usage->capacity - ret_usage->available;
	return 0;
}
