/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_end - where contents are read from or written to
 *
 * A file, a device, a pipe, or the contents of a volume that a driver reaches without any. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/volume_inside.h"

enum { GRAIN = 64 << 10 };

/* A file that is appended to takes what comes at its end, wherever that is said to be: as a pipe does. */
struct volume_end
volume_end_of(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	bool appends = flags >= 0 && flags & O_APPEND;
	struct stat about;

	return (struct volume_end) {
		.fd = fd, .seeks = !appends && lseek(fd, 0, SEEK_CUR) >= 0,
		.is_file = !appends && fstat(fd, &about) == 0 && S_ISREG(about.st_mode),
	};
}

struct volume_end
volume_end_with(struct volume_contents *contents)
{
	return (struct volume_end) { .fd = -1, .contents = contents, .seeks = true };
}

int
volume_end_open(struct volume *volume, bool to_write, struct volume_end *ret_end)
{
	const struct volume_ops *ops = volume->ops;
	const struct pool_def *pool = volume->pool->live;
	struct volume_contents *contents;
	int fd;

	if (ops->connect && volume->def->type == VOLUME_NETWORK) {
		contents = ops->connect(pool, volume->def, to_write);
		if (!contents)
			return -1;
		*ret_end = volume_end_with(contents);
		return 0;
	}
	if (!ops->open)
		return driver_cannot("volume", to_write ? "upload" : "download");
	fd = ops->open(pool, volume->def, to_write);
	if (fd < 0)
		return -1;
	*ret_end = volume_end_of(fd);
	return 0;
}

void
volume_end_close(struct volume_end *end)
{
	if (end->contents)
		end->contents->ops->close(end->contents);
	end->contents = NULL;
	file_close_at(&end->fd);
}

uint64_t
volume_end_size(const struct volume_end *end)
{
	off_t here, size;

	if (end->contents)
		return end->contents->size;
	here = lseek(end->fd, 0, SEEK_CUR);
	size = here < 0 ? -1 : lseek(end->fd, 0, SEEK_END);
	if (here >= 0)
		lseek(end->fd, here, SEEK_SET);
	return size < 0 ? 0 : (uint64_t)size;
}

static ssize_t
read_contents(struct volume_contents *contents, void *data, size_t size, uint64_t at)
{
	uint64_t left = at < contents->size ? contents->size - at : 0;

	if (size > left)
		size = (size_t)left;
	return size && contents->ops->read(contents, data, size, at) < 0 ? -1 : (ssize_t)size;
}

ssize_t
volume_end_read(const struct volume_end *end, void *data, size_t size, uint64_t at)
{
	ssize_t got;

	if (end->contents)
		return read_contents(end->contents, data, size, at);
	do
		got = end->seeks ? pread(end->fd, data, size, (off_t)at) : read(end->fd, data, size);
	while (got < 0 && errno == EINTR);
	return got < 0 ? fail_errno("read") : got;
}

static int
write_contents(struct volume_contents *contents, const void *data, size_t size, uint64_t at)
{
	if (!contents->ops->lengthen && (at > contents->size || size > contents->size - at))
		return fail(FAULT_ARGUMENT, "it does not fit: the volume has %llu bytes", (unsigned long long)contents->size);
	return contents->ops->write(contents, data, size, at);
}

int
volume_end_write(const struct volume_end *end, const void *data, size_t size, uint64_t at)
{
	if (end->contents)
		return write_contents(end->contents, data, size, at);
	for (size_t n = 0; n < size;) {
		const char *rest = (const char *)data + n;
		ssize_t put = end->seeks ? pwrite(end->fd, rest, size - n, (off_t)(at + n)) : write(end->fd, rest, size - n);

		if (put < 0 && errno != EINTR)
			return fail_errno("write");
		n += put > 0 ? (size_t)put : 0;
	}
	return 0;
}

/* ---- holes ---- */

static int
fill_with_zeros(const struct volume_end *end, uint64_t size, uint64_t at)
{
	static const char zeros[GRAIN];

	for (uint64_t part; size; size -= part, at += part) {
		part = size < sizeof zeros ? size : sizeof zeros;
		if (volume_end_write(end, zeros, part, at) < 0)
			return -1;
	}
	return 0;
}

int
volume_end_drop(const struct volume_end *end, uint64_t size, uint64_t at)
{
	struct volume_contents *contents = end->contents;

	if (contents && contents->ops->drop)
		return contents->ops->drop(contents, size, at);
	if (contents)
		return errno = EOPNOTSUPP, -1;
	return fallocate(end->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)at, (off_t)size);
}

/* Behind the end of what can be made longer there is nothing to drop. */
static bool
is_behind(const struct volume_end *end, uint64_t at)
{
	if (end->contents)
		return end->contents->ops->lengthen && at >= end->contents->size;
	return end->is_file && at >= volume_end_size(end);
}

int
volume_end_write_zeros(const struct volume_end *end, uint64_t size, uint64_t at)
{
	if (!end->seeks)
		return fill_with_zeros(end, size, at);
	if (is_behind(end, at) || volume_end_drop(end, size, at) == 0)
		return 0;
	return fail_fault() ? -1 : fill_with_zeros(end, size, at);
}

static off_t
seek(const struct volume_end *end, off_t at, int whence)
{
	struct volume_contents *contents = end->contents;

	if (!contents)
		return lseek(end->fd, at, whence);
	if (contents->ops->seek)
		return contents->ops->seek(contents, at, whence);
	return whence == SEEK_DATA ? at : (off_t)contents->size;
}

uint64_t
volume_end_hole(const struct volume_end *end, uint64_t from, uint64_t *ret_end)
{
	off_t at = (off_t)from, data = seek(end, at, SEEK_DATA), hole, size;

	if (data < 0 && errno == ENXIO && (size = (off_t)volume_end_size(end)) > at)
		return (uint64_t)(size - at);
	if (data > at)
		return (uint64_t)(data - at);
	hole = data < 0 ? -1 : seek(end, at, SEEK_HOLE);
	*ret_end = hole > at ? (uint64_t)hole : UINT64_MAX;
	return 0;
}

/* ---- when all is written ---- */

int
volume_end_lengthen(const struct volume_end *end, uint64_t size)
{
	struct volume_contents *contents = end->contents;

	if (volume_end_size(end) >= size || (contents ? !contents->ops->lengthen : !end->is_file))
		return 0;
	if (contents)
		return contents->ops->lengthen(contents, size);
	return ftruncate(end->fd, (off_t)size) < 0 ? fail_errno("make it longer") : 0;
}

int
volume_end_sync(const struct volume_end *end)
{
	if (end->contents)
		return end->contents->ops->sync(end->contents);
	return fsync(end->fd) < 0 ? fail_errno("sync") : 0;
}
