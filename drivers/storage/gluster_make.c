/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* gluster_make - volumes of Gluster that are made, and what killed programs left of such
 *
 * A volume is made under a name of our own, and gets its name when it is whole; who makes it is on
 * record on this host. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "base/fail.h"
#include "base/file.h"
#include "file.h"
#include "gluster_mount.h"
#include "marks.h"
#include "qemu_img.h"

static int
unmake_draft(const struct pool_def *pool, const char *name)
{
	auto_free char *draft = file_draft(name);
	auto_free char *path = gluster_path(pool, draft);
	glfs_t *mount = gluster_mount(pool);

	if (!mount)
		return -1;
	return gfapi.glfs_unlink(mount, path) < 0 && errno != ENOENT ? fail_errno("remove %s", path) : 0;
}

int
gluster_clean(const struct pool_def *pool)
{
	return marks_clean(pool, unmake_draft);
}

/* An image that has tables is made in memory, where it is small. */
static int
make_image(const struct volume_def *def, enum volume_how how)
{
	auto_close int fd = memfd_create("image", 0);
	auto_free char *path = text_format("/proc/self/fd/%d", fd);

	if (fd < 0)
		return fail_errno("make an image in memory");
	return qemu_img_create(path, def, how) < 0 ? -1 : steal_fd(fd);
}

/* Where the bytes of a new volume come from. */
static int
open_source(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
	    const struct volume_def *from, struct volume_end *ret_end)
{
	auto_free char *ours = from ? gluster_uri(pool, from->name) : NULL;
	struct volume_contents *contents = NULL;
	int fd = -1;

	if (from && from->type == VOLUME_NETWORK) {
		if (!text_same(ours, from->target.path))
			return fail(FAULT_UNSUPPORTED, "a copy of a volume of another server is not made here");
		contents = gluster_open(pool, from->name, O_RDONLY);
	} else if (from) {
		fd = open(from->target.path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			fail_errno("open %s", from->target.path);
	} else {
		fd = make_image(def, how);
	}
	*ret_end = contents ? volume_end_with(contents) : volume_end_of(fd);
	return contents || fd >= 0 ? 0 : -1;
}

static int
fill(const struct pool_def *pool, struct volume_contents *draft, const struct volume_def *def, enum volume_how how,
     const struct volume_def *from, volume_progress *progress)
{
	enum { SECTOR = 512 };
	struct volume_end source;
	uint64_t size;
	int result;

	if (from || !qemu_img_is_plain(def)) {
		if (open_source(pool, def, how, from, &source) < 0)
			return -1;
		result = volume_copy(source, volume_end_with(draft), progress);
		if (source.contents)
			source.contents->ops->close(source.contents);
		file_close_at(&source.fd);
		if (result < 0)
			return -1;
	}
	/* The emulator reads tables by sectors, and takes one that Gluster has only in part for damaged. */
	size = qemu_img_is_plain(def) ? (uint64_t)def->capacity.value : (draft->size + SECTOR - 1) / SECTOR * SECTOR;
	if (draft->ops->lengthen(draft, size) < 0)
		return -1;
	return draft->ops->sync(draft);
}

/* Bytes are copied as they are. */
static int
check(const struct volume_def *def, enum volume_how how, const struct volume_def *from)
{
	if (!gluster_could_be_volume(def->name))
		return fail(FAULT_XML, "%s is no name of a storage volume", quote(def->name));
	if (how & (VOLUME_REFLINK | VOLUME_PREALLOCATE) || def->target.encryption)
		return fail(FAULT_UNSUPPORTED, "a volume of Gluster shares no blocks, and is neither preallocated nor encrypted here");
	if (from && (qemu_img_is_plain(from) != qemu_img_is_plain(def) || from->target.format != def->target.format ||
		     (!qemu_img_is_plain(def) && def->capacity.value != from->capacity.value)))
		return fail(FAULT_UNSUPPORTED, "a copy has the format of the original here, and its size");
	return 0;
}

static struct volume_contents *
begin(const struct pool_def *pool, const char *draft_path, const struct volume_def *def)
{
	enum { USUAL_MODE = 0600 };
	const struct number *mode = &def->target.permissions.mode;
	glfs_fd_t *fd = gfapi.glfs_creat(gluster_mount(pool), draft_path, O_RDWR | O_EXCL,
					 mode->given ? (mode_t)mode->value : USUAL_MODE);

	return fd ? gluster_contents(fd, 0) : (fail_errno("create %s", draft_path), NULL);
}

static int
finish(const struct pool_def *pool, const char *draft_path, struct volume_contents *draft, const struct volume_def *def,
       enum volume_how how, const struct volume_def *from, volume_progress *progress)
{
	auto_free char *path = gluster_path(pool, def->name);
	glfs_t *mount = gluster_mount(pool);
	int result = fill(pool, draft, def, how, from, progress);

	draft->ops->close(draft);
	if (result < 0)
		return -1;
	/* A rename would replace what another host has made meanwhile. */
	if (gfapi.glfs_link(mount, draft_path, path) < 0)
		return errno == EEXIST ? fail(FAULT_STATE, "storage volume '%s' exists already", def->name)
				       : fail_errno("name the volume %s", quote(def->name));
	return unmake_draft(pool, def->name);
}

int
gluster_create(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
       const struct volume_def *from, volume_progress *progress)
{
	auto_free char *draft = file_draft(def->name);
	auto_free char *path = gluster_path(pool, def->target.format == VOLUME_FORMAT_DIR ? def->name : draft);
	struct volume_contents *contents;
	struct failure why;

	if (check(def, how, from) < 0 || !gluster_mount(pool))
		return -1;
	if (def->target.format == VOLUME_FORMAT_DIR)
		return gfapi.glfs_mkdir(gluster_mount(pool), path, 0700) < 0 ? fail_errno("make %s", path) : 0;
	if (marks_begin(pool, def->name) < 0)
		return -1;
	contents = begin(pool, path, def);
	if (contents && finish(pool, path, contents, def, how, from, progress) == 0)
		return marks_done(pool, def->name);
	why = fail_aside();
	if ((contents && unmake_draft(pool, def->name) < 0) || marks_done(pool, def->name) < 0)
		fail_forget();           /* the next that makes one tries again */
	return fail_again(&why);
}
