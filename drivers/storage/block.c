/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block - volumes that are devices of this host */
#include "block.h"

#include <fcntl.h>

#include "base/file.h"
#include "file.h"
#include "tool.h"

int
block_volume_open(__attribute__((unused)) const struct pool_def *pool, const struct volume_def *def, bool to_write)
{
	int fd = open(def->target.path, (to_write ? O_RDWR : O_RDONLY) | O_CLOEXEC);

	return fd < 0 ? fail_errno("open %s", def->target.path) : fd;
}

/* A device has no format: what an image stands for is written. */
static int
convert(const struct volume_def *def, const struct volume_def *from)
{
	return tool_run(NULL, "qemu-img", "convert", "-n", "-f",
			words_name(&volume_format_words, from->target.format), "-O", "raw",
			from->target.path, def->target.path, NULL);
}

static int
copy(int to, const struct volume_def *from, volume_progress *progress)
{
	auto_close int source = block_volume_open(NULL, from, false);

	return source < 0 || volume_copy(source, to, progress) < 0 ? -1 : 0;
}

int
block_volume_fill(const struct volume_def *def, const struct volume_def *from, volume_progress *progress)
{
	const struct permissions *permissions = &def->target.permissions;
	bool is_image = from && from->target.format && from->target.format != VOLUME_FORMAT_RAW;
	auto_close int fd = -1;

	if (is_image && convert(def, from) < 0)
		return -1;
	if (!from && !permissions->mode.given && !permissions->owner.given && !permissions->group.given)
		return 0;
	fd = block_volume_open(NULL, def, true);
	if (fd < 0 || (from && !is_image && copy(fd, from, progress) < 0))
		return -1;
	if (fsync(fd) < 0)
		return fail_errno("sync %s", def->target.path);
	return file_set_permissions(fd, permissions);
}
