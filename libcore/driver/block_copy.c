/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_copy - mirror a disk to a new place (spec/snapshots.md 6.2) */
#include "driver/block_inside.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "driver/vm_inside.h"
#include "model/storage_rows.h"

/* --- what was asked for --- */

/* A <disk> of which only the place counts, in the order in which virsh prints it. */
struct destination {
	struct storage_source source;
};

#define T struct destination
static const struct row destination_rows[] = {
	ENUM  (T, source.type,    "@type", storage_kind, 0, "where the copy lives", DEFAULT("file")),
	STORAGE_ROWS(T, source.),
	ENUM  (T, source.format,  "driver/@type", storage_format, 0, "format of the copy"),
	METADATA_CACHE_ROW(T, source., "driver/"),
	GROUP (T, source.backing, "backingStore", storage_source, 0, "what the copy is an overlay of"),
	ROWS_END
};
#undef T
static const struct type destination_type = {
	.name = "disk", .size = sizeof(struct destination), .rows = destination_rows,
};

static struct destination *
parse_xml(const struct block_copy *copy)
{
	struct destination *to = model_parse(&destination_type, copy->xml, strlen(copy->xml), copy->whence,
					     VIEW_CONFIG, READ_SILENT);

	if (to && storage_source_empty(&to->source)) {
		model_free(&destination_type, to);
		return fail(FAULT_XML, "%s: there is no source in it", copy->whence), NULL;
	}
	return to;
}

static struct destination *
wanted(const struct block_copy *copy)
{
	struct destination *to;
	int format = copy->format ? words_find(&storage_format_words, copy->format) : FORMAT_NONE;

	if (copy->xml)
		return parse_xml(copy);
	if (!copy->dest)
		return fail(FAULT_USAGE, "say where to: DEST or --xml"), NULL;
	if (*copy->dest != '/')
		return fail(FAULT_ARGUMENT, "destination %s is not an absolute path", quote(copy->dest)), NULL;
	if (format < 0)
		return fail(FAULT_CONFIG, "format %s is not known", quote(copy->format)), NULL;
	to = model_new(&destination_type);
	to->source.type = copy->how & BLOCK_DEVICE ? STORAGE_BLOCK : STORAGE_FILE;
	to->source.format = (enum storage_format)format;
	*(copy->how & BLOCK_DEVICE ? &to->source.dev : &to->source.file) = xstrdup(copy->dest);
	return to;
}

char *
block_copy_xml(const struct block_copy *copy)
{
	struct destination *to = wanted(copy);
	char *xml = to ? model_text(&destination_type, to, VIEW_CONFIG) : NULL;

	model_free(&destination_type, to);
	return xml;
}

/* --- checks --- */

static int
check_request(struct vm *vm, const struct disk *disk, const struct destination *to, struct block_copy *copy)
{
	bool shallow = copy->how & BLOCK_SHALLOW;

	if (copy->granularity & (copy->granularity - 1))
		return fail(FAULT_ARGUMENT, "granularity is not a power of two");
	if (to->source.backing && !shallow)
		return fail(FAULT_ARGUMENT, "a destination with a backing store needs --shallow");
	if (!block_has_backing(&disk->source))
		copy->how &= ~(unsigned)BLOCK_SHALLOW;
	if (copy->how & BLOCK_SHALLOW && to->source.format == FORMAT_RAW && !(copy->how & BLOCK_REUSE))
		return fail(FAULT_CONFIG, "a shallow copy cannot be 'raw'");
	if (vm->stored && !(copy->how & BLOCK_TRANSIENT))
		return fail(FAULT_STATE, "the copy would not outlive the running guest: "
			    "--transient-job says that this is fine");
	return 0;
}

static int
check_device(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return fail_errno("destination %s", path);
	return S_ISBLK(st.st_mode) ? 0 : fail(FAULT_ARGUMENT, "destination %s is not a block device", quote(path));
}

static int
check_file(struct block_copy *copy, const char *path, bool *ret_new)
{
	struct stat st;
	bool there = stat(path, &st) == 0;

	if (!there && (errno != ENOENT || copy->how & BLOCK_REUSE))
		return fail_errno("destination %s", path);
	*ret_new = !there;
	/* As libvirt does: what is there and is a device is used. */
	if (!there || S_ISBLK(st.st_mode))
		return 0;
	if (!S_ISREG(st.st_mode))
		return fail(FAULT_CONFIG, "destination %s is not a regular file", quote(path));
	if (st.st_size && !(copy->how & BLOCK_REUSE))
		return fail(FAULT_CONFIG, "destination %s exists and is not empty", quote(path));
	return 0;
}

static int
check_size(struct vm *vm, const struct disk *disk, struct storage_source *image)
{
	enum storage_format format;
	uint64_t needed, there;

	if (DRIVER_CALL(block, inspect, image, &format, &there) < 0 ||
	    DRIVER_CALL(block, capacity, vm, disk, &needed) < 0)
		return -1;
	if (!image->format)
		image->format = format;
	return there >= needed ? 0 : fail(FAULT_CONFIG, "destination %s is smaller than the disk",
					  quote(storage_source_path(image)));
}

static int
check_destination(struct vm *vm, const struct disk *disk, struct destination *to, struct block_copy *copy,
		  bool *ret_new)
{
	struct storage_source *image = &to->source;

	if (image->type == STORAGE_BLOCK && check_device(image->dev) < 0)
		return -1;
	if (image->type == STORAGE_FILE && check_file(copy, image->file, ret_new) < 0)
		return -1;
	list_each(other, &vm->live->def->devices.disks)
		for (const struct storage_source *s = &other->source; s && !storage_source_empty(s); s = s->backing)
			if (block_same_place(s, image))
				return fail(FAULT_CONFIG, "destination %s is an image of disk %s",
					    quote(storage_source_path(image)), quote(other->target.dev));
	if (copy->how & BLOCK_REUSE)
		return check_size(vm, disk, image);
	if (!image->format)
		image->format = disk->source.format;
	return 0;
}

/* --- doing it --- */

/* What the copy stands on: nothing, or what the disk stands on. */
static void
set_chain(const struct disk *disk, struct storage_source *image, unsigned how)
{
	model_free(&storage_source_type, image->backing);
	image->backing = how & BLOCK_SHALLOW ? model_copy(&storage_source_type, disk->source.backing)
					     : block_chain_end();
}

static int
start(struct vm *vm, struct disk *disk, struct destination *to, const struct block_copy *copy, bool new_file)
{
	struct block_job *job = block_record(vm, disk, BLOCK_JOB_COPY, &disk->source);
	struct block_tuning tuning = {
		.speed = copy->bandwidth, .granularity = copy->granularity, .buffer = copy->buffer,
		.sync_writes = copy->how & BLOCK_SYNC_WRITES, .zeroed = copy->how & BLOCK_ZEROED,
	};

	job->flags = NUMBER_OF((copy->how & BLOCK_SHALLOW ? BLOCK_JOB_SHALLOW : 0) |
			       (copy->how & BLOCK_REUSE ? BLOCK_JOB_REUSE : 0) |
			       (new_file ? BLOCK_JOB_MADE : 0));
	job->shallow_new = NO;
	job->disk.mirror = YES;
	disk->mirror = xcalloc(1, sizeof *disk->mirror);
	disk->mirror->job = MIRROR_JOB_COPY;
	block_source_put(&disk->mirror->source, block_source_take(&to->source));
	disk->mirror->source.index = vm_next_node(vm);
	set_chain(disk, &disk->mirror->source, copy->how);
	return block_begin(vm, disk, job, &tuning, copy->how);
}

static int
copy_to(struct vm *vm, struct disk *disk, struct destination *to, struct block_copy *copy)
{
	bool new_file = false;

	if (check_request(vm, disk, to, copy) < 0 || check_destination(vm, disk, to, copy, &new_file) < 0)
		return -1;
	if (vm_told("copy disk %s of %s to %s (%s)", disk->target.dev, vm->name, storage_source_path(&to->source),
		    words_name(&storage_format_words, to->source.format)))
		return 0;
	return start(vm, disk, to, copy, new_file);
}

int
block_copy(struct vm *vm, const char *name, const struct block_copy *asked)
{
	struct block_copy copy = *asked;
	struct disk *disk = block_disk_for_job(vm, name);
	struct destination *to = disk && block_check_bandwidth(copy.bandwidth) == 0 ? wanted(&copy) : NULL;
	int done = to ? copy_to(vm, disk, to, &copy) : -1;

	model_free(&destination_type, to);
	return done;
}
