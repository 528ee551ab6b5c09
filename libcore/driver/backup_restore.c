/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_restore - a backup becomes a guest again
 *
 * First all disks are copied beside their places, then put in them, then the guest is defined: who is
 * killed before that has changed nothing, and who is killed later repeats it. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "driver/backup_shelf.h"
#include "driver/chain_check.h"
#include "driver/vm_inside.h"

static const char draft[] = ".restoring";

/* --- which --- */

static bool
has_backups(const char *directory)
{
	auto_strings struct strings names = { 0 };

	if (dir_names(AT_FDCWD, directory, NULL, &names) < 0)
		fail_forget();   /* no directory, or not ours to read */
	for (unsigned i = 0; i < names.n; i++) {
		auto_free char *file = text_format("%s/%s/backup.json", directory, names.item[i]);

		if (file_exists(AT_FDCWD, file))
			return true;
	}
	return false;
}

/* The directory itself when there are backups in it, else the only one in it that has some. */
static char *
find_shelf(const char *directory)
{
	auto_strings struct strings names = { 0 }, shelves = { 0 };

	if (has_backups(directory))
		return xstrdup(directory);
	if (dir_names(AT_FDCWD, directory, NULL, &names) < 0)
		return NULL;
	for (unsigned i = 0; i < names.n; i++) {
		auto_free char *path = text_format("%s/%s", directory, names.item[i]);

		if (has_backups(path))
			strings_add(&shelves, path);
	}
	if (shelves.n == 1)
		return xstrdup(shelves.item[0]);
	return fail(FAULT_MISSING, shelves.n ? "%s: backups of several guests: say DIR/VM" : "%s: no backup is there",
		    quote(directory)), NULL;
}

/* --- what becomes of its disks --- */

/* "/vm/a.qcow2" of vda of a guest that shall be web2 is "/vm/web2-vda.qcow2". */
static char *
new_place(const char *old, const char *name, const char *target)
{
	const char *slash = strrchr(old, '/'), *dot = slash ? strrchr(slash, '.') : NULL;

	return text_format("%.*s/%s-%s%s", slash ? (int)(slash - old) : 0, old, name, target, dot ? dot : "");
}

/* Its chain is one image from now on. */
static int
place_disk(struct disk *disk, const char *name)
{
	char *place;

	if (disk->source.type != STORAGE_FILE)
		return fail(FAULT_UNSUPPORTED, "disk %s: putting back what is not in a file", quote(disk->target.dev));
	model_free(&storage_source_type, steal(disk->source.backing));
	if (!name)
		return 0;
	place = new_place(disk->source.file, name, disk->target.dev);
	free(disk->source.file);
	disk->source.file = place;
	return 0;
}

/* A guest beside the original is another one. */
static void
become_another(struct vm_def *def, const char *name)
{
	free(def->name);
	def->name = xstrdup(name);
	free(steal(def->uuid));
	list_each(nic, &def->devices.nics)
		free(steal(nic->mac.address));
	if (def->os.nvram)
		storage_source_clear(&def->os.nvram->source, STORAGE_NONE);
}

static struct vm_def *
definition(const struct backup_shelf *shelf, const struct backup_set *set, const char *name)
{
	auto_free char *path = backup_set_file(shelf, set, "domain.xml");
	auto_free char *xml = file_read(AT_FDCWD, path, FILE_LIMIT, NULL);
	auto_vm_def struct vm_def *def = xml ? vm_def_parse(xml, strlen(xml), path, VIEW_SECRET, READ_UNCHECKED | READ_SILENT) : NULL;

	if (!def)
		return NULL;
	list_each(image, &set->images) {
		struct disk *disk = vm_def_disk(def, image->target);

		if (!disk || place_disk(disk, name) < 0)
			return disk ? NULL : (fail(FAULT_XML, "%s: no disk %s", path, quote(image->target)), NULL);
	}
	if (name)
		become_another(def, name);
	return steal(def);
}

/* --- may it be --- */

/* What is there is overwritten only when it is the guest's own. */
static int
check_place(struct vm *vm, const struct disk *disk)
{
	const struct disk *own = vm && vm_config(vm) ? vm_def_disk(vm->config, disk->target.dev) : NULL;

	if (vm && !vm->config)
		return -1;
	if (!file_exists(AT_FDCWD, disk->source.file))
		return 0;
	if (!own || !text_same(own->source.file, disk->source.file))
		return fail(FAULT_STATE, "disk %s: %s is there already", quote(disk->target.dev), disk->source.file);
	/* Who has it open would go on writing to what nobody finds any more. */
	return chain_is_busy(disk->source.file) ?
	       fail(FAULT_BUSY, "disk %s: a process has %s open", quote(disk->target.dev), disk->source.file) : 0;
}

/* Refused after the disks were replaced, it would be half of one guest and half of another. */
static int
check_definition(const struct vm_def *def, const char *whence)
{
	auto_free char *xml = vm_def_text(def, VIEW_SECRET);
	bool uuid_given = false;
	auto_vm_def struct vm_def *complete = vm_prepare_def(xml, whence, 0, &uuid_given);

	return complete ? vm_check_identity(vm_folder(), complete, uuid_given) : -1;
}

static int
check(struct vm *vm, const struct vm_def *def, const struct backup_set *set)
{
	auto_moment_tree struct moment_tree snapshots = { 0 };

	if (vm && vm->active)
		return fail(FAULT_STATE, "virtual machine '%s' is running", vm->name);
	if (vm && moment_tree_brief(&snapshot_moments, vm->name, &snapshots) < 0)
		return -1;
	if (snapshots.n)
		return fail(FAULT_STATE, "virtual machine '%s' has %u snapshot%s, which would be lost", vm->name, snapshots.n,
			    snapshots.n > 1 ? "s" : "");
	list_each(image, &set->images)
		if (check_place(vm, vm_def_disk(def, image->target)) < 0)
			return -1;
	return check_definition(def, set->stamp);
}

/* --- doing it --- */

static int
copy_image(const struct backup_shelf *shelf, const struct backup_set *set, const struct backup_image *image,
	   const struct disk *disk)
{
	auto_free char *from = backup_image_file(shelf, set, image);
	auto_free char *to = text_format("%s%s", disk->source.file, draft);
	struct storage_source source = { .type = STORAGE_FILE, .format = FORMAT_QCOW2, .file = from };
	struct storage_source place = {
		.type = STORAGE_FILE, .format = disk->source.format ? disk->source.format : FORMAT_RAW, .file = to,
	};

	/* Made here, so that it is nobody's link, and in no file that others may read. */
	auto_close int fd = file_create_draft(AT_FDCWD, to, O_WRONLY, 0600);

	if (fd < 0 || DRIVER_CALL(backup, copy, &source, &place) < 0)
		return fail_within("disk %s", quote(image->target));
	return fsync(fd) < 0 ? fail_errno("disk %s: sync %s", quote(image->target), to) : 0;
}

static int
put_in_place(const struct disk *disk)
{
	auto_free char *from = text_format("%s%s", disk->source.file, draft);

	return rename(from, disk->source.file) < 0 ? fail_errno("put %s in place", from)
		: file_sync_parent(disk->source.file);
}

static int
put_variables(const struct backup_shelf *shelf, const struct backup_set *set, const struct vm_def *def)
{
	auto_free char *from = backup_set_file(shelf, set, "nvram");
	const char *to = def->os.nvram ? storage_source_path(&def->os.nvram->source) : NULL;
	size_t size = 0;
	auto_free char *contents = to ? file_read_if_any(AT_FDCWD, from, FILE_LIMIT, &size) : NULL;

	if (!contents)
		return fail_fault() ? -1 : 0;
	return file_replace(AT_FDCWD, to, contents, size, 0600);
}

/* The new images have no bitmaps. */
static int
forget_checkpoints(struct vm *vm)
{
	auto_moment_tree struct moment_tree tree = { 0 };

	if (moment_tree_brief(&checkpoint_moments, vm->name, &tree) < 0)
		return -1;
	for (unsigned i = 0; i < tree.n; i++)
		if (moment_delete(&checkpoint_moments, vm, tree.item[i]->facts.name, DELETE_METADATA) < 0)
			return -1;
	return 0;
}

static void
drop_drafts(const struct backup_set *set, const struct vm_def *def)
{
	list_each(image, &set->images) {
		auto_free char *path = text_format("%s%s", vm_def_disk(def, image->target)->source.file, draft);

		unlink(path);
	}
}

static int
put_back_disks(const struct backup_shelf *shelf, const struct backup_set *set, struct vm *vm, const struct vm_def *def)
{
	list_each(image, &set->images)
		if (copy_image(shelf, set, image, vm_def_disk(def, image->target)) < 0) {
			drop_drafts(set, def);
			return -1;
		}
	/* From here on the command, given again, goes on with what there is. */
	if (vm && forget_checkpoints(vm) < 0)
		return -1;
	list_each(image, &set->images)
		if (put_in_place(vm_def_disk(def, image->target)) < 0)
			return -1;
	return 0;
}

static int
put_back(const struct backup_shelf *shelf, const struct backup_set *set, struct vm *vm, const struct vm_def *def)
{
	auto_free char *xml = vm_def_text(def, VIEW_SECRET);

	if (put_back_disks(shelf, set, vm, def) < 0 || put_variables(shelf, set, def) < 0)
		return -1;
	file_close_at(&(int){ vm ? vm->lock : -1 });
	if (vm)
		vm->lock = -1;
	return vm_define(xml, set->stamp, 0, NULL, NULL, NULL);
}

/* NULL without a failure: it is not there yet. */
static struct vm *
guest_now(const char *name)
{
	struct vm *vm = vm_open(name, VM_TO_CHANGE);

	if (!vm && fail_fault() == FAULT_NO_VM)
		fail_forget();
	return vm;
}

int
backup_restore(const char *directory, const char *name, int64_t at)
{
	auto_backup_shelf struct backup_shelf shelf = BACKUP_SHELF_NONE;
	auto_free char *path = find_shelf(directory);
	auto_vm_def struct vm_def *def = NULL;
	auto_vm struct vm *vm = NULL;
	struct backup_set *set;

	if (!path || backup_shelf_open(path, false, &shelf) < 0)
		return -1;
	set = at < 0 ? backup_shelf_last(&shelf) : backup_shelf_at(&shelf, at);
	if (!set)
		return fail(FAULT_MISSING, "%s: no backup %s", quote(path), at < 0 ? "is there" : "from before that time");
	def = definition(&shelf, set, name);
	vm = def ? guest_now(def->name) : NULL;
	if (!def || (!vm && fail_fault()) || check(vm, def, set) < 0)
		return -1;
	if (vm_told("put back %s of %s as %s", set->stamp, set->vm, def->name))
		return 0;
	return put_back(&shelf, set, vm, def);
}
