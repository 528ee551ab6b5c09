/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* storage - fuzz target of the headers of disk images */
#include "base/file.h"
#include "fuzz.h"
#include "image.h"

static void
take_image(const char *text, size_t size)
{
	auto_image struct image image = { 0 };
	auto_close int fd = fuzz_file(text, size);

	image_probe(fd, &image);
}

const struct target targets[] = {
	{ "image", take_image },
	{ 0 },
};
