/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* volume_wipe - overwriting what volumes hold */
#include <sys/random.h>

#include "driver/pool_inside.h"
#include "driver/vm_inside.h"
#include "driver/volume_inside.h"

enum { CHUNK = 1 << 20 };

const char *const volume_wipe_words[] = {
	"zero", "nnsa", "dod", "bsi", "gutmann", "schneier", "pfitzner7", "pfitzner33", "random", "trim", NULL,
};

/* What each writes, pass by pass: a byte, or random. */
enum { RANDOM = -1 };
static const struct {
	unsigned random_first;           /* passes */
	unsigned n;
	short byte[9];
	unsigned random_last;
} recipes[] = {
	[0] = { .n = 1, .byte = { 0x00 } },
	[1] = { .random_first = 2, .n = 1, .byte = { 0x00 } },
	[2] = { .random_first = 1, .n = 2, .byte = { 0x00, 0xff } },
	[3] = { .n = 9, .byte = { 0xff, 0xfe, 0xfd, 0xfb, 0xf7, 0xef, 0xdf, 0xbf, 0x7f } },
	[4] = { .random_first = 31, .random_last = 4 },
	[5] = { .n = 2, .byte = { 0x00, 0xff }, .random_last = 5 },
	[6] = { .random_last = 7 },
	[7] = { .random_last = 33 },
	[8] = { .random_last = 1 },
	[9] = { 0 },
};

/* One pass. */
static int
overwrite(const struct volume_end *end, uint64_t size, int byte, uint64_t before, uint64_t total, volume_progress *progress)
{
	auto_free char *buffer = xmalloc(CHUNK);

	memset(buffer, byte, CHUNK);
	for (uint64_t done = 0, part; done < size; done += part) {
		part = size - done < CHUNK ? size - done : CHUNK;
		/* getrandom() gives at most 32 MiB less a byte at once. */
		if (byte == RANDOM && getrandom(buffer, part, 0) != (ssize_t)part)
			return fail_errno("get random bytes");
		if (volume_end_write(end, buffer, part, done) < 0)
			return -1;
		if (progress && !progress(before + done + part, total))
			return fail(FAULT_FAILED, "stopped");
	}
	return volume_end_sync(end);
}

static int
wipe(const struct volume_end *end, unsigned recipe, volume_progress *progress)
{
	unsigned first = recipes[recipe].random_first, n = recipes[recipe].n, last = recipes[recipe].random_last;
	uint64_t size = volume_end_size(end), done = 0;

	for (unsigned pass = 0; pass < first + n + last; pass++, done += size) {
		int byte = pass < first || pass >= first + n ? RANDOM : recipes[recipe].byte[pass - first];

		if (overwrite(end, size, byte, done, size * (first + n + last), progress) < 0)
			return -1;
	}
	/* No range of no bytes can be dropped. */
	if (first + n + last || !size || volume_end_drop(end, size, 0) == 0)
		return 0;
	return fail_fault() ? -1 : fail_errno("trim");
}

int
volume_wipe(struct volume *volume, const char *algorithm, volume_progress *progress)
{
	auto_volume_end struct volume_end end = NO_END;
	unsigned recipe = 0;

	while (algorithm && !text_same(volume_wipe_words[recipe], algorithm))
		recipe++;
	if (volume_must_be_unused(volume, "wiped") < 0)
		return -1;
	if (vm_told("wipe storage volume %s/%s", volume->pool->object.name, volume->name))
		return 0;
	if (volume_end_open(volume, true, &end) < 0 || volume_set_torn(volume, true) < 0 ||
	    wipe(&end, recipe, progress) < 0)
		return -1;
	return volume_set_torn(volume, false);
}
