/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_start - what every job on a disk needs before it begins, and how it begins */
#include "driver/block_inside.h"

#include <libgen.h>
#include <limits.h>

#include "driver/vm_inside.h"

static struct disk *
no_disk(const char *name)
{
	return fail(FAULT_NO_DISK, "no disk %s", quote(name)), NULL;
}

/* By target, source path, or "vda[3]" for an image of its chain. */
struct disk *
block_disk(struct vm *vm, const char *name)
{
	struct vm_live *live = vm_must_be_active(vm) < 0 ? NULL : vm_live(vm);
	struct disk *found = live ? vm_def_disk(live->def, name) : NULL;

	if (!live || found)
		return found;
	list_each(disk, &live->def->devices.disks)
		if (block_chain_find(disk, name))
			return disk;
	return no_disk(name);
}

bool
block_any_job(struct vm *vm)
{
	return vm->active && vm_jobs_marked(vm_folder(), vm->name) && vm_live(vm) && vm->live->block_jobs.n;
}

static int
busy(const struct disk *disk, enum block_job_kind kind)
{
	enum fault fault = disk->mirror ? FAULT_BLOCK_JOB : FAULT_UNSUPPORTED;

	return fail(fault, "disk %s: a %s is going on", quote(disk->target.dev),
		    words_name(&block_job_kind_words, kind));
}

int
block_disk_is_free(struct vm *vm, const struct disk *disk)
{
	const struct block_job *job = vm_live(vm) ? block_job_of(vm, disk->target.dev) : NULL;

	if (!vm->live)
		return -1;
	return job || disk->mirror ? busy(disk, job ? job->kind : BLOCK_JOB_COPY) : 0;
}

/* Somebody else's job, or one whose record is lost: its name has the disk's in it. */
static int
check_strangers(struct vm *vm, const struct disk *disk)
{
	auto_block_view struct block_view view = { 0 };
	auto_free char *part = text_format("-%s-", disk->target.dev);

	if (DRIVER_CALL(block, view, vm, &view) < 0)
		return -1;
	list_each(seen, &view.jobs)
		if (strstr(seen->name, part))
			return fail(FAULT_UNSUPPORTED, "disk %s: job %s is going on, which nothing is known of",
				    quote(disk->target.dev), quote(seen->name));
	return 0;
}

static int
check_kind(const struct disk *disk)
{
	const char *why = disk->target.bus == DISK_BUS_SD ? "bus 'sd'" :
			  disk->transient ? "a transient disk" :
			  disk->source.type == STORAGE_VHOST_USER ? "a vhost-user disk" : NULL;

	return why ? fail(FAULT_UNSUPPORTED, "disk %s: jobs on %s", quote(disk->target.dev), why) : 0;
}

/* Backups are of disks, and each disk is looked at by itself. */
static int
check_whole(struct vm *vm)
{
	return vm->live->job && vm->live->job->kind == VM_JOB_BACKUP ? 0 : vm_job_must_be_none(vm);
}

/* Not every driver numbers images when it starts a guest. */
static void
number_images(struct vm *vm, struct disk *disk)
{
	for (struct storage_source *s = &disk->source; s && !storage_source_empty(s); s = s->backing)
		if (!s->index)
			s->index = vm_next_node(vm);
}

struct disk *
block_disk_for_job(struct vm *vm, const char *name)
{
	struct disk *disk;

	if (vm_must_be_active(vm) < 0 || (!vm_is_dry_run() && block_settle(vm) < 0))
		return NULL;
	disk = block_disk(vm, name);
	if (!disk || block_disk_is_free(vm, disk) < 0 || check_strangers(vm, disk) < 0 ||
	    check_kind(disk) < 0 || check_whole(vm) < 0)
		return NULL;
	if (storage_source_empty(&disk->source))
		return fail(FAULT_CONFIG, "disk %s: the drive is empty", quote(disk->target.dev)), NULL;
	number_images(vm, disk);
	return disk;
}

int
block_check_bandwidth(uint64_t bandwidth)
{
	return bandwidth <= INT64_MAX ? 0 : fail(FAULT_OVERFLOW, "bandwidth is more than %lld bytes a second",
						 (long long)INT64_MAX);
}

/* The first failure is the one to tell. */
static int
give_up(struct vm *vm, struct disk *disk, struct block_job *job)
{
	struct failure why = fail_aside();

	block_conclude(vm, disk, job, BLOCK_NEVER_BEGUN, NULL);
	return fail_again(&why);
}

/* First on record, then made, then begun. */
int
block_begin(struct vm *vm, struct disk *disk, struct block_job *job, const struct block_tuning *tuning,
	    unsigned how)
{
	bool copies = job->kind == BLOCK_JOB_COPY;
	const struct storage_source *shared = how & BLOCK_SHALLOW ? disk->source.backing : NULL;

	if (vm_jobs_save(vm) < 0)
		return -1;
	if (copies && DRIVER_CALL(block, make, vm, disk, &disk->mirror->source, shared, how) < 0)
		return give_up(vm, disk, job);
	if (DRIVER_CALL(block, start, vm, disk, job, tuning) < 0)
		return give_up(vm, disk, job);
	job->state = BLOCK_JOB_RUNNING;
	return vm_jobs_save(vm);
}

/* --- relative names of backing files --- */

static bool
is_file(const struct storage_source *image)
{
	return image->type == STORAGE_FILE && image->file && *image->file == '/';
}

/* How a path is told from a directory: both absolute and clean. */
static char *
relative(const char *directory, const char *path)
{
	auto_text struct text out = { 0 };
	size_t same = 0;

	for (size_t i = 0; directory[i] && directory[i] == path[i]; i++)
		if (path[i] == '/')
			same = i;
	if (text_starts(path, directory) && path[strlen(directory)] == '/')
		return xstrdup(path + strlen(directory) + 1);
	for (const char *at = directory + same; *at; at++)
		if (*at == '/')
			text_add(&out, "../");
	text_add(&out, path + same + 1);
	return text_take(&out);
}

char *
block_relative(const struct storage_source *above, const struct storage_source *base)
{
	auto_free char *copy = NULL, *from = NULL, *to = NULL;

	if (!is_file(above) || !is_file(base))
		return fail(FAULT_STATE, "the backing file can only be relative among files"), NULL;
	copy = xstrdup(above->file);
	from = realpath(dirname(copy), NULL);
	to = realpath(base->file, NULL);
	if (!from || !to)
		return fail_errno("%s", base->file), NULL;
	return relative(from, to);
}
