/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_chain - what images are overlays of, from their headers */
#include "block.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

/* As libvirt. */
enum { CHAIN_LIMIT = 200 };

/* Of docs/interop/qcow2: what comes before the first extension, and the extension that tells
 * the format of the backing file.  All numbers are big-endian. */
enum { QCOW2_MAGIC = 0x514649fb, QCOW2_V2_HEADER = 72, QCOW2_LENGTH_AT = 100, NAME_LIMIT = 1023 };
static const uint32_t extension_end = 0, extension_format = 0xe2792aca;

struct header {
	char *backing;                   /* as it is written there; NULL: none */
	enum storage_format format;      /* of the backing file; NONE: not said */
};

static bool
read_at(int fd, uint64_t at, void *into, size_t size)
{
	return pread(fd, into, size, (off_t)at) == (ssize_t)size;
}

static uint32_t
number32(const unsigned char *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof value);
	return be32toh(value);
}

static uint64_t
number64(const unsigned char *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof value);
	return be64toh(value);
}

static enum storage_format
read_format(int fd, uint64_t at, uint32_t length)
{
	char word[32] = "";
	int format;

	if (length >= sizeof word || !read_at(fd, at, word, length))
		return FORMAT_NONE;
	format = words_find(&storage_format_words, word);
	return format < 0 ? FORMAT_NONE : (enum storage_format)format;
}

/* Extensions lie between the header and the name. */
static enum storage_format
find_format(int fd, uint64_t at, uint64_t end)
{
	unsigned char head[8];

	while (at + sizeof head <= end && read_at(fd, at, head, sizeof head)) {
		uint32_t type = number32(head), length = number32(head + 4);

		if (type == extension_end)
			break;
		if (type == extension_format)
			return read_format(fd, at + sizeof head, length);
		at += sizeof head + ((uint64_t)length + 7) / 8 * 8;
	}
	return FORMAT_NONE;
}

/* False when it is no qcow2 image. */
static bool
read_header(int fd, struct header *ret_header)
{
	unsigned char head[QCOW2_LENGTH_AT + 4] = { 0 };
	uint64_t name_at, extensions_at = QCOW2_V2_HEADER;
	uint32_t name_length;

	if (!read_at(fd, 0, head, QCOW2_V2_HEADER) || number32(head) != QCOW2_MAGIC)
		return false;
	if (number32(head + 4) >= 3 && read_at(fd, 0, head, sizeof head))
		extensions_at = number32(head + QCOW2_LENGTH_AT);
	name_at = number64(head + 8);
	name_length = number32(head + 16);
	if (!name_at || !name_length || name_length > NAME_LIMIT)
		return true;
	ret_header->backing = xcalloc(name_length + 1, 1);
	if (!read_at(fd, name_at, ret_header->backing, name_length)) {
		free(ret_header->backing);
		ret_header->backing = NULL;
	}
	ret_header->format = find_format(fd, extensions_at, name_at);
	return true;
}

/* What the name in a header means: a path, as seen from the overlay; NULL for a server. */
static char *
path_of(const char *overlay, const char *backing)
{
	const char *slash = strrchr(overlay, '/'), *colon = strchr(backing, ':');

	if (text_starts(backing, "file:"))
		backing += strlen("file:");
	else if (colon && (!strchr(backing, '/') || colon < strchr(backing, '/')))
		return NULL;
	if (*backing == '/' || !slash)
		return xstrdup(backing);
	return text_format("%.*s/%s", (int)(slash - overlay), overlay, backing);
}

static struct storage_source *
found_image(void)
{
	struct storage_source *image = xcalloc(1, sizeof *image);

	image->found = YES;
	return image;
}

static void
set_place(struct storage_source *image, char *path)
{
	struct stat st;
	bool device = stat(path, &st) == 0 && S_ISBLK(st.st_mode);

	image->type = device ? STORAGE_BLOCK : STORAGE_FILE;
	*(device ? &image->dev : &image->file) = path;
}

/* A guest that writes a header into a raw image must not make us open the file that it names. */
static int
guess_format(struct storage_source *image, const char *overlay)
{
	auto_close int fd = open(storage_source_path(image), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct header header = { 0 };
	auto_free char *backing = NULL;

	image->format = fd >= 0 && read_header(fd, &header) ? FORMAT_QCOW2 : FORMAT_RAW;
	backing = header.backing;
	if (backing)
		return fail(FAULT_STATE, "image %s does not say the format of its backing file %s", quote(overlay),
			    quote(storage_source_path(image)));
	return 0;
}

/* One step down: the image below, an end, or nothing when that cannot be said. */
static int
find_backing(struct storage_source *image)
{
	const char *path = storage_source_path(image);
	auto_close int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	struct header header = { 0 };
	auto_free char *backing = NULL, *below = NULL;
	struct storage_source *found;

	/* The emulator says it when the image cannot be used. */
	if (fd < 0 || !read_header(fd, &header))
		return 0;
	backing = header.backing;
	below = backing ? path_of(path, backing) : NULL;
	if (backing && !below)
		return 0;
	found = image->backing = found_image();
	if (!backing)
		return 0;
	set_place(found, steal(below));
	found->format = header.format;
	return found->format ? 0 : guess_format(found, path);
}

static bool
may_have_backing(const struct storage_source *image)
{
	return image->format == FORMAT_QCOW2 && (image->type == STORAGE_FILE || image->type == STORAGE_BLOCK);
}

int
qemu_find_chain(struct storage_source *image)
{
	for (unsigned depth = 0; image && !storage_source_empty(image); image = image->backing) {
		if (depth++ >= CHAIN_LIMIT)
			return fail(FAULT_CONFIG, "the chain has more than %d images", CHAIN_LIMIT);
		if (image->backing)
			continue;
		if (may_have_backing(image)) {
			if (find_backing(image) < 0)
				return -1;
		} else if (image->format == FORMAT_RAW) {
			image->backing = found_image();
		}
	}
	return 0;
}

int
qemu_find_chains(struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		if (qemu_find_chain(&disk->source) < 0)
			return fail_within("disk %s", quote(disk->target.dev));
	return 0;
}
