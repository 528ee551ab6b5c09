/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* image - what the header of a disk image says of it
 *
 * Layouts: QEMU's docs/interop/qcow2.txt; magic numbers of the other formats.  Headers come from
 * guests' hands and are not believed: every offset and length is checked against what was read. */
#include "image.h"

#include <errno.h>
#include <endian.h>
#include <unistd.h>

#include "base/fail.h"

enum { HEAD = 4096, BACKING_MAX = 1023 };

static uint32_t
be32(const char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof value);
	return be32toh(value);
}

static uint64_t
be64(const char *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof value);
	return be64toh(value);
}

/* size: where the capacity is, in units of bytes; 0: it is read otherwise, or that of the file. */
static const struct {
	const char *magic;
	unsigned length, offset;
	enum volume_format format;
	unsigned size;
	bool big_endian;
	unsigned unit;
} magics[] = {
	{ "QFI\xfb\0\0\0\1",      8, 0,    VOLUME_FORMAT_QCOW, 24, true, 1 },
	{ "QFI\xfb",              4, 0,    VOLUME_FORMAT_QCOW2 },
	{ "QED\0",                4, 0,    VOLUME_FORMAT_QED, 48, false, 1 },
	{ "KDMV",                 4, 0,    VOLUME_FORMAT_VMDK, 12, false, 512 },
	{ "# Disk DescriptorFile", 21, 0,  VOLUME_FORMAT_VMDK },
	{ "conectix",             8, 0,    VOLUME_FORMAT_VPC, 48, true, 1 },
	{ "\x7f\x10\xda\xbe",     4, 0x40, VOLUME_FORMAT_VDI, 0x170, false, 1 },
	{ "LUKS\xba\xbe",         6, 0,    VOLUME_FORMAT_LUKS },
};

static uint64_t
le64(const char *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof value);
	return le64toh(value);
}

/* The row of magics[] that fits; COUNT(magics): none. */
static unsigned
find_magic(const char *head, size_t size)
{
	unsigned i = 0;

	while (i < COUNT(magics) &&
	       (size < magics[i].offset + magics[i].length ||
		memcmp(head + magics[i].offset, magics[i].magic, magics[i].length) != 0))
		i++;
	return i;
}

static void
identify(const char *head, size_t size, struct image *image)
{
	unsigned i = find_magic(head, size);
	const char *at = i < COUNT(magics) && magics[i].size && magics[i].size + 8 <= size
			 ? head + magics[i].size : NULL;
	uint64_t capacity = !at ? 0 : magics[i].big_endian ? be64(at) : le64(at);

	image->format = i < COUNT(magics) ? magics[i].format : VOLUME_FORMAT_RAW;
	if (at && capacity <= INT64_MAX / magics[i].unit)
		image->capacity = capacity * magics[i].unit;
}

/* ---- qcow2 ---- */

enum {                           /* where in the header */
	BACKING_AT = 8, BACKING_SIZE = 16, CLUSTER_BITS = 20, SIZE = 24, CRYPT = 32,
	INCOMPATIBLE = 72, COMPATIBLE = 80, HEADER_LENGTH = 100,
	V2_LENGTH = 72, V3_LENGTH = 104, CRYPT_LUKS = 2,
	EXTENSION_END = 0, EXTENSION_BACKING_FORMAT = (int)0xE2792ACA,
};

static int
damaged(const char *what)
{
	return fail(FAULT_XML, "damaged qcow2 header: %s", what);
}

/* The format of the backing image is in an extension behind the header. */
static void
read_extensions(const char *head, size_t size, size_t at, struct image *image)
{
	while (at + 8 <= size && be32(head + at) != EXTENSION_END) {
		uint32_t length = be32(head + at + 4);

		if (length > size - at - 8)
			return;
		if (be32(head + at) == (uint32_t)EXTENSION_BACKING_FORMAT) {
			auto_free char *word = xstrndup(head + at + 8, length);
			int format = words_find(&volume_format_words, word);

			image->backing_format = format < 0 ? VOLUME_FORMAT_NONE_SAID : (enum volume_format)format;
		}
		at += 8 + (((size_t)length + 7) & ~(size_t)7);
	}
}

static int
read_backing(int fd, const char *head, struct image *image)
{
	uint64_t at = be64(head + BACKING_AT);
	uint32_t length = be32(head + BACKING_SIZE);
	char name[BACKING_MAX + 1] = "";

	if (!at)
		return 0;
	if (length > BACKING_MAX || at > INT64_MAX - BACKING_MAX)
		return damaged("the name of the backing image is out of range");
	if (pread(fd, name, length, (off_t)at) != (ssize_t)length)
		return damaged("the name of the backing image is behind its end");
	if (*name)
		image->backing = xstrdup(text_starts(name, "file:") ? name + 5 : name);
	return 0;
}

static int
read_qcow2(int fd, const char *head, size_t size, struct image *image)
{
	uint32_t version = size >= V2_LENGTH ? be32(head + 4) : 0;
	uint32_t bits = version ? be32(head + CLUSTER_BITS) : 0, crypt = version ? be32(head + CRYPT) : 0;

	if (version < 2 || version > 3 || (version == 3 && size < V3_LENGTH))
		return damaged("it is cut short, or of an unknown version");
	if (bits < 9 || bits > 21)
		return damaged("the cluster size is out of range");
	image->capacity = be64(head + SIZE);
	if (image->capacity > INT64_MAX)
		return damaged("the capacity is out of range");
	image->cluster_size = UINT64_C(1) << bits;
	image->encryption = crypt == CRYPT_LUKS ? ENCRYPTION_LUKS : crypt ? ENCRYPTION_QCOW : ENCRYPTION_NONE;
	image->compat = version == 3 ? "1.1" : "0.10";
	image->lazy_refcounts = version == 3 && be64(head + COMPATIBLE) & 1;
	image->extended_l2 = version == 3 && be64(head + INCOMPATIBLE) & 16;
	read_extensions(head, size, version == 3 ? be32(head + HEADER_LENGTH) : V2_LENGTH, image);
	return read_backing(fd, head, image);
}

/* ---- LUKS ---- */

enum { LUKS_VERSION = 6, LUKS_PAYLOAD = 104, LUKS_LENGTH = 592, LUKS_SECTOR = 512 };

/* Encryption around raw contents.  Where they begin is told by version 1, which is what QEMU makes. */
static int
read_luks(const char *head, size_t size, struct image *image)
{
	if (size < LUKS_LENGTH)
		return fail(FAULT_XML, "damaged LUKS header: it is cut short");
	image->encryption = ENCRYPTION_LUKS;
	image->format = VOLUME_FORMAT_RAW;
	if (!head[LUKS_VERSION] && head[LUKS_VERSION + 1] == 1)
		image->payload = (uint64_t)be32(head + LUKS_PAYLOAD) * LUKS_SECTOR;
	return 0;
}

void
image_done(struct image *image)
{
	free(image->backing);
	*image = (struct image) { 0 };
}

int
image_probe(int fd, struct image *ret_image)
{
	char head[HEAD];
	ssize_t got = pread(fd, head, sizeof head, 0);
	auto_image struct image image = { 0 };

	if (got < 0)
		return fail_errno("read the header");
	identify(head, (size_t)got, &image);
	if (image.format == VOLUME_FORMAT_QCOW2 && read_qcow2(fd, head, (size_t)got, &image) < 0)
		return -1;
	if (image.format == VOLUME_FORMAT_LUKS && read_luks(head, (size_t)got, &image) < 0)
		return -1;
	*ret_image = image;
	image = (struct image) { 0 };
	return 0;
}
