/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_image - what is done with copies once they are made, by qemu-img */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "backup.h"
#include "base/file.h"
#include "base/process.h"

int
qemu_backup_copy(const struct storage_source *from, const struct storage_source *to)
{
	const char *format = words_name(&storage_format_words, from->format ? from->format : FORMAT_RAW);
	char *argv[] = {
		"qemu-img", "convert", "-q", "-f", (char *)format, "-O", (char *)words_name(&storage_format_words, to->format),
		(char *)storage_source_path(from), (char *)storage_source_path(to), NULL,
	};

	if (!storage_source_local(from) || !storage_source_local(to))
		return fail(FAULT_UNSUPPORTED, "copying images on servers");
	return process_run(argv, NULL);
}

int
qemu_backup_stand(const char *image, const char *below)
{
	char *argv[] = {
		"qemu-img", "rebase", "-q", "-u", "-f", "qcow2", "-F", "qcow2", "-b", (char *)(below ? below : ""),
		(char *)image, NULL,
	};

	return process_run(argv, NULL);
}

/* The lower one takes what the upper one has, and its place: cheaper than the other way round, and
 * what is seen through the upper one is the same at any moment. */
int
qemu_backup_merge(const char *image, const char *below)
{
	char *argv[] = { "qemu-img", "commit", "-q", "-d", "-f", "qcow2", (char *)image, NULL };

	if (!file_exists(AT_FDCWD, below))
		return 0;
	if (process_run(argv, NULL) < 0)
		return -1;
	return rename(below, image) < 0 ? fail_errno("rename %s", below) : 0;
}

int
qemu_backup_verify(const char *image)
{
	char *check[] = { "qemu-img", "check", "-q", "-f", "qcow2", (char *)image, NULL };
	char *chain[] = { "qemu-img", "info", "--backing-chain", (char *)image, NULL };
	auto_free char *output = NULL;

	return process_run(check, NULL) < 0 || process_run(chain, &output) < 0 ? -1 : 0;
}
