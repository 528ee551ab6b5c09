/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_transfer - contents into and out of volumes, and overwriting them
 *
 * Holes of the source are found by the file system and stay holes where what is written is a file;
 * nothing in them is read.  From file to file the kernel copies, or shares blocks where it can. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "driver/pool_inside.h"
#include "driver/vm_inside.h"
#include "driver/volume_inside.h"

enum { CHUNK = 1 << 20, GRAIN = 64 << 10, KERNEL_CHUNK = 32 << 20 };

struct transfer {
	int from, to;
	bool from_seeks, to_seeks;
	bool by_kernel;          /* from file to file, as long as it can */
	bool sparse;             /* runs of zeros become holes too */
	uint64_t at, out;        /* where to read and to write next */
	uint64_t data_end;       /* up to there the source is known to have no hole */
	uint64_t done, length;   /* length UINT64_MAX: until the end */
	uint64_t total;          /* for people; 0: not known */
	volume_progress *progress;
	char *buffer;
};

static bool
is_zero(const char *data, size_t size)
{
	return !size || (!*data && memcmp(data, data + 1, size - 1) == 0);
}

static int
put(struct transfer *t, const char *data, size_t size)
{
	for (size_t n = 0; n < size;) {
		ssize_t put = t->to_seeks ? pwrite(t->to, data + n, size - n, (off_t)(t->out + n))
					  : write(t->to, data + n, size - n);

		if (put < 0 && errno != EINTR)
			return fail_errno("write");
		n += put > 0 ? (size_t)put : 0;
	}
	t->out += size;
	return 0;
}

static int
put_zeros(struct transfer *t, uint64_t size)
{
	static const char zeros[GRAIN];

	for (uint64_t part; size; size -= part) {
		part = size < sizeof zeros ? size : sizeof zeros;
		if (put(t, zeros, part) < 0)
			return -1;
	}
	return 0;
}

/* A file has holes, a device may be able to drop blocks, a pipe gets zeros. */
static int
put_hole(struct transfer *t, uint64_t size)
{
	struct stat about;

	if (!t->to_seeks || fstat(t->to, &about) < 0)
		return put_zeros(t, size);
	if (!S_ISREG(about.st_mode) || t->out < (uint64_t)about.st_size) {
		if (fallocate(t->to, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)t->out, (off_t)size) < 0)
			return put_zeros(t, size);
	}
	t->out += size;
	return 0;
}

/* Data with the zeros in it left out, where that is wanted. */
static int
put_data(struct transfer *t, const char *data, size_t size)
{
	if (!t->sparse)
		return put(t, data, size);
	for (size_t part; size; data += part, size -= part) {
		part = size < GRAIN ? size : GRAIN;
		if ((is_zero(data, part) ? put_hole(t, part) : put(t, data, part)) < 0)
			return -1;
	}
	return 0;
}

static int
advance(struct transfer *t, uint64_t size)
{
	t->at += size;
	t->done += size;
	if (t->progress && !t->progress(t->done, t->total))
		return fail(FAULT_FAILED, "stopped after %llu bytes", (unsigned long long)t->done);
	return 0;
}

/* How much of a hole is next: 0 when data is, up to data_end. */
static uint64_t
hole_here(struct transfer *t)
{
	off_t at = (off_t)t->at, data, end;

	if (!t->from_seeks || t->at < t->data_end)
		return 0;
	data = lseek(t->from, at, SEEK_DATA);
	if (data < 0 && errno == ENXIO && (end = lseek(t->from, 0, SEEK_END)) > at)
		return (uint64_t)(end - at);
	if (data > at)
		return (uint64_t)(data - at);
	end = data < 0 ? -1 : lseek(t->from, at, SEEK_HOLE);
	t->data_end = end > at ? (uint64_t)end : UINT64_MAX;
	return 0;
}

/* How much to copy at once: not beyond what is wanted, nor into a hole. */
static size_t
portion(const struct transfer *t, uint64_t left)
{
	uint64_t data = t->from_seeks ? t->data_end - t->at : left;
	size_t most = t->by_kernel ? KERNEL_CHUNK : CHUNK;

	left = left < data ? left : data;
	return left < most ? (size_t)left : most;
}

/* How much the kernel has copied.  What it does not copy is read and written instead, from then on:
 * that also tells why, if there is a reason. */
static size_t
copy_by_kernel(struct transfer *t, size_t wanted)
{
	off_t from = (off_t)t->at, to = (off_t)t->out;
	ssize_t copied = t->by_kernel ? copy_file_range(t->from, &from, t->to, &to, wanted, 0) : 0;

	if (copied <= 0) {
		t->by_kernel = false;
		return 0;
	}
	t->out += (uint64_t)copied;
	return (size_t)copied;
}

/* 1: there may be more, 0: that was the end. */
static int
copy_by_hand(struct transfer *t, size_t wanted)
{
	ssize_t got = t->from_seeks ? pread(t->from, t->buffer, wanted, (off_t)t->at)
				    : read(t->from, t->buffer, wanted);

	if (got < 0)
		return errno == EINTR ? 1 : fail_errno("read");
	if (put_data(t, t->buffer, (size_t)got) < 0 || advance(t, (uint64_t)got) < 0)
		return -1;
	return got > 0;
}

/* 1: there may be more, 0: that was the end. */
static int
step(struct transfer *t)
{
	uint64_t left = t->length - t->done, hole = left ? hole_here(t) : 0;
	size_t copied;

	if (!left)
		return 0;
	if (hole) {
		hole = hole < left ? hole : left;
		return put_hole(t, hole) < 0 || advance(t, hole) < 0 ? -1 : 1;
	}
	copied = copy_by_kernel(t, portion(t, left));
	if (copied)
		return advance(t, copied) < 0 ? -1 : 1;
	return copy_by_hand(t, portion(t, left));
}

/* A hole at the end of a file is its size. */
static int
finish(const struct transfer *t)
{
	struct stat about;

	if (!t->to_seeks)
		return 0;
	if (fstat(t->to, &about) < 0)
		return fail_errno("look at what was written");
	if (S_ISREG(about.st_mode) && (uint64_t)about.st_size < t->out && ftruncate(t->to, (off_t)t->out) < 0)
		return fail_errno("make it longer");
	return 0;
}

static bool
is_file(int fd)
{
	struct stat about;

	return fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
}

static int
run(struct transfer *t)
{
	auto_free char *buffer = xmalloc(CHUNK);
	int more;

	t->by_kernel = !t->sparse && is_file(t->from) && is_file(t->to);
	t->buffer = buffer;
	t->from_seeks = lseek(t->from, 0, SEEK_CUR) >= 0;
	t->to_seeks = lseek(t->to, 0, SEEK_CUR) >= 0;
	while ((more = step(t)) > 0)
		;
	return more < 0 ? -1 : finish(t);
}

uint64_t
volume_size_of(int fd)
{
	off_t here = lseek(fd, 0, SEEK_CUR), end = here < 0 ? -1 : lseek(fd, 0, SEEK_END);

	if (here >= 0)
		lseek(fd, here, SEEK_SET);
	return end < 0 ? 0 : (uint64_t)end;
}

int
volume_copy(int from, int to, volume_progress *progress)
{
	struct transfer t = { .from = from, .to = to, .length = UINT64_MAX, .total = volume_size_of(from),
			      .progress = progress };

	return run(&t);
}

int
volume_open_contents(struct volume *volume, bool to_write)
{
	if (!volume->ops->open)
		return driver_cannot("volume", to_write ? "upload" : "download");
	return volume->ops->open(volume->pool->live, volume->def, to_write);
}

int
volume_download(struct volume *volume, int fd, struct volume_part part, bool sparse, volume_progress *progress)
{
	auto_close int from = volume_open_contents(volume, false);
	uint64_t size = from < 0 ? 0 : volume_size_of(from);

	if (from < 0)
		return -1;
	if (part.offset > size || part.length > size - part.offset)
		return fail(FAULT_ARGUMENT, "offset and length reach beyond its end at %llu", (unsigned long long)size);
	if (!part.length)
		part.length = size - part.offset;
	return run(&(struct transfer) { .from = from, .to = fd, .sparse = sparse, .at = part.offset,
					.length = part.length, .total = part.length, .progress = progress });
}

/* ---- changing contents in place ---- */

int
volume_set_torn(struct volume *volume, bool torn)
{
	return volume->ops->set_torn ? volume->ops->set_torn(volume->pool->live, volume->name, torn) : 0;
}

/* The mark stays when the work is cut short: the contents are neither old nor new. */
static int
change(struct volume *volume, struct transfer *transfer)
{
	auto_close int to = volume_open_contents(volume, true);

	if (to < 0 || volume_set_torn(volume, true) < 0)
		return -1;
	transfer->to = to;
	if (run(transfer) < 0)
		return -1;
	if (fsync(to) < 0)
		return fail_errno("sync");
	return volume_set_torn(volume, false);
}

/* The offset counts in the volume; the source is read from where it is. */
int
volume_upload(struct volume *volume, int fd, struct volume_part part, bool sparse, volume_progress *progress)
{
	off_t here = lseek(fd, 0, SEEK_CUR);
	uint64_t at = here < 0 ? 0 : (uint64_t)here, left = volume_size_of(fd) > at ? volume_size_of(fd) - at : 0;
	uint64_t length = part.length ? part.length : UINT64_MAX;

	if (part.offset > INT64_MAX - (left < length ? left : length))
		return fail(FAULT_OVERFLOW, "offset is out of range");
	if (volume->def->type == VOLUME_BLOCK && part.offset + left > (uint64_t)volume->def->capacity.value)
		return fail(FAULT_ARGUMENT, "it does not fit: the volume has %llu bytes",
			    (unsigned long long)volume->def->capacity.value);
	if (volume_must_be_unused(volume, "written") < 0)
		return -1;
	if (vm_told("upload to storage volume %s/%s", volume->pool->object.name, volume->name))
		return 0;
	return change(volume, &(struct transfer) { .from = fd, .sparse = sparse, .at = at, .out = part.offset,
						   .length = length, .total = left < length ? left : length,
						   .progress = progress });
}
