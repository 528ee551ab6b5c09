/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* picture - the screen of a simulated guest, as PPM or PNG
 *
 * Eight bars of the eight colours of a terminal; which comes first depends on the
 * guest's name.  The PNG has a palette and is not compressed, which needs no library. */
#include <stdio.h>

#include "base/file.h"
#include "test.h"

enum { WIDTH = 320, HEIGHT = 200, COLOURS = 8, CHANNELS = 3, FULL = 0xaa };

static unsigned
first_colour(const char *name)
{
	unsigned sum = 0;

	while (*name)
		sum += (unsigned char)*name++;
	return sum;
}

static unsigned
colour_at(const struct vm *vm, unsigned x)
{
	return (x * COLOURS / WIDTH + first_colour(vm->name)) % COLOURS;
}

/* Red, green and blue of a colour: one bit of its number each. */
static void
add_colour(struct text *out, unsigned colour)
{
	for (unsigned bit = 0; bit < CHANNELS; bit++)
		text_add_char(out, (char)(colour >> bit & 1 ? FULL : 0));
}

static void
add_ppm(struct text *out, const struct vm *vm)
{
	text_addf(out, "P6\n%d %d\n255\n", WIDTH, HEIGHT);
	for (unsigned y = 0; y < HEIGHT; y++)
		for (unsigned x = 0; x < WIDTH; x++)
			add_colour(out, colour_at(vm, x));
}

static void
add_number(struct text *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		text_add_char(out, (char)(number >> shift & 0xff));
}

/* ISO 3309, bit by bit. */
static uint32_t
crc(const char *data, size_t length)
{
	uint32_t value = 0xffffffff;

	for (; length--; data++) {
		value ^= (unsigned char)*data;
		for (unsigned bit = 0; bit < 8; bit++)
			value = value >> 1 ^ (value & 1 ? 0xedb88320 : 0);
	}
	return ~value;
}

static uint32_t
adler(const struct text *data)
{
	uint32_t a = 1, b = 0;

	for (size_t i = 0; i < data->length; i++) {
		a = (a + (unsigned char)data->data[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

static void
add_chunk(struct text *out, const char type[5], const struct text *data)
{
	auto_text struct text checked = { 0 };

	text_add(&checked, type);
	text_add_bytes(&checked, data->data, data->length);
	add_number(out, (uint32_t)data->length);
	text_add_bytes(out, checked.data, checked.length);
	add_number(out, crc(checked.data, checked.length));
}

/* RFC 1950 around one stored block of RFC 1951: the picture fits into its 64 KiB. */
static void
add_stored(struct text *out, const struct text *data)
{
	uint16_t length = (uint16_t)data->length;

	_Static_assert((WIDTH + 1) * HEIGHT <= UINT16_MAX, "one stored block must do");
	text_add_bytes(out, "\x78\x01\x01", 3);
	text_add_char(out, (char)(length & 0xff));
	text_add_char(out, (char)(length >> 8));
	text_add_char(out, (char)(~length & 0xff));
	text_add_char(out, (char)(~length >> 8 & 0xff));
	text_add_bytes(out, data->data, data->length);
	add_number(out, adler(data));
}

static void
add_header(struct text *out)
{
	auto_text struct text header = { 0 };
	auto_text struct text palette = { 0 };

	text_add_bytes(out, "\x89PNG\r\n\x1a\n", 8);
	add_number(&header, WIDTH);
	add_number(&header, HEIGHT);
	text_add_bytes(&header, "\x08\x03\x00\x00\x00", 5);    /* 8 bits, palette, the usual rest */
	add_chunk(out, "IHDR", &header);
	for (unsigned colour = 0; colour < COLOURS; colour++)
		add_colour(&palette, colour);
	add_chunk(out, "PLTE", &palette);
}

static void
add_png(struct text *out, const struct vm *vm)
{
	auto_text struct text pixels = { 0 };
	auto_text struct text stored = { 0 };
	struct text nothing = { 0 };

	add_header(out);
	for (unsigned y = 0; y < HEIGHT; y++) {
		text_add_char(&pixels, 0);    /* no filter */
		for (unsigned x = 0; x < WIDTH; x++)
			text_add_char(&pixels, (char)colour_at(vm, x));
	}
	add_stored(&stored, &pixels);
	add_chunk(out, "IDAT", &stored);
	add_chunk(out, "IEND", &nothing);
}

int
test_screenshot(struct vm *vm, unsigned screen, const char *format, int fd)
{
	auto_text struct text out = { 0 };

	if (screen)
		return fail(FAULT_MISSING, "no screen %u: there is one", screen);
	if (text_same(format, "png"))
		add_png(&out, vm);
	else if (text_same(format, "ppm"))
		add_ppm(&out, vm);
	else
		return fail(FAULT_OPTION, "no picture format '%s'", format);
	return write_all(fd, out.data, out.length);
}
