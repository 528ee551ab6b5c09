/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_keep - a backup that was taken gets its place on the shelf, and older ones make room */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/backup_inside.h"
#include "driver/backup_shelf.h"
#include "driver/vm_inside.h"

/* The emulator has written them, and is done with them. */
static int
take_over(const char *file)
{
	if (geteuid() == 0 && (lchown(file, 0, getegid()) < 0 || chmod(file, 0600) < 0))
		return fail_errno("%s", file);
	return 0;
}

static int
finish_image(const struct backup_taking *taking, const struct backup_image *image, unsigned how)
{
	auto_free char *file = backup_image_file(&taking->shelf, &taking->set, image);
	auto_free char *below = image->since ? text_format("../%s/%s.qcow2", image->since, image->target) : NULL;

	if (DRIVER_CALL(backup, stand, file, below) < 0 ||
	    (how & BACKUP_TAKE_VERIFY && DRIVER_CALL(backup, verify, file) < 0))
		return fail_within("disk %s", quote(image->target));
	return take_over(file);
}

static int
put_on_shelf(struct backup_taking *taking)
{
	auto_free char *directory = backup_set_file(&taking->shelf, &taking->set, "");
	auto_close int dir = -1;

	if (backup_set_save(directory, &taking->set) < 0)
		return -1;
	dir = dir_open(AT_FDCWD, taking->shelf.path, 0);
	if (dir < 0 || file_rename(dir, taking->set.stamp, taking->stamp) < 0)
		return -1;
	free(taking->set.stamp);
	taking->set.stamp = xstrdup(taking->stamp);
	return 0;
}

/* The next increment begins at this one. */
static int
drop_older_checkpoints(const struct backup_taking *taking)
{
	auto_vm struct vm *vm = vm_open(taking->set.vm, VM_TO_CHANGE);

	if (!vm)
		return -1;
	list_each(set, &taking->shelf.sets)
		if (backup_drop_checkpoint(vm, set->checkpoint) < 0)
			return -1;
	return 0;
}

static void
list_files(const struct backup_taking *taking, struct strings *ret_files)
{
	auto_free char *definition = backup_set_file(&taking->shelf, &taking->set, "domain.xml");
	auto_free char *variables = backup_set_file(&taking->shelf, &taking->set, "nvram");

	strings_add(ret_files, definition);
	list_each(image, &taking->set.images)
		strings_take(ret_files, backup_image_file(&taking->shelf, &taking->set, image));
	if (file_exists(AT_FDCWD, variables))
		strings_add(ret_files, variables);
}

int
backup_take_keep(struct backup_taking *taking, unsigned how, unsigned keep, struct strings *ret_files)
{
	list_each(image, &taking->set.images)
		if (finish_image(taking, image, how) < 0)
			return -1;
	if (put_on_shelf(taking) < 0)
		return -1;
	list_files(taking, ret_files);
	if (drop_older_checkpoints(taking) < 0)
		return -1;
	*list_add(&taking->shelf.sets) = taking->set;
	taking->set = (struct backup_set) { 0 };
	return backup_shelf_rotate(&taking->shelf, keep);
}

void
backup_take_place(const struct backup_taking *taking, char **ret_directory, char **ret_below)
{
	const char *slash = strrchr(taking->shelf.path, '/');

	*ret_directory = xstrndup(taking->shelf.path, (size_t)(slash - taking->shelf.path));
	*ret_below = text_format("%s/%s", slash + 1, taking->stamp);
}
