/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_take - one more backup for the shelf: whole when it must be, else what changed */
#include <fcntl.h>
#include <time.h>

#include "base/file.h"
#include "base/when.h"
#include "driver/backup_inside.h"
#include "driver/backup_shelf.h"
#include "driver/checkpoint_inside.h"
#include "driver/vm_inside.h"

/* A checkpoint belongs to one backup on one shelf. */
static char *
checkpoint_name(const char *stamp)
{
	return text_format("backup-%s", stamp);
}

/* Later than all there are, also when the clock was set back: an image stands on those of earlier stamps. */
static char *
next_stamp(const struct backup_shelf *shelf)
{
	int64_t now = when_now() / 1000, earliest = shelf->latest / 1000 + 1, ms = now > earliest ? now : earliest;
	time_t seconds = (time_t)(ms / 1000);
	struct tm utc;

	gmtime_r(&seconds, &utc);
	return text_format("%04d%02d%02dT%02d%02d%02d.%03dZ", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
			   utc.tm_hour, utc.tm_min, utc.tm_sec, (int)(ms % 1000));
}

/* --- what older ones have left --- */

int
backup_drop_checkpoint(struct vm *vm, const char *name)
{
	return name ? moment_delete(&checkpoint_moments, vm, name, DELETE_AGAIN) : 0;
}

static int
sweep(struct vm *vm, struct backup_shelf *shelf, unsigned how)
{
	for (unsigned i = 0; i < shelf->partial.n; i++) {
		auto_free char *directory = text_format("%s/%s.partial", shelf->path, shelf->partial.item[i]);
		auto_free char *checkpoint = checkpoint_name(shelf->partial.item[i]);

		if (backup_drop_checkpoint(vm, checkpoint) < 0 || dir_remove(AT_FDCWD, directory) < 0)
			return fail_within("what is left of backup %s", shelf->partial.item[i]);
	}
	return how & BACKUP_TAKE_ALONE ? backup_shelf_clear(shelf) : backup_shelf_rotate(shelf, 0);
}

/* --- what goes with the disks --- */

static int
add_file(const struct backup_taking *taking, const char *file, const void *data, size_t size)
{
	auto_free char *directory = backup_set_file(&taking->shelf, &taking->set, "");
	auto_close int dir = dir_open(AT_FDCWD, directory, 0);

	return dir < 0 ? -1 : file_replace(dir, file, data, size, 0600);
}

static int
add_variables(const struct backup_taking *taking, const struct vm_def *guest)
{
	const char *path = guest->os.nvram ? storage_source_path(&guest->os.nvram->source) : NULL;
	size_t size = 0;
	auto_free char *contents = path ? file_read_if_any(AT_FDCWD, path, FILE_LIMIT, &size) : NULL;

	if (!contents)
		return fail_fault() ? -1 : 0;
	return add_file(taking, "nvram", contents, size);
}

static int
add_definition(const struct backup_taking *taking, struct vm *vm)
{
	auto_free char *xml = vm_xml(vm, vm->stored, VIEW_SECRET);
	const struct vm_def *guest = vm_def(vm);

	if (!xml || !guest || add_file(taking, "domain.xml", xml, strlen(xml)) < 0)
		return -1;
	return add_variables(taking, guest);
}

/* --- the disks --- */

static bool
records_changes(const struct disk *disk)
{
	return disk->source.format == FORMAT_QCOW2;
}

/* What is to be there: upon older images where a checkpoint tells what has changed. */
static void
choose_images(struct backup_set *set, const struct vm_def *guest, const struct backup_set *before)
{
	list_each(disk, &guest->devices.disks) {
		const struct backup_image *old = before ? backup_set_image(before, disk->target.dev) : NULL;
		bool since = old && before->checkpoint && records_changes(disk);

		if (backup_can_copy(disk))
			*list_add(&set->images) = (struct backup_image) {
				.target = xstrdup(disk->target.dev), .since = since ? xstrdup(before->stamp) : NULL,
			};
	}
}

/* Only qcow2 images keep bitmaps.  NULL: there is no such disk, or nobody will need them. */
static struct checkpoint_def *
checkpoint_for(const struct backup_taking *taking, const struct vm_def *guest, unsigned how)
{
	struct checkpoint_def *def = how & BACKUP_TAKE_ALONE ? NULL : model_new(&checkpoint_def_type);

	if (!def)
		return NULL;

	list_each(disk, &guest->devices.disks)
		if (backup_set_image(&taking->set, disk->target.dev) && records_changes(disk))
			*list_add(&def->disks) = (struct checkpoint_disk) {
				.name = xstrdup(disk->target.dev), .checkpoint = CHECKPOINT_BITMAP,
			};
	def->name = checkpoint_name(taking->stamp);
	if (def->disks.n)
		return def;
	checkpoint_def_free(def);
	return NULL;
}

static struct backup_def *
backup_for(const struct backup_taking *taking, const struct backup_set *before)
{
	struct backup_def *def = model_new(&backup_def_type);

	def->mode = BACKUP_PUSH;
	list_each(image, &taking->set.images) {
		struct backup_disk *part = list_add(&def->disks);

		part->name = xstrdup(image->target);
		part->type = STORAGE_FILE;
		part->format = FORMAT_QCOW2;
		part->incremental = image->since ? xstrdup(before->checkpoint) : NULL;
		part->target.file = backup_image_file(&taking->shelf, &taking->set, image);
	}
	return def;
}

static int
copy_active(struct vm *vm, struct backup_taking *taking, const struct backup_set *before, unsigned how)
{
	struct checkpoint_def *checkpoint = checkpoint_for(taking, vm->live->def, how);
	struct backup_progress progress = { 0 };

	taking->set.checkpoint = checkpoint ? xstrdup(checkpoint->name) : NULL;
	if (backup_begin(vm, backup_for(taking, before), checkpoint,
			 how & BACKUP_TAKE_QUIESCE ? BACKUP_QUIESCE : 0) < 0 || backup_look(vm, &progress) < 0)
		return -1;
	taking->started = progress.started;
	return 0;
}

/* What changed, if that is known. */
static int
copy_image(const struct backup_taking *taking, struct backup_image *image, const struct disk *disk,
	   const struct backup_set *before)
{
	auto_free char *file = backup_image_file(&taking->shelf, &taking->set, image);
	struct storage_source to = { .type = STORAGE_FILE, .format = FORMAT_QCOW2, .file = file };

	if (image->since && DRIVER_CALL(backup, copy_changed, disk, before->checkpoint, file) == 0)
		return 0;
	if (image->since && fail_fault() != FAULT_INCONSISTENT && fail_fault() != FAULT_UNSUPPORTED)
		return -1;
	fail_forget();           /* then all of it is copied */
	free(steal(image->since));
	return DRIVER_CALL(backup, copy, &disk->source, &to);
}

/* Its lock keeps it off meanwhile. */
static int
copy_off(struct vm *vm, const struct vm_def *guest, struct backup_taking *taking, const struct backup_set *before,
	 unsigned how)
{
	auto_document(checkpoint_def) struct checkpoint_def *checkpoint = checkpoint_for(taking, guest, how);

	list_each(image, &taking->set.images)
		if (copy_image(taking, image, vm_def_disk(guest, image->target), before) < 0)
			return fail_within("disk %s", quote(image->target));
	taking->set.checkpoint = checkpoint ? xstrdup(checkpoint->name) : NULL;
	return checkpoint ? checkpoint_add(vm, checkpoint, CHECKPOINT_OFF) : 0;
}

static void
forget_images(struct backup_set *set)
{
	struct backup_set kept = { .stamp = steal(set->stamp), .vm = steal(set->vm), .uuid = steal(set->uuid) };

	backup_set_done(set);
	*set = kept;
}

/* An increment when the last one on the shelf leads to it. */
static int
copy(struct vm *vm, struct backup_taking *taking, unsigned how)
{
	const struct vm_def *guest = vm_placed(vm);
	const struct backup_set *before = how & BACKUP_TAKE_FULL ? NULL : backup_shelf_last(&taking->shelf);

	if (!guest)
		return -1;
	if (before && !backup_set_is_whole(&taking->shelf, before))
		before = NULL;
	choose_images(&taking->set, guest, before);
	if (!taking->set.images.n)
		return fail(FAULT_CONFIG, "there is no disk that can be copied");
	if (!vm->active)
		return copy_off(vm, guest, taking, before, how);
	if (copy_active(vm, taking, before, how) == 0)
		return 0;
	if (!before || (fail_fault() != FAULT_INCONSISTENT && fail_fault() != FAULT_NO_CHECKPOINT))
		return -1;
	fail_forget();           /* nobody knows what changed, so all of it is copied */
	forget_images(&taking->set);
	choose_images(&taking->set, guest, NULL);
	return copy_active(vm, taking, NULL, how);
}

/* What fails here is swept by the next one. */
void
backup_take_drop(struct backup_taking *taking, struct vm *vm)
{
	auto_free char *directory = backup_set_file(&taking->shelf, &taking->set, "");
	auto_free char *checkpoint = checkpoint_name(taking->stamp);

	if (backup_drop_checkpoint(vm, checkpoint) < 0 || dir_remove(AT_FDCWD, directory) < 0)
		fail_forget();
}

void
backup_taking_done(struct backup_taking *taking)
{
	backup_shelf_close(&taking->shelf);
	backup_set_done(&taking->set);
	free(taking->stamp);
	*taking = (struct backup_taking) { .shelf = BACKUP_SHELF_NONE };
}

char *
backup_take_aside(void)
{
	return place_file(PLACE_VAR, "%s/backup", vm_folder());
}

static bool
told(const struct vm *vm, const char *directory, unsigned how)
{
	return vm_told("back up %s to %s/%s, %s", vm->name, directory, vm->name,
		       how & BACKUP_TAKE_FULL ? "whole" : "what changed since the last one there");
}

int
backup_take(struct vm *vm, const char *directory, unsigned how, struct backup_taking *ret_taking)
{
	auto_backup_taking struct backup_taking taking = { .shelf = BACKUP_SHELF_NONE };
	auto_free char *path = text_format("%s/%s", directory, vm->name), *place = NULL;
	const struct vm_def *guest = vm_def(vm);

	if (!guest || vm_job_must_be_none(vm) < 0)
		return -1;
	if (told(vm, directory, how))
		return 0;
	if (backup_shelf_open(path, true, &taking.shelf) < 0 || sweep(vm, &taking.shelf, how) < 0)
		return -1;
	taking.stamp = next_stamp(&taking.shelf);
	taking.set = (struct backup_set) {
		.stamp = text_format("%s.partial", taking.stamp), .vm = xstrdup(vm->name), .uuid = xstrdup(guest->uuid),
	};
	place = backup_set_file(&taking.shelf, &taking.set, "");
	if (dir_make(place, 0711) < 0)
		return -1;
	if (add_definition(&taking, vm) < 0 || copy(vm, &taking, how) < 0) {
		struct failure why = fail_aside();

		backup_take_drop(&taking, vm);
		return fail_again(&why);
	}
	*ret_taking = taking;
	taking = (struct backup_taking) { .shelf = BACKUP_SHELF_NONE };
	return 0;
}
