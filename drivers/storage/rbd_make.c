/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rbd_make - images of Ceph that are made, and what killed programs left of such
 *
 * An image is made under a name of our own, and gets its name when it is whole; who makes it is on
 * record on this host. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "file.h"
#include "marks.h"
#include "qemu_img.h"
#include "rbd_cluster.h"

/* A copy that is not whole, or not begun. */
static int
unmake_draft(const struct pool_def *pool, const char *name)
{
	auto_free char *draft = file_draft(name);

	rbd_image_evict(pool, draft);
	if (rbd_unmake(pool, draft) < 0 && fail_fault() != FAULT_MISSING)
		return -1;
	fail_forget();           /* it was not there */
	return 0;
}

int
rbd_clean(const struct pool_def *pool)
{
	return marks_clean(pool, unmake_draft);
}

static int
check(const struct volume_def *def, enum volume_how how, const struct volume_def *from)
{
	if (!rbd_could_be_volume(def->name))
		return fail(FAULT_XML, "%s is no name of a storage volume", quote(def->name));
	if (how & (VOLUME_REFLINK | VOLUME_PREALLOCATE) || def->backing || !qemu_img_is_plain(def) ||
	    (from && from->type != VOLUME_NETWORK && !qemu_img_is_plain(from)))
		return fail(FAULT_UNSUPPORTED, "a volume of Ceph is raw here, and stands alone");
	return 0;
}

/* From an image of the same pool, or from a file or device of this host. */
static int
fill(const struct pool_def *pool, const char *draft, const struct volume_def *from, volume_progress *progress)
{
	auto_free char *ours = rbd_spec(pool, from->name);
	struct volume_contents *to, *image = NULL;
	auto_close int fd = -1;
	int result;

	if (from->type == VOLUME_NETWORK && !text_same(ours, from->target.path))
		return fail(FAULT_UNSUPPORTED, "a copy of a volume of another pool of Ceph is not made here");
	if (from->type == VOLUME_NETWORK)
		image = rbd_image_contents(pool, from->name, false);
	else if ((fd = open(from->target.path, O_RDONLY | O_CLOEXEC)) < 0)
		fail_errno("open %s", from->target.path);
	to = image || fd >= 0 ? rbd_image_contents(pool, draft, true) : NULL;
	result = !to ? -1 : volume_copy(image ? volume_end_with(image) : volume_end_of(fd), volume_end_with(to), progress);
	if (result == 0)
		result = to->ops->sync(to);
	if (to)
		to->ops->close(to);
	if (image)
		image->ops->close(image);
	return result;
}

static int
begin(const struct pool_def *pool, const char *draft, const struct volume_def *def)
{
	const struct rbd_cluster *cluster = rbd_cluster(pool);
	int order = 0, result = cluster ? ceph.rbd_create(cluster->images, draft, (uint64_t)def->capacity.value, &order) : 0;

	return !cluster ? -1 : result < 0 ? rbd_failed(pool, result, "create", draft) : 0;
}

static int
finish(const struct pool_def *pool, const char *draft, const struct volume_def *def, const struct volume_def *from,
       volume_progress *progress)
{
	int result;

	if (from && fill(pool, draft, from, progress) < 0)
		return -1;
	result = ceph.rbd_rename(rbd_cluster(pool)->images, draft, def->name);
	if (result == -EEXIST)
		return fail(FAULT_STATE, "storage volume '%s' exists already", def->name);
	return result < 0 ? rbd_failed(pool, result, "give its name to", def->name) : 0;
}

int
rbd_create_volume(const struct pool_def *pool, const struct volume_def *def, enum volume_how how,
		  const struct volume_def *from, volume_progress *progress)
{
	auto_free char *draft = file_draft(def->name);
	struct failure why;
	bool ours;

	if (check(def, how, from) < 0 || marks_begin(pool, def->name) < 0)
		return -1;
	ours = begin(pool, draft, def) == 0;
	if (ours && finish(pool, draft, def, from, progress) == 0)
		return marks_done(pool, def->name);
	why = fail_aside();
	if ((ours && unmake_draft(pool, def->name) < 0) || marks_done(pool, def->name) < 0)
		fail_forget();           /* the next that makes one tries again */
	return fail_again(&why);
}
