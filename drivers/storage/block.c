/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block - volumes that are devices of this host */
#include "block.h"

#include <fcntl.h>
#include <stdlib.h>

#include "base/file.h"
#include "file.h"
#include "qemu_img.h"
#include "tool.h"

int
block_volume_open(__attribute__((unused)) const struct pool_def *pool, const struct volume_def *def, bool to_write)
{
	int fd = open(def->target.path, (to_write ? O_RDWR : O_RDONLY) | O_CLOEXEC);

	return fd < 0 ? fail_errno("open %s", def->target.path) : fd;
}

/* A device has no format: what an image stands for is written. */
static int
convert(const struct volume_def *def, const struct volume_def *from)
{
	return tool_run(NULL, "qemu-img", "convert", "-n", "-f",
			words_name(&volume_format_words, from->target.format), "-O", "raw",
			from->target.path, def->target.path, NULL);
}

static int
copy(int to, const struct volume_def *from, volume_progress *progress)
{
	auto_close int source = block_volume_open(NULL, from, false);

	return source < 0 || volume_copy(volume_end_of(source), volume_end_of(to), progress) < 0 ? -1 : 0;
}

int
block_volume_fill(const struct volume_def *def, const struct volume_def *from, volume_progress *progress)
{
	const struct permissions *permissions = &def->target.permissions;
	bool is_image = from && !qemu_img_is_plain(from);
	auto_close int fd = -1;

	if (is_image && convert(def, from) < 0)
		return -1;
	if (!from && !permissions->mode.given && !permissions->owner.given && !permissions->group.given && !permissions->label)
		return 0;
	fd = block_volume_open(NULL, def, true);
	if (fd < 0 || (from && !is_image && copy(fd, from, progress) < 0))
		return -1;
	if (fsync(fd) < 0)
		return fail_errno("sync %s", def->target.path);
	return file_set_permissions(fd, permissions);
}

char *
block_contents(const char *device)
{
	static const char *const tags[] = { "TYPE", "PTTYPE" };

	for (unsigned i = 0; i < COUNT(tags); i++) {
		auto_free char *type = NULL;

		/* blkid ends with 2 when it finds nothing. */
		if (tool_run(&type, "blkid", "-p", "-o", "value", "-s", tags[i], "--", device, NULL) < 0)
			fail_forget();
		if (type)
			type[strcspn(type, "\n")] = '\0';
		if (type && *type)
			return steal(type);
	}
	return NULL;
}

char *
block_stable_path(const char *directory, const char *node)
{
	auto_strings struct strings names = { 0 };
	char *real = realpath(node, NULL), *found = NULL;

	if (text_same(directory, "/dev") || dir_names(AT_FDCWD, directory, NULL, &names) < 0)
		fail_forget();           /* no directory, no other names */
	for (unsigned i = 0; real && i < names.n && !found; i++) {
		auto_free char *path = text_format("%s/%s", directory, names.item[i]);
		char *leads_to = realpath(path, NULL);

		if (leads_to && text_same(leads_to, real))
			found = xstrdup(path);
		free(leads_to);
	}
	free(real);
	return found ? found : xstrdup(node);
}
