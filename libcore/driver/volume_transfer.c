/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_transfer - contents into and out of volumes, and overwriting them
 *
 * Holes of the source are found by the file system and stay holes where what is written is a file;
 * nothing in them is read.  From file to file blocks are shared where they can be. */
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "driver/pool_inside.h"
#include "driver/vm_inside.h"
#include "driver/volume_inside.h"

enum { CHUNK = 512 << 10, GRAIN = 64 << 10, KERNEL_CHUNK = 32 << 20 };

struct transfer {
	struct volume_end from, to;
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
	if (volume_end_write(&t->to, data, size, t->out) < 0)
		return -1;
	t->out += size;
	return 0;
}

static int
put_hole(struct transfer *t, uint64_t size)
{
	if (volume_end_write_zeros(&t->to, size, t->out) < 0)
		return -1;
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
	return t->from.seeks && t->at >= t->data_end ? volume_end_hole(&t->from, t->at, &t->data_end) : 0;
}

/* How much to copy at once: not beyond what is wanted, nor into a hole. */
static size_t
portion(const struct transfer *t, uint64_t left)
{
	uint64_t data = t->from.seeks ? t->data_end - t->at : left;
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
	ssize_t copied = t->by_kernel ? copy_file_range(t->from.fd, &from, t->to.fd, &to, wanted, 0) : 0;

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
	ssize_t got = volume_end_read(&t->from, t->buffer, wanted, t->at);

	if (got < 0 || put_data(t, t->buffer, (size_t)got) < 0 || advance(t, (uint64_t)got) < 0)
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

/* Where files can share blocks or a server copies, the kernel is asked to copy; on ext4 it would go
 * page by page, which takes longer than reading and writing much at once. */
static bool
can_kernel_copy(const struct transfer *t)
{
	struct statfs about;

	if (t->sparse || !t->from.is_file || !t->to.is_file)
		return false;
	return fstatfs(t->to.fd, &about) < 0 || about.f_type != EXT4_SUPER_MAGIC;
}

static int
run(struct transfer *t)
{
	auto_free char *buffer = xmalloc_pages(CHUNK);
	int more;

	t->by_kernel = can_kernel_copy(t);
	t->buffer = buffer;
	while ((more = step(t)) > 0)
		;
	/* A hole at the end of a file is its size. */
	return more < 0 || !t->to.seeks ? more : volume_end_lengthen(&t->to, t->out);
}

int
volume_copy(struct volume_end from, struct volume_end to, volume_progress *progress)
{
	struct transfer t = { .from = from, .to = to, .length = UINT64_MAX, .total = volume_end_size(&from),
			      .progress = progress };

	return run(&t);
}

/* What is before the place where the descriptor stands is of who had it before us, who goes on behind what
 * we write. */
static int
run_from_here(struct transfer *t)
{
	off_t here = t->to.seeks ? lseek(t->to.fd, 0, SEEK_CUR) : 0;

	t->out = here < 0 ? 0 : (uint64_t)here;
	if (run(t) < 0)
		return -1;
	return t->to.seeks && lseek(t->to.fd, (off_t)t->out, SEEK_SET) < 0 ? fail_errno("seek") : 0;
}

/* What is read while it is written has no end, or is lost. */
static int
must_differ(const struct volume_end *from, const struct volume_end *to)
{
	struct stat a, b;

	if (from->fd < 0 || to->fd < 0 || fstat(from->fd, &a) < 0 || fstat(to->fd, &b) < 0)
		return 0;
	if (S_ISBLK(a.st_mode) && S_ISBLK(b.st_mode) ? a.st_rdev == b.st_rdev : a.st_dev == b.st_dev && a.st_ino == b.st_ino)
		return fail(FAULT_ARGUMENT, "the file is the volume itself");
	return 0;
}

static int
run_to_length(struct transfer *t)
{
	if (run_from_here(t) < 0)
		return -1;
	return t->done == t->length ? 0 : fail(FAULT_FAILED, "it has become shorter meanwhile: %llu of %llu bytes are copied",
					       (unsigned long long)t->done, (unsigned long long)t->length);
}

int
volume_download(struct volume *volume, int fd, bool anew, struct volume_part part, bool sparse, volume_progress *progress)
{
	auto_volume_end struct volume_end from = NO_END;
	struct volume_end to = volume_end_of(fd);
	uint64_t size;

	if (volume_end_open(volume, false, &from) < 0 || must_differ(&from, &to) < 0)
		return -1;
	size = volume_end_size(&from);
	if (part.offset > size || part.length > size - part.offset)
		return fail(FAULT_ARGUMENT, "offset and length reach beyond its end at %llu", (unsigned long long)size);
	if (!part.length)
		part.length = size - part.offset;
	if (anew && to.is_file && ftruncate(fd, 0) < 0)
		return fail_errno("empty the file");
	return run_to_length(&(struct transfer) { .from = from, .to = to, .sparse = sparse, .at = part.offset,
						  .length = part.length, .total = part.length, .progress = progress });
}

/* ---- changing contents in place ---- */

int
volume_set_torn(struct volume *volume, bool torn)
{
	return volume->ops->set_torn ? volume->ops->set_torn(volume->pool->live, volume->name, torn) : 0;
}

/* What is of one size: a device, or contents that cannot be made longer. */
static int
must_fit(const struct volume *volume, const struct volume_end *to, uint64_t size)
{
	bool grows = to->contents ? to->contents->ops->lengthen != NULL : volume->def->type != VOLUME_BLOCK;

	if (grows || size <= volume_end_size(to))
		return 0;
	return fail(FAULT_ARGUMENT, "it does not fit: the volume has %llu bytes", (unsigned long long)volume_end_size(to));
}

/* The mark stays when the work is cut short: the contents are neither old nor new. */
static int
change(struct volume *volume, struct transfer *transfer)
{
	auto_volume_end struct volume_end to = NO_END;

	if (volume_end_open(volume, true, &to) < 0 || must_differ(&transfer->from, &to) < 0 ||
	    must_fit(volume, &to, transfer->out + transfer->total) < 0 || volume_set_torn(volume, true) < 0)
		return -1;
	transfer->to = to;
	if (run(transfer) < 0 || volume_end_sync(&to) < 0)
		return -1;
	return volume_set_torn(volume, false);
}

/* The offset counts in the volume; the source is read from where it is. */
int
volume_upload(struct volume *volume, int fd, struct volume_part part, bool sparse, volume_progress *progress)
{
	struct volume_end from = volume_end_of(fd);
	off_t here = lseek(fd, 0, SEEK_CUR);
	uint64_t size = volume_end_size(&from), at = here < 0 ? 0 : (uint64_t)here, left = size > at ? size - at : 0;
	uint64_t length = part.length ? part.length : UINT64_MAX, total = left < length ? left : length;

	if (part.offset > INT64_MAX - total)
		return fail(FAULT_OVERFLOW, "offset is out of range");
	if (volume_must_be_unused(volume, "written") < 0)
		return -1;
	if (vm_told("upload to storage volume %s/%s", volume->pool->object.name, volume->name))
		return 0;
	return change(volume, &(struct transfer) { .from = from, .sparse = sparse, .at = at, .out = part.offset,
						   .length = length, .total = total, .progress = progress });
}
