/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vol-upload - fill a storage volume from a file */
#include <fcntl.h>
#include <sys/stat.h>
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
	ARG("FILE", "file", VALUE_FILE, ARG_ONE, &file, "file to read, - for standard input"),
	ROWS_END
};

static int
open_file(void)
{
	auto_close int fd = text_same(file, "-") ? dup(STDIN_FILENO) : open(file, O_RDONLY | O_CLOEXEC);
	struct stat about;

	if (fd < 0 || fstat(fd, &about) < 0)
		return fail_errno("open %s", file);
	if (S_ISDIR(about.st_mode))
		return fail(FAULT_ARGUMENT, "%s is a directory", file);
	return steal_fd(fd);
}

static int
transfer(void)
{
	auto_volume struct volume *volume = volume_open(pool_name, vol);
	auto_close int fd = volume ? open_file() : -1;

	if (fd < 0)
		return -1;
	volume_progress_begin("Upload", vol);
	if (volume_upload(volume, fd, (struct volume_part) { offset, length }, sparse, volume_progress_show) < 0)
		return -1;
	volume_progress_end();
	say("uploaded");
	return 0;
}

const struct command command = {
	.name      = "vol-upload",
	.summary   = "fill a storage volume from a file",
	.virsh     = "vol-upload",
	.example   = "zstdcat web1.img.zst | vol-upload images/web1.img - --sparse",
	.options   = options,
	.arguments = arguments,
	.bundles   = CHANGES | JOB,
	.faults    = VOLUME_FAULTS,
	.run       = transfer,
};
