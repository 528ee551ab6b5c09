/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* file_change - volumes that are files in a directory: made, resized, removed
 *
 * A volume is made under a name of our own, and renamed when it is whole.  Its maker holds a lock
 * on it: a draft that can be locked is a killed program's. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "contents.h"
#include "file.h"
#include "label.h"
#include "qemu_img.h"

/* ---- drafts ---- */

struct draft {
	int dir, fd;             /* the fd holds the lock */
	char *file, *path;
};

/* One byte far behind the end of any image: where a server keeps the locks, that of a whole file would
 * stand in the way of those that QEMU takes on a few bytes of it. */
static int
draft_lock(int fd, int command, short how)
{
	return fcntl(fd, command, &(struct flock) { .l_type = how, .l_start = INT64_C(1) << 62, .l_len = 1 });
}

/* Gone unless it was put in place. */
static void
draft_done(struct draft *draft)
{
	if (draft->file)
		unlinkat(draft->dir, draft->file, 0);
	file_close_at(&draft->fd);
	file_close_at(&draft->dir);
	free(draft->file);
	free(draft->path);
}
#define auto_draft __attribute__((cleanup(draft_done)))

/* Somebody may clean between our making and our locking it: then it is not the file of that
 * name any more, and we make another. */
static bool
is_still_there(const struct draft *draft)
{
	struct stat ours, there;

	return fstat(draft->fd, &ours) == 0 && fstatat(draft->dir, draft->file, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
	       ours.st_ino == there.st_ino;
}

static void
clean_one(int dir, const char *file)
{
	auto_close int fd = openat(dir, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0 && draft_lock(fd, F_OFD_SETLK, F_RDLCK) == 0)
		unlinkat(dir, file, 0);
}

/* The draft is named by our number, which a killed program had, or somebody has elsewhere: on another host, or in
 * a container. */
static void
draft_name(struct draft *draft, const struct pool_def *pool)
{
	static unsigned count;

	free(draft->file);
	free(draft->path);
	draft->file = text_format(DRAFT_FILE "%d-%u", getpid(), count++);
	draft->path = text_format("%s/%s", pool->target.path, draft->file);
	clean_one(draft->dir, draft->file);
}

static int
draft_make(struct draft *draft, const struct pool_def *pool)
{
	for (;;) {
		file_close_at(&draft->fd);
		draft_name(draft, pool);
		draft->fd = openat(draft->dir, draft->file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (draft->fd < 0 && errno == EEXIST)
			continue;
		if (draft->fd < 0)
			return fail_errno("create %s", draft->path);
		if (draft_lock(draft->fd, F_OFD_SETLKW, F_WRLCK) < 0)
			return fail_errno("lock %s", draft->path);
		if (is_still_there(draft))
			return 0;
	}
}

char *
file_draft(const char *name)
{
	return text_format(DRAFT_FILE "%s", name);
}

static int
draft_begin(const struct pool_def *pool, struct draft *ret_draft)
{
	ret_draft->dir = file_pool_open(pool);
	return ret_draft->dir < 0 ? -1 : draft_make(ret_draft, pool);
}

/* Never over another.  A file system of a server may not know such a rename, but it knows links. */
static int
take_name(const struct draft *draft, const char *name)
{
	if (renameat2(draft->dir, draft->file, draft->dir, name, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL || linkat(draft->dir, draft->file, draft->dir, name, 0) < 0)
		return -1;
	return unlinkat(draft->dir, draft->file, 0);
}

/* The volume is whole: durable first, then visible. */
static int
draft_commit(struct draft *draft, const char *name)
{
	if (fsync(draft->fd) < 0)
		return fail_errno("sync %s", draft->path);
	if (!is_still_there(draft))
		return fail(FAULT_DENIED, "somebody has put something else in the place of %s", draft->path);
	if (take_name(draft, name) < 0)
		return errno == EEXIST ? fail(FAULT_STATE, "storage volume '%s' exists already", name)
				       : fail_errno("name the volume %s", quote(name));
	free(steal(draft->file));
	return file_sync_dir(draft->dir);
}

/* The mark of a volume that has gone since: whoever removed it was killed, or did not know of the mark. */
static bool
is_old_mark(int dir, const char *name)
{
	return text_starts(name, TORN_FILE) && !file_exists(dir, name + strlen(TORN_FILE));
}

static bool
may_be_left_over(int dir, const struct dirent *entry)
{
	return text_starts(entry->d_name, DRAFT_FILE) || is_old_mark(dir, entry->d_name);
}

int
file_volume_clean(const struct pool_def *pool)
{
	auto_close int dir = file_pool_open(pool);
	auto_strings struct strings left = { 0 };

	if (dir < 0 || dir_choose(dir, pool->target.path, may_be_left_over, &left) < 0)
		return -1;
	for (unsigned i = 0; i < left.n; i++)
		clean_one(dir, left.item[i]);
	return 0;
}

/* ---- marks ---- */

/* A name that leaves no room for what is in front of it is told by its hash.  Caller frees. */
static char *
torn_mark(const char *name)
{
	if (strlen(TORN_FILE) + strlen(name) <= NAME_MAX)
		return text_format(TORN_FILE "%s", name);
	return text_format(OWN_FILE "long-torn-%016" PRIx64, text_hash(name));
}

int
file_volume_set_torn(const struct pool_def *pool, const char *name, bool torn)
{
	auto_close int dir = file_pool_open(pool);
	auto_free char *mark = torn_mark(name);
	auto_close int fd = -1;

	if (dir < 0)
		return -1;
	if (!torn)
		return file_remove(dir, mark);
	fd = openat(dir, mark, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	return fd < 0 ? fail_errno("mark the volume as being written") : file_sync_dir(dir);
}

bool
file_volume_is_torn(const struct pool_def *pool, const char *name)
{
	auto_free char *mark = torn_mark(name);
	auto_free char *path = file_volume_path(pool, mark);

	return file_exists(AT_FDCWD, path);
}

/* ---- contents ---- */

int
file_set_permissions(int fd, const struct permissions *permissions)
{
	uid_t owner = permissions->owner.given ? (uid_t)permissions->owner.value : (uid_t)-1;
	gid_t group = permissions->group.given ? (gid_t)permissions->group.value : (gid_t)-1;

	if ((owner != (uid_t)-1 || group != (gid_t)-1) && fchown(fd, owner, group) < 0)
		return fail_errno("set the owner");
	if (permissions->mode.given && fchmod(fd, (mode_t)permissions->mode.value) < 0)
		return fail_errno("set the mode");
	return permissions->label ? label_set(fd, permissions->label) : 0;
}

int
file_pool_make(const struct pool_def *pool)
{
	enum { USUAL_MODE = 0711 };
	const struct permissions *permissions = &pool->target.permissions;
	auto_close int dir = -1;

	if (dir_make(pool->target.path, permissions->mode.given ? (mode_t)permissions->mode.value : USUAL_MODE) < 0)
		return -1;
	dir = open(pool->target.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return dir < 0 ? fail_errno("open %s", pool->target.path) : file_set_permissions(dir, permissions);
}

/* The first so many bytes get room of their own. */
static int
allocate(int fd, int64_t from, int64_t size)
{
	int error = size > 0 ? posix_fallocate(fd, from, size) : 0;

	errno = error;
	return error ? fail_errno("allocate %lld bytes", (long long)size) : 0;
}

static int
fill_raw(const struct draft *draft, const struct volume_def *def)
{
	int64_t allocation = def->allocation.value < def->capacity.value ? def->allocation.value : def->capacity.value;

	if (ftruncate(draft->fd, def->capacity.value) < 0)
		return fail_errno("make it %lld bytes long", (long long)def->capacity.value);
	return allocate(draft->fd, 0, allocation);
}

static int
copy_raw(const struct draft *draft, const struct volume_def *def, enum volume_how how,
	 const struct volume_def *from, volume_progress *progress)
{
	auto_close int source = file_open(from->target.path, O_RDONLY);

	if (source < 0)
		return -1;
	if (ioctl(draft->fd, FICLONE, source) < 0) {
		if (how & VOLUME_REFLINK)
			return fail_errno("share blocks with %s", from->target.path);
		if (volume_copy(volume_end_of(source), volume_end_of(draft->fd), progress) < 0)
			return -1;
	}
	if (qemu_img_is_plain(def) && ftruncate(draft->fd, def->capacity.value) < 0)
		return fail_errno("make it %lld bytes long", (long long)def->capacity.value);
	return 0;
}

/* Copied bytes open with the passphrase of the original. */
static bool
has_key_of(const struct volume_def *def, const struct volume_def *from)
{
	const struct storage_encryption *key = def->target.encryption, *old = from->target.encryption;

	if (!key || !old)
		return !key && !old;
	return !key->secrets.n || (old->secrets.n && text_same(key->secrets.item->uuid, old->secrets.item->uuid));
}

/* The same bytes will do when nothing but the name is to differ. */
static bool
is_same_kind(const struct volume_def *def, const struct volume_def *from)
{
	if (qemu_img_is_plain(from) || qemu_img_is_plain(def))
		return qemu_img_is_plain(from) && qemu_img_is_plain(def);
	return has_key_of(def, from) && def->target.format == from->target.format && def->capacity.value == from->capacity.value &&
	       text_same(def->target.compat, from->target.compat) &&
	       (!def->target.cluster_size || def->target.cluster_size == from->target.cluster_size) &&
	       text_same(def->backing ? def->backing->path : NULL, from->backing ? from->backing->path : NULL);
}

/* While it is empty: later it would mean nothing. */
static int
stop_copy_on_write(const struct draft *draft)
{
	int flags;

	if (ioctl(draft->fd, FS_IOC_GETFLAGS, &flags) == 0) {
		flags |= FS_NOCOW_FL;
		if (ioctl(draft->fd, FS_IOC_SETFLAGS, &flags) == 0)
			return 0;
	}
	return fail_errno("turn copy on write off for %s", draft->path);
}

/* qemu-img is handed the draft itself: who may write in the directory could put a link in its place. */
static int
fill_by_tool(const struct draft *draft, const struct volume_def *def, enum volume_how how, const struct volume_def *from)
{
	auto_close int inherited = fcntl(draft->fd, F_DUPFD, 0);
	auto_free char *path = text_format("/proc/self/fd/%d", inherited);

	if (inherited < 0)
		return fail_errno("hand %s over", draft->path);
	return from ? qemu_img_convert(path, def, how, from) : qemu_img_create(path, def, how);
}

static int
fill(const struct draft *draft, const struct volume_def *def, enum volume_how how,
     const struct volume_def *from, volume_progress *progress)
{
	if (from && !(how & VOLUME_PREALLOCATE) && is_same_kind(def, from))
		return copy_raw(draft, def, how, from, progress);
	if (how & VOLUME_REFLINK)
		return fail(FAULT_UNSUPPORTED, "blocks are shared only with an image of the same format and size");
	return !from && qemu_img_is_plain(def) ? fill_raw(draft, def) : fill_by_tool(draft, def, how, from);
}

static int
make_directory(const struct pool_def *pool, const struct volume_def *def)
{
	auto_close int dir = file_pool_open(pool);
	auto_close int fd = -1;

	if (dir < 0)
		return -1;
	if (mkdirat(dir, def->name, 0700) < 0)
		return errno == EEXIST ? fail(FAULT_STATE, "storage volume '%s' exists already", def->name)
				       : fail_errno("make the directory %s", quote(def->name));
	fd = openat(dir, def->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? fail_errno("open %s", quote(def->name)) : file_set_permissions(fd, &def->target.permissions);
}

/* What stands beside it qemu-img does not look at. */
static int
check_backing(const struct volume_def *def)
{
	auto_free char *path = NULL;

	if (!def->backing || !contents_is_beside(def->backing->path))
		return 0;
	path = contents_backing_path(def->backing->path, def->target.path);
	return access(path, R_OK) < 0 ? fail_errno("read %s", path) : 0;
}

/* What is asked for can be made of such a volume? */
static int
check_wish(const struct volume_def *def, enum volume_how how, const struct volume_def *from)
{
	if (text_starts(def->name, OWN_FILE))
		return fail(FAULT_XML, "%s is no name of a storage volume", quote(def->name));
	if (how & VOLUME_PREALLOCATE && def->target.format != VOLUME_FORMAT_QCOW2)
		return fail(FAULT_UNSUPPORTED, "only a qcow2 image has tables to make beforehand");
	if (def->backing && (def->target.format == VOLUME_FORMAT_RAW || def->target.format == VOLUME_FORMAT_DIR))
		return fail(FAULT_UNSUPPORTED, "a volume of format '%s' is no overlay",
			    words_name(&volume_format_words, def->target.format));
	if (def->target.format == VOLUME_FORMAT_DIR && from)
		return fail(FAULT_UNSUPPORTED, "nothing is copied into a directory");
	return check_backing(def) < 0 ? -1 : qemu_img_check_encryption(def);
}

int
file_volume_create(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
		   const struct volume_def *from, volume_progress *progress)
{
	auto_draft struct draft draft = { .dir = -1, .fd = -1 };

	if (check_wish(def, how, from) < 0)
		return -1;
	if (file_exists(AT_FDCWD, def->target.path))
		return fail(FAULT_STATE, "storage volume '%s' exists already", def->name);
	if (def->target.format == VOLUME_FORMAT_DIR)
		return make_directory(pool, def);
	if (draft_begin(pool, &draft) < 0 || (def->target.nocow && stop_copy_on_write(&draft) < 0) ||
	    fill(&draft, def, how, from, progress) < 0 ||
	    file_set_permissions(draft.fd, &def->target.permissions) < 0)
		return -1;
	return draft_commit(&draft, def->name);
}

/* ---- changing what is there ---- */

int
file_volume_remove(const struct pool_def *pool, const struct volume_def *def)
{
	auto_close int dir = file_pool_open(pool);

	if (dir < 0)
		return -1;
	/* A volume may be a link to a directory. */
	if (unlinkat(dir, def->name, 0) < 0 && (errno != EISDIR || unlinkat(dir, def->name, AT_REMOVEDIR) < 0))
		return fail_errno("remove %s", def->target.path);
	return file_sync_dir(dir) < 0 ? -1 : file_volume_set_torn(pool, def->name, false);
}

static int
resize_raw(const struct volume_def *def, uint64_t capacity, enum volume_how how)
{
	auto_close int fd = file_open(def->target.path, O_RDWR);
	int64_t before, now = (int64_t)capacity;
	struct stat about;

	if (fd < 0)
		return -1;
	/* Somebody else may have made it longer since it was looked at. */
	if (draft_lock(fd, F_OFD_SETLKW, F_WRLCK) < 0 || fstat(fd, &about) < 0)
		return fail_errno("lock %s", def->target.path);
	before = about.st_size;
	if (now < before && !(how & VOLUME_SHRINK))
		return fail(FAULT_STATE, "%s has become %lld bytes long meanwhile", def->target.path, (long long)before);
	/* Room first, behind the end: when there is none, or we are killed, it has its old size. */
	if (how & VOLUME_ALLOCATE && now > before &&
	    fallocate(fd, FALLOC_FL_KEEP_SIZE, before, now - before) < 0 && errno != EOPNOTSUPP) {
		fail_errno("allocate %lld bytes", (long long)(now - before));
		return ftruncate(fd, before) < 0 ? fail_within("what was allocated is still taken") : -1;
	}
	if (ftruncate(fd, now) < 0)
		return fail_errno("make it %lld bytes long", (long long)now);
	return fsync(fd) < 0 ? fail_errno("sync %s", def->target.path) : 0;
}

int
file_volume_resize(const struct pool_def *pool, const struct volume_def *def, uint64_t capacity,
		   enum volume_how how)
{
	(void)pool;
	if (def->type == VOLUME_DIR)
		return fail(FAULT_UNSUPPORTED, "a directory has no size");
	return qemu_img_is_plain(def) ? resize_raw(def, capacity, how)
				      : qemu_img_resize(def, capacity, how);
}
