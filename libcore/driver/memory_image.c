/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* memory_image - the memory of a guest in a file: libvirt's save image */
#include "driver/memory_image.h"

#include <byteswap.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"

ENUM_WORDS(memory_format, MEMORY_FORMAT);

enum {
	VERSION_OURS = 2,                /* 1 differs in nothing that is read */
	ROOM_TO_GROW = 64 << 10,         /* so that a longer definition fits without moving the stream */
	MAGIC_SIZE = 16,
};
static const char magic_whole[] = "LibvirtQemudSave", magic_half[] = "LibvirtQemudPart";

/* As it is in the file: 32-bit numbers of the machine that wrote it. */
struct header {
	char magic[MAGIC_SIZE];
	uint32_t version, data_length, was_running, format, cookie_at;
	uint32_t reserved[14];
};
_Static_assert(sizeof(struct header) == 92, "no padding");

void
memory_image_done(struct memory_image *image)
{
	free(image->xml);
	free(image->cookie);
	*image = (struct memory_image){ 0 };
}

/* --- reading --- */

/* All of it, and nothing behind it. */
static int
read_all(int fd, void *into, size_t size, const char *whence)
{
	char *at = into;

	while (size) {
		ssize_t n = read(fd, at, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail_errno("read %s", whence);
		if (n == 0)
			return fail(FAULT_XML, "%s: it ends in the middle of its header", whence);
		at += n;
		size -= (size_t)n;
	}
	return 0;
}

static void
swap(struct header *header)
{
	uint32_t *const numbers[] = { &header->version, &header->data_length, &header->was_running,
				      &header->format, &header->cookie_at };

	for (unsigned i = 0; i < COUNT(numbers); i++)
		*numbers[i] = bswap_32(*numbers[i]);
}

static int
check_header(const struct header *header, const char *whence)
{
	if (memcmp(header->magic, magic_half, MAGIC_SIZE) == 0)
		return fail(FAULT_XML, "%s: it is incomplete: what wrote it did not come to its end", whence);
	if (memcmp(header->magic, magic_whole, MAGIC_SIZE) != 0)
		return fail(FAULT_XML, "%s: it is no image of a saved guest", whence);
	if (header->version < 1 || header->version > VERSION_OURS)
		return fail(FAULT_XML, "%s: version %u of the format is not known", whence, header->version);
	if (header->format >= memory_format_count)
		return fail(FAULT_XML, "%s: compression number %u is not known", whence, header->format);
	if (header->data_length == 0 || header->data_length > FILE_LIMIT ||
	    header->cookie_at >= header->data_length)
		return fail(FAULT_XML, "%s: the lengths in its header make no sense", whence);
	return 0;
}

static int
take_texts(const struct header *header, const char *data, const char *whence, struct memory_image *ret_image)
{
	uint32_t cookie_at = header->cookie_at, n = header->data_length;

	if (!memchr(data, '\0', cookie_at ? cookie_at : n) || !memchr(data + cookie_at, '\0', n - cookie_at))
		return fail(FAULT_XML, "%s: its definition has no end", whence);
	*ret_image = (struct memory_image){
		.run = header->was_running, .format = (enum memory_format)header->format,
		.xml = xstrdup(data), .cookie = cookie_at ? xstrdup(data + cookie_at) : NULL, .room = n,
	};
	return 0;
}

int
memory_image_read(int fd, const char *whence, struct memory_image *ret_image)
{
	auto_free char *data = NULL;
	struct header header;

	if (read_all(fd, &header, sizeof header, whence) < 0)
		return -1;
	if (header.version > VERSION_OURS)
		swap(&header);
	if (check_header(&header, whence) < 0)
		return -1;
	data = xmalloc(header.data_length);
	if (read_all(fd, data, header.data_length, whence) < 0)
		return -1;
	return take_texts(&header, data, whence, ret_image);
}

/* --- writing --- */

/* Both texts, each with its NUL, and zeroes behind them. */
static char *
lay_out(struct memory_image *image, uint32_t spare, uint32_t *ret_cookie_at)
{
	size_t xml = strlen(image->xml) + 1;
	size_t cookie = image->cookie ? strlen(image->cookie) + 1 : 0;
	char *data;

	if (image->room < xml + cookie)
		image->room = (uint32_t)(xml + cookie + spare);
	data = xcalloc(1, image->room);
	memcpy(data, image->xml, xml);
	if (cookie)
		memcpy(data + xml, image->cookie, cookie);
	*ret_cookie_at = cookie ? (uint32_t)xml : 0;
	return data;
}

int
memory_image_begin(int fd, struct memory_image *image, bool whole)
{
	struct header header = { .version = VERSION_OURS, .was_running = image->run, .format = image->format };
	auto_free char *data = lay_out(image, whole ? 0 : ROOM_TO_GROW, &header.cookie_at);

	memcpy(header.magic, whole ? magic_whole : magic_half, MAGIC_SIZE);
	header.data_length = image->room;
	if (write_all(fd, &header, sizeof header) < 0 || write_all(fd, data, image->room) < 0)
		return fail_errno("write the image");
	return 0;
}

int
memory_image_end(int fd)
{
	if (fsync(fd) < 0 || lseek(fd, 0, SEEK_SET) < 0 || write_all(fd, magic_whole, MAGIC_SIZE) < 0 || fsync(fd) < 0)
		return fail_errno("write the image");
	return 0;
}
