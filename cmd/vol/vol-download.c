/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-download - copy a storage volume into a file */
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "command/pool_program.h"

static const char *pool_name;
static const char *vol, *file;
static uint64_t offset, length;
static bool sparse;

static const struct option_row options[] = {
	VOLUME_POOL_OPTION(&pool_name),
	OPT_VALUE(0, "offset", VALUE_BYTES, &offset, "BYTES", "where in the volume to begin"),
	OPT_VALUE(0, "length", VALUE_BYTES, &length, "BYTES", "how much, else all"),
	OPT_FLAG (0, "sparse", &sparse, "runs of zeros become holes"),
	ROWS_END
};

static const struct argument_row arguments[] = {
	VOLUME_ARGUMENT(ARG_ONE, &vol),
	ARG("FILE", "file", VALUE_FILE, ARG_ONE, &file, "file to write, - for standard output"),
	ROWS_END
};

static int
open_file(void)
{
	if (text_same(file, "-"))
		return dup(STDOUT_FILENO);
	return open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
}

static int
transfer(void)
{
	auto_volume struct volume *volume = volume_open(pool_name, vol);
	auto_close int fd = volume ? open_file() : -1;

	if (!volume)
		return -1;
	if (fd < 0)
		return fail_errno("create %s", file);
	volume_progress_begin("Download", vol);
	if (volume_download(volume, fd, !text_same(file, "-"), (struct volume_part) { offset, length }, sparse,
			    volume_progress_show) < 0)
		return -1;
	volume_progress_end();
	return 0;
}

const struct command command = {
	.name      = "vol-download",
	.summary   = "copy a storage volume into a file",
	.virsh     = "vol-download",
	.example   = "vol-download images/web1.img - --sparse | zstd >web1.img.zst",
	.options   = options,
	.arguments = arguments,
	.bundles   = JOB,
	.faults    = VOLUME_FAULTS,
	.run       = transfer,
};
