/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* test_driver_memory - the format of save images, and compression on the way */
#include "unit.h"

#include <byteswap.h>

#include "driver/memory_image.h"
#include "driver/vm_memory.h"

enum { HEADER = 92, ROOM = 64 << 10 };

static int
file_here(const char *name)
{
	return open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

/* The header as bytes, as spec/snapshots.md 1.9 lays it out; then the texts, then the stream. */
struct raw {
	char magic[17];
	uint32_t numbers[5];     /* version, length, was running, format, cookie */
	const char *data;
	size_t length;
};

static int
raw_file(const struct raw *raw)
{
	int fd = file_here("image");
	char reserved[HEADER - 16 - sizeof raw->numbers] = "";

	CHECK(ftruncate(fd, 0) == 0);
	CHECK(write_all(fd, raw->magic, 16) == 0);
	CHECK(write_all(fd, raw->numbers, sizeof raw->numbers) == 0);
	CHECK(write_all(fd, reserved, sizeof reserved) == 0);
	CHECK(write_all(fd, raw->data, raw->length) == 0);
	CHECK(lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

static void
test_written(void)
{
	auto_close int fd = file_here("image");
	struct memory_image image = { .run = true, .format = MEMORY_XZ, .xml = "<domain/>", .cookie = "<cookie/>" };
	uint32_t numbers[5];
	char bytes[HEADER + 32] = "";

	CHECK(memory_image_begin(fd, &image, false) == 0);
	CHECK(image.room == 10 + 10 + ROOM);
	CHECK(lseek(fd, 0, SEEK_CUR) == HEADER + (off_t)image.room);
	CHECK(pread(fd, bytes, sizeof bytes, 0) == sizeof bytes);
	CHECK(memcmp(bytes, "LibvirtQemudPart", 16) == 0);
	memcpy(numbers, bytes + 16, sizeof numbers);
	CHECK(numbers[0] == 2 && numbers[1] == image.room && numbers[2] == 1 && numbers[3] == 3 && numbers[4] == 10);
	for (unsigned i = 36; i < HEADER; i++)
		CHECK(bytes[i] == 0);
	CHECK_TEXT(bytes + HEADER, "<domain/>");
	CHECK_TEXT(bytes + HEADER + 10, "<cookie/>");
	CHECK(memory_image_end(fd) == 0);
	CHECK(pread(fd, bytes, 16, 0) == 16 && memcmp(bytes, "LibvirtQemudSave", 16) == 0);
}

static void
test_read_back(void)
{
	auto_close int fd = file_here("image");
	auto_memory_image struct memory_image back = { 0 };
	struct memory_image image = { .xml = "<domain/>", .room = 100 };
	char stream[8] = "";

	CHECK(memory_image_begin(fd, &image, true) == 0);
	CHECK(image.room == 100);
	CHECK(write_all(fd, "stream", 6) == 0);
	CHECK(lseek(fd, 0, SEEK_SET) == 0);
	CHECK(memory_image_read(fd, "image", &back) == 0);
	CHECK_TEXT(back.xml, "<domain/>");
	CHECK(!back.cookie && !back.run && back.format == MEMORY_RAW && back.room == 100);
	CHECK(read(fd, stream, sizeof stream) == 6);
	CHECK_TEXT(stream, "stream");
}

/* What a machine of the other byte order wrote. */
static void
test_swapped(void)
{
	struct raw raw = { "LibvirtQemudSave", { bswap_32(1), bswap_32(5), bswap_32(1), bswap_32(5), 0 }, "<a/>\0", 5 };
	auto_memory_image struct memory_image image = { 0 };
	auto_close int fd = raw_file(&raw);

	CHECK(memory_image_read(fd, "image", &image) == 0);
	CHECK_TEXT(image.xml, "<a/>");
	CHECK(image.run && image.format == MEMORY_ZSTD);
}

static const struct {
	struct raw raw;
	const char *story;
} bad[] = {
	{ { "LibvirtQemudPart", { 2, 5, 0, 0, 0 }, "<a/>", 5 },
	  "image: it is incomplete: what wrote it did not come to its end" },
	{ { "LibvirtQemudLost", { 2, 5, 0, 0, 0 }, "<a/>", 5 }, "image: it is no image of a saved guest" },
	{ { "LibvirtQemudSave", { 3, 5, 0, 0, 0 }, "<a/>", 5 }, "image: version 50331648 of the format is not known" },
	{ { "LibvirtQemudSave", { 0, 5, 0, 0, 0 }, "<a/>", 5 }, "image: version 0 of the format is not known" },
	{ { "LibvirtQemudSave", { 2, 5, 0, 7, 0 }, "<a/>", 5 }, "image: compression number 7 is not known" },
	{ { "LibvirtQemudSave", { 2, 0, 0, 0, 0 }, "<a/>", 5 }, "image: the lengths in its header make no sense" },
	{ { "LibvirtQemudSave", { 2, UINT32_MAX, 0, 0, 0 }, "<a/>", 5 }, "image: the lengths in its header make no sense" },
	{ { "LibvirtQemudSave", { 2, 5, 0, 0, 5 }, "<a/>", 5 }, "image: the lengths in its header make no sense" },
	{ { "LibvirtQemudSave", { 2, 4, 0, 0, 0 }, "<a/>", 5 }, "image: its definition has no end" },
	{ { "LibvirtQemudSave", { 2, 5, 0, 0, 4 }, "<a/>x", 5 }, "image: its definition has no end" },
	{ { "LibvirtQemudSave", { 2, 8, 0, 0, 5 }, "<a/>\0<c>", 8 }, "image: its definition has no end" },
	{ { "LibvirtQemudSave", { 2, 6, 0, 0, 0 }, "<a/>", 5 }, "image: it ends in the middle of its header" },
};

static void
test_bad(void)
{
	for (unsigned i = 0; i < COUNT(bad); i++) {
		auto_memory_image struct memory_image image = { 0 };
		auto_close int fd = raw_file(&bad[i].raw);

		CHECK_FAILS(memory_image_read(fd, "image", &image), FAULT_XML, bad[i].story);
		CHECK(!image.xml);
	}
}

static void
test_empty(void)
{
	auto_memory_image struct memory_image image = { 0 };
	auto_close int fd = file_here("image");

	CHECK_FAILS(memory_image_read(fd, "image", &image), FAULT_XML, "image: it ends in the middle of its header");
}

static void
test_compressed(void)
{
	auto_memory_stream struct memory_stream out = NO_MEMORY_STREAM, in = NO_MEMORY_STREAM;
	auto_close int fd = file_here("image");
	unsigned char magic[2] = { 0 };
	char text[32] = "";

	CHECK(write_all(fd, "head", 4) == 0);
	CHECK(memory_stream_out(fd, MEMORY_GZIP, &out) == 0);
	CHECK(write_all(out.fd, "the stream", 10) == 0);
	CHECK(memory_stream_end(&out) == 0);
	CHECK(pread(fd, magic, 2, 4) == 2 && magic[0] == 0x1f && magic[1] == 0x8b);
	CHECK(lseek(fd, 4, SEEK_SET) == 4);
	CHECK(memory_stream_in(fd, MEMORY_GZIP, &in) == 0);
	CHECK(read(in.fd, text, sizeof text) == 10);
	CHECK_TEXT(text, "the stream");
	CHECK(memory_stream_end(&in) == 0);
}

static void
test_broken_stream(void)
{
	auto_memory_stream struct memory_stream in = NO_MEMORY_STREAM;
	auto_close int fd = file_here("image");
	char text[8];

	CHECK(write_all(fd, "not what gzip wrote", 19) == 0 && lseek(fd, 0, SEEK_SET) == 0);
	CHECK(memory_stream_in(fd, MEMORY_GZIP, &in) == 0);
	CHECK(read(in.fd, text, sizeof text) == 0);
	CHECK_FAILS(memory_stream_end(&in), FAULT_FAILED, "gzip: exit status 1");
	CHECK_FAILS(memory_stream_out(fd, MEMORY_SPARSE, &in), FAULT_UNSUPPORTED, "memory in format 'sparse'");
}

static void
test_no_program(void)
{
	auto_memory_stream struct memory_stream out = NO_MEMORY_STREAM;
	auto_close int fd = file_here("image");
	auto_free char *path = xstrdup(getenv("PATH"));

	setenv("PATH", "/nowhere", 1);
	CHECK_FAILS(memory_stream_out(fd, MEMORY_LZOP, &out), FAULT_UNSUPPORTED, "run lzop: No such file or directory");
	setenv("PATH", path, 1);
}

/* libvirt's cookie has the processor that the guest was started with. */
static void
test_cookie(void)
{
	struct memory_image image = {
		.cookie = "<cookie><cpu mode='custom' match='exact'><model>qemu64</model></cpu><slirpHelper/></cookie>",
	};
	struct vm_cpu *cpu = NULL;

	CHECK(memory_image_cpu(&image, "image", &cpu) == 0);
	if (CHECK(cpu))
		CHECK_TEXT(cpu->model, "qemu64");
	model_free(&vm_cpu_type, cpu);
	image.cookie = "<cookie";
	CHECK(memory_image_cpu(&image, "image", &cpu) < 0);
	CHECK(fail_fault() == FAULT_XML);
	fail_forget();
	image.cookie = NULL;
	CHECK(memory_image_cpu(&image, "image", &cpu) == 0 && !cpu);
}

TESTS(
	TEST("an image is written as the format says", test_written),
	TEST("what was written is read back, up to the stream", test_read_back),
	TEST("the other byte order", test_swapped),
	TEST("images that are none", test_bad),
	TEST("an empty file", test_empty),
	TEST("a stream goes through a program, and back", test_compressed),
	TEST("a program that gives up", test_broken_stream),
	TEST("a program that is not there", test_no_program),
	TEST("the processor in the cookie counts", test_cookie),
)
