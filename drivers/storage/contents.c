/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* contents - what can be found out about a volume that has a path on this host */
#include "contents.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/file.h"
#include "driver/secret.h"
#include "image.h"
#include "label.h"

static int
missing(const char *path)
{
	return errno == ENOENT || errno == ENOTDIR || errno == ENXIO || errno == ELOOP
	       ? fail(FAULT_MISSING, "no such storage volume") : fail_errno("look at %s", path);
}

static char *
time_text(int64_t seconds, uint32_t nanoseconds)
{
	return text_format("%lld.%09u", (long long)seconds, nanoseconds);
}

/* As far as documents can say them: no more bits of the mode. */
void
contents_describe_permissions(const struct statx *about, struct permissions *permissions)
{
	permissions->mode = NUMBER_OF(about->stx_mode & 0777);
	permissions->owner = NUMBER_OF(about->stx_uid);
	permissions->group = NUMBER_OF(about->stx_gid);
}

static void
describe_times(const struct statx *about, struct timestamps *times)
{
	times->atime = time_text(about->stx_atime.tv_sec, about->stx_atime.tv_nsec);
	times->mtime = time_text(about->stx_mtime.tv_sec, about->stx_mtime.tv_nsec);
	times->ctime = time_text(about->stx_ctime.tv_sec, about->stx_ctime.tv_nsec);
	if (about->stx_mask & STATX_BTIME)
		times->btime = time_text(about->stx_btime.tv_sec, about->stx_btime.tv_nsec);
}

void
contents_describe_file(const struct statx *about, struct volume_def *def)
{
	def->type = S_ISBLK(about->stx_mode) ? VOLUME_BLOCK : S_ISDIR(about->stx_mode) ? VOLUME_DIR : VOLUME_FILE;
	contents_describe_permissions(about, &def->target.permissions);
	describe_times(about, &def->target.timestamps);
	def->allocation = def->capacity = NUMBER_OF(0);
	if (def->type == VOLUME_DIR)
		return;
	def->allocation = NUMBER_OF((int64_t)about->stx_blocks * 512);
	def->physical = def->capacity = NUMBER_OF((int64_t)about->stx_size);
}

/* A device has all the room that it shows. */
static int
describe_device(int fd, struct volume_def *def)
{
	off_t end = lseek(fd, 0, SEEK_END);

	if (end < 0)
		return fail_errno("measure %s", def->target.path);
	def->capacity = def->allocation = def->physical = NUMBER_OF((int64_t)end);
	return 0;
}

/* "nbd:..." and the like are no files. */
bool
contents_is_beside(const char *backing)
{
	return *backing != '/' && backing[strcspn(backing, ":/")] != ':';
}

char *
contents_backing_path(const char *backing, const char *path)
{
	return contents_is_beside(backing) ? text_format("%.*s%s", (int)(strrchr(path, '/') + 1 - path), path, backing)
					   : xstrdup(backing);
}

/* Its secret is the one for the volume at that path, if there is one. */
static void
describe_encryption(const struct image *image, struct volume_def *def)
{
	struct storage_encryption *encryption = xcalloc(1, sizeof *encryption);
	auto_free char *uuid = secret_of_volume(def->target.path);
	struct secret_ref *ref = uuid ? list_add(&encryption->secrets) : NULL;

	if (ref)
		*ref = (struct secret_ref) { .type = xstrdup("passphrase"), .uuid = steal(uuid) };
	fail_forget();           /* without secrets it is an encrypted image still */
	encryption->format = image->encryption;
	def->target.encryption = encryption;
}

static struct volume_backing *
describe_backing(const struct image *image, const char *path)
{
	struct volume_backing *backing = xcalloc(1, sizeof *backing);
	struct statx about;

	backing->path = contents_backing_path(image->backing, path);
	backing->format = image->backing_format ? image->backing_format : VOLUME_FORMAT_RAW;
	/* It may be on a server: what is known of it here will do. */
	if (*backing->path == '/' &&
	    statx(AT_FDCWD, backing->path, AT_STATX_DONT_SYNC, STATX_BASIC_STATS | STATX_BTIME, &about) == 0) {
		contents_describe_permissions(&about, &backing->permissions);
		describe_times(&about, &backing->timestamps);
	}
	return backing;
}

int
contents_describe_image(int fd, struct volume_def *def)
{
	auto_image struct image image = { 0 };

	if (image_probe(fd, &image) < 0)
		return -1;
	def->target.format = image.format;
	def->target.cluster_size = image.cluster_size;
	def->target.compat = xstrdup(image.compat);
	if (image.capacity)
		def->capacity = NUMBER_OF((int64_t)image.capacity);
	if (image.payload && image.payload <= (uint64_t)def->capacity.value)
		def->capacity = NUMBER_OF(def->capacity.value - (int64_t)image.payload);
	if (image.encryption)
		describe_encryption(&image, def);
	if (image.lazy_refcounts || image.extended_l2) {
		def->target.features = xcalloc(1, sizeof *def->target.features);
		*def->target.features = (struct volume_features) { image.lazy_refcounts, image.extended_l2 };
	}
	if (image.backing)
		def->backing = describe_backing(&image, def->target.path);
	return 0;
}

static int
look_inside(struct volume_def *def, bool image)
{
	/* Something else may have come in its place: a FIFO must not keep us waiting. */
	auto_close int fd = open(def->target.path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return fail_errno("open %s", def->target.path);
	if (def->type == VOLUME_BLOCK && describe_device(fd, def) < 0)
		return -1;
	return image ? contents_describe_image(fd, def) : 0;
}

int
contents_describe(struct volume_def *def, bool image)
{
	struct statx about;

	if (statx(AT_FDCWD, def->target.path, 0, STATX_BASIC_STATS | STATX_BTIME, &about) < 0)
		return missing(def->target.path);
	if (!S_ISREG(about.stx_mode) && !S_ISDIR(about.stx_mode) && !S_ISBLK(about.stx_mode))
		return fail(FAULT_MISSING, "no such storage volume");
	contents_describe_file(&about, def);
	def->target.permissions.label = label_of(def->target.path);
	if (def->type == VOLUME_DIR)
		def->target.format = VOLUME_FORMAT_DIR;
	else if ((image || def->type == VOLUME_BLOCK) && look_inside(def, image) < 0) {
		warn("%s: %s", def->target.path, fail_story());
		fail_forget();           /* what cannot be read can be seen and deleted all the same */
		def->target.format = VOLUME_FORMAT_UNKNOWN;
	}
	return 0;
}
