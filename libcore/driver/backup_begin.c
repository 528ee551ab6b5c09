/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup_begin - what a backup needs before it begins, and how it begins
 *
 * Numbers in comments are steps of spec/snapshots.md 5.7. */
#include "driver/backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#include "base/file.h"
#include "driver/backup_inside.h"
#include "driver/checkpoint_inside.h"
#include "driver/vm_freeze.h"
#include "driver/vm_inside.h"

struct vm_job *
backup_of(struct vm *vm)
{
	struct vm_live *live = vm->active || vm->leftover ? vm_live(vm) : NULL;

	return live && live->job && live->job->kind == VM_JOB_BACKUP ? live->job : NULL;
}

static struct backup_store *
store_of(const struct backup_def *def, struct backup_disk *part)
{
	return def->mode == BACKUP_PULL ? &part->scratch : &part->target;
}

/* --- 1 to 6: checks --- */

/* What listens removes what is in its way. */
static int
check_socket(const char *path)
{
	struct stat st;

	if (*path != '/')
		return fail(FAULT_XML, "socket %s is not an absolute path", quote(path));
	if (lstat(path, &st) == 0 && !S_ISSOCK(st.st_mode))
		return fail(FAULT_ARGUMENT, "%s is there already, and is no socket", path);
	return 0;
}

static int
check_server(struct backup_def *def)
{
	if (def->mode != BACKUP_PULL)
		return 0;
	if (!def->server.transport && !def->server.name && !def->server.port && !def->server.socket)
		return fail(FAULT_SCHEMA, "a pull backup needs a <server>");
	if (!def->server.transport)
		def->server.transport = def->server.socket ? BACKUP_UNIX : BACKUP_TCP;
	if (def->server.transport == BACKUP_FD)
		return fail(FAULT_UNSUPPORTED, "a server on a descriptor that was handed over");
	if (def->server.transport == BACKUP_UNIX)
		return check_socket(def->server.socket);
	if (!def->server.port)
		return fail(FAULT_UNSUPPORTED, "a server without a port");
	if (!def->server.name)
		def->server.name = xstrdup("localhost");
	return 0;
}

/* A file that is there is somebody's. */
static int
check_store(const struct backup_def *def, struct backup_disk *part, unsigned how)
{
	const struct backup_store *store = store_of(def, part);

	if (part->format == FORMAT_NONE)
		part->format = FORMAT_QCOW2;
	if (def->mode == BACKUP_PULL && part->format != FORMAT_QCOW2)
		return fail(FAULT_CONFIG, "disk %s: a scratch file has format 'qcow2'", quote(part->name));
	if (store->file && !(how & BACKUP_REUSE) && file_exists(AT_FDCWD, store->file))
		return fail(FAULT_ARGUMENT, "disk %s: %s is there already", quote(part->name), store->file);
	return 0;
}

static void
name_exports(const struct backup_def *def, struct backup_disk *part)
{
	if (def->mode != BACKUP_PULL)
		return;
	if (!part->exportname)
		part->exportname = xstrdup(part->name);
	if (part->mode == BACKUP_DISK_INCREMENTAL && !part->exportbitmap)
		part->exportbitmap = text_format("backup-%s", part->name);
}

static int
check_parts(struct vm *vm, struct backup_def *def, const struct moment_tree *checkpoints, unsigned how)
{
	unsigned n = 0;

	list_each(part, &def->disks) {
		if (part->backup == NO)
			continue;
		if (!block_disk_for_job(vm, part->name) || check_store(def, part, how) < 0)
			return -1;
		if (part->mode == BACKUP_DISK_INCREMENTAL && !moment_find(checkpoints, part->incremental))
			return -1;
		name_exports(def, part);
		n++;
	}
	return n ? 0 : fail(FAULT_CONFIG, "no disk takes part in the backup");
}

static int
prepare(struct vm *vm, struct backup_def *def, struct checkpoint_def *checkpoint, unsigned how)
{
	auto_moment_tree struct moment_tree tree = { 0 };
	auto_free char *time_now = text_format("%lld", (long long)time(NULL));

	if (moment_tree_brief(&checkpoint_moments, vm->name, &tree) < 0 || !vm_live(vm) || check_server(def) < 0)
		return -1;
	if (checkpoint && checkpoint_prepare(vm, &tree, checkpoint, 0) < 0)
		return -1;
	if (backup_def_align(def, vm->live->def, checkpoint ? checkpoint->name : time_now) < 0 ||
	    check_parts(vm, def, &tree, how) < 0)
		return -1;
	return DRIVER_CALL(backup, check, vm, def);
}

/* --- 6 to 9: doing it --- */

static struct storage_source *
source_of(const struct backup_store *store, enum storage_format format)
{
	struct storage_source *source = xcalloc(1, sizeof *source);

	source->type = store->dev ? STORAGE_BLOCK : STORAGE_FILE;
	*(store->dev ? &source->dev : &source->file) = xstrdup(store->dev ? store->dev : store->file);
	source->format = format;
	return source;
}

static void
record_part(struct vm *vm, const struct backup_def *def, struct backup_disk *part, unsigned how)
{
	const struct disk *disk = vm_def_disk(vm->live->def, part->name);
	struct block_job *job = block_record(vm, disk, BLOCK_JOB_BACKUP, &disk->source);
	const struct backup_store *store = store_of(def, part);

	job->started = vm->live->job->started;
	job->store = source_of(store, part->format);
	job->store->index = part->index = vm_next_node(vm);
	job->flags = NUMBER_OF(how & BACKUP_REUSE ? BLOCK_JOB_REUSE : store->file ? BLOCK_JOB_MADE : 0);
	if (part->mode == BACKUP_DISK_INCREMENTAL)
		job->bitmap = part->exportbitmap ? xstrdup(part->exportbitmap) : text_format("backup-%s", part->name);
	part->state = BACKUP_RUNNING;
}

/* Everything that will have to be undone or finished is on record before it is made. */
static int
record(struct vm *vm, struct backup_def *def, struct checkpoint_def *checkpoint, unsigned how)
{
	struct moment_note note = { .operation = MOMENT_CREATING, .name = checkpoint ? checkpoint->name : NULL };

	if (checkpoint && moment_note_write(&checkpoint_moments, vm->name, &note) < 0)
		return -1;
	if (vm_job_begin(vm, VM_JOB_BACKUP, false, NULL) < 0)
		return -1;
	list_each(part, &def->disks)
		if (part->backup != NO)
			record_part(vm, def, part, how);
	vm->live->job->backup = backup_def_copy(def);
	vm->live->job->checkpoint = checkpoint ? checkpoint_def_copy(checkpoint) : NULL;
	return vm_jobs_save(vm);
}

/* What the guest overwrites is kept in front of the disk (pull), or what changed is put upon it. */
static int
make_stores(struct vm *vm, const struct backup_def *def)
{
	backup_each(job, vm) {
		struct disk *disk = vm_def_disk(vm->live->def, job->disk.target);
		bool upon = job->store->format == FORMAT_QCOW2 && (def->mode == BACKUP_PULL || job->bitmap);

		if (DRIVER_CALL(block, make, vm, disk, job->store, upon ? &disk->source : NULL,
				BLOCK_FITTING | (job->flags.value & BLOCK_JOB_REUSE ? BLOCK_REUSE : 0)) < 0)
			return -1;
	}
	return 0;
}

static int
start(struct vm *vm, const struct backup_def *def, const struct checkpoint_def *checkpoint, unsigned how)
{
	int begun;

	if (make_stores(vm, def) < 0)
		return -1;
	if (def->mode == BACKUP_PULL && DRIVER_CALL(backup, listen, vm, def) < 0)
		return -1;
	if (how & BACKUP_PRESERVE && DRIVER_CALL(backup, preserve, vm) < 0)
		return -1;
	if (how & BACKUP_QUIESCE && vm_freeze(vm) < 0)
		return -1;
	begun = DRIVER_CALL(backup, begin, vm, def, checkpoint);
	if (how & BACKUP_QUIESCE)
		vm_thaw(vm);
	return begun;
}

/* The first failure is the one to tell. */
static int
give_up(struct vm *vm)
{
	struct failure first = fail_aside();

	backup_undo(vm);
	return fail_again(&first);
}

/* It has begun in the hypervisor, and does not go on: nothing is to be left of it. */
static int
take_back(struct vm *vm, const struct checkpoint_def *checkpoint)
{
	auto_free char *name = checkpoint ? xstrdup(checkpoint->name) : NULL;
	struct failure first = fail_aside();

	if (backup_abort(vm) == 0)
		backup_drop_checkpoint(vm, name);
	return fail_again(&first);
}

int
backup_advance(struct vm *vm)
{
	struct vm_job *whole = vm->live->job;

	if (whole->checkpoint && moment_save(&checkpoint_moments, vm->name, whole->checkpoint) < 0)
		return -1;
	if (whole->backup->mode == BACKUP_PULL && DRIVER_CALL(backup, serve, vm, whole->backup) < 0)
		return take_back(vm, whole->checkpoint);
	checkpoint_def_free(steal(whole->checkpoint));
	backup_each(job, vm)
		job->state = BLOCK_JOB_RUNNING;
	if (vm_jobs_save(vm) < 0)
		return -1;
	moment_note_clear(&checkpoint_moments, vm->name);
	return 0;
}

int
backup_aim(struct vm *vm, struct backup_def *def, const char *directory, const char *suffix)
{
	const struct vm_def *guest = vm_def(vm);

	if (!guest)
		return -1;
	list_each(disk, &guest->devices.disks) {
		struct backup_disk *part;

		if (!backup_can_copy(disk))
			continue;
		part = list_add(&def->disks);
		part->name = xstrdup(disk->target.dev);
		part->type = STORAGE_FILE;
		part->format = FORMAT_QCOW2;
		part->target.file = text_format("%s/%s-%s.%s.qcow2", directory, vm->name, disk->target.dev, suffix);
	}
	return 0;
}

static bool
told(const struct vm *vm, struct backup_def *def, const struct checkpoint_def *checkpoint)
{
	auto_text struct text plan = { 0 };

	text_addf(&plan, "%s backup of %s", def->mode == BACKUP_PULL ? "pull" : "push", vm->name);
	if (checkpoint)
		text_addf(&plan, ", checkpoint %s", checkpoint->name);
	list_each(part, &def->disks) {
		const struct backup_store *store = store_of(def, part);

		if (part->backup == NO)
			continue;
		text_addf(&plan, ", %s %s %s", part->name, def->mode == BACKUP_PULL ? "scratch" : "to",
			  store->file ? store->file : store->dev);
		if (part->mode == BACKUP_DISK_INCREMENTAL)
			text_addf(&plan, " since %s", part->incremental);
	}
	return vm_told("%s", text_get(&plan));
}

int
backup_begin(struct vm *vm, struct backup_def *owned, struct checkpoint_def *owned_checkpoint, unsigned how)
{
	auto_document(backup_def) struct backup_def *def = owned;
	auto_document(checkpoint_def) struct checkpoint_def *checkpoint = owned_checkpoint;

	if (!vm->active)
		return fail(FAULT_UNSUPPORTED, "a backup of a guest that is not running");
	if (vm_job_must_be_none(vm) < 0 || prepare(vm, def, checkpoint, how) < 0)
		return -1;
	if (told(vm, def, checkpoint))
		return 0;
	if (record(vm, def, checkpoint, how) < 0)
		return -1;
	if (start(vm, def, checkpoint, how) < 0)
		return give_up(vm);
	if (backup_advance(vm) == 0)
		return 0;
	return backup_of(vm) ? take_back(vm, checkpoint) : -1;
}
