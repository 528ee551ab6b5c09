/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* launch_transient - disks that forget: what is written goes to an image that ends with the guest */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/process.h"

static int
check(const struct disk *disk)
{
	const char *name = disk->target.dev;

	if (disk->device != DISK_DISK || disk->readonly || disk->source.type != STORAGE_FILE)
		return fail(FAULT_UNSUPPORTED, "disk %s: only a disk in a file can be transient", quote(name));
	return 0;
}

/* The image becomes the one below. */
static void
put_overlay(struct disk *disk, char *file)
{
	struct storage_source *below = xmemdup(&disk->source, sizeof disk->source);

	disk->source = (struct storage_source){
		.type = STORAGE_FILE, .format = FORMAT_QCOW2, .file = file, .backing = below,
	};
}

int
launch_plan_transient(struct launch *launch)
{
	list_each(disk, &launch->def->devices.disks) {
		char *file;

		if (!disk->transient)
			continue;
		if (check(disk) < 0)
			return -1;
		file = text_format("%s.TRANSIENT-%s", disk->source.file, launch->vm->name);
		if (file_exists(AT_FDCWD, file)) {
			fail(FAULT_STATE, "disk %s: %s is there already", quote(disk->target.dev), file);
			free(file);
			return -1;
		}
		put_overlay(disk, file);
	}
	return 0;
}

void
launch_note_transient(struct launch *launch)
{
	struct json_object *files = json_object_new_array();

	list_each(disk, &launch->def->devices.disks)
		if (disk->transient)
			json_object_array_add(files, json_object_new_string(disk->source.file));
	json_object_object_add(launch->undo, "transient", files);
}

static int
make(const struct disk *disk, const struct emulator_user *user)
{
	const struct storage_source *below = disk->source.backing;
	const char *format = words_name(&storage_format_words, below->format);
	char *argv[] = { "qemu-img", "create", "-q", "-f", "qcow2", "-F", (char *)(format ? format : "raw"),
			 "-b", below->file, disk->source.file, NULL };
	auto_close int fd = -1;

	if (process_run(argv, NULL) < 0)
		return fail_within("disk %s", quote(disk->target.dev));
	fd = open(disk->source.file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 ? fail_errno("open %s", disk->source.file) : handover_give(fd, user);
}

int
launch_make_transient(const struct launch *launch)
{
	list_each(disk, &launch->def->devices.disks)
		if (disk->transient && make(disk, &launch->user) < 0)
			return -1;
	return 0;
}

void
transient_remove(struct json_object *undo)
{
	struct json_object *files = json_member(undo, "transient");

	for (size_t i = 0; i < json_length(files); i++)
		unlink(json_object_get_string(json_object_array_get_idx(files, i)));
}
