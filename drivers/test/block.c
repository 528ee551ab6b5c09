/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block - jobs on the disks of simulated guests
 *
 * There are no contents, so a job is a clock: it has done what its limit allows for since it
 * began, and without a limit everything at once.  $RUN/FOLDER/NAME.disks keeps what QEMU would
 * know:
 *
 *	{"jobs":[{"name":"copy-vda-libvirt-1-format","kind":"copy","disk":"vda","speed":1048576,
 *		  "since":1795247459410,"done":0,"end":"pivot"}],
 *	 "nodes":{"vda":"libvirt-2-format"},"sizes":{"vda":1073741824}} */
#include "block.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/process.h"
#include "base/when.h"
#include "image.h"
#include "state/place.h"

/* As libvirt's test driver says of every disk. */
static const uint64_t usual_size = UINT64_C(1099506450432);

/* --- the file --- */

static char *
path_of(const char *name)
{
	return place_file(PLACE_RUN, "%s/%s.disks", host_here()->folder, name);
}

/* Never without its three parts. */
static struct json_object *
load(const char *name)
{
	auto_free char *path = path_of(name);
	size_t size = 0;
	auto_free char *text = file_read_if_any(AT_FDCWD, path, FILE_LIMIT, &size);

	if (text)
		return json_parse(text, size, path);
	if (fail_fault() != FAULT_NONE)
		return NULL;
	return json_build("o:jobs", json_object_new_array(), "o:nodes", json_object_new_object(),
			  "o:sizes", json_object_new_object(), NULL);
}

static int
save(const char *name, struct json_object *state)
{
	auto_free char *path = path_of(name);
	const char *line = json_line(state);

	return file_replace_volatile(AT_FDCWD, path, line, strlen(line), 0600);
}

int
test_reap(struct vm *vm, struct strings *what)
{
	auto_free char *path = path_of(vm->name);

	if (unlink(path) == 0 && what)
		strings_addf(what, "%s.disks", vm->name);
	return 0;
}

/* The job of that name and its place in the list; NULL when there is none. */
static struct json_object *
find(struct json_object *state, const char *name, size_t *ret_at)
{
	struct json_object *jobs = json_member(state, "jobs");

	for (size_t i = 0; i < json_length(jobs); i++) {
		struct json_object *job = json_object_array_get_idx(jobs, i);

		if (!text_same(json_string(job, "name"), name))
			continue;
		*ret_at = i;
		return job;
	}
	return NULL;
}

int
test_overlays_use(struct vm *vm, const struct snapshot_def *def, struct json_object *survey)
{
	auto_json struct json_object *state = load(vm->name);

	(void)survey;
	if (!state)
		return -1;
	list_each(part, &def->disks) {
		auto_free char *node = text_format("libvirt-%u-format", part->source.index);

		if (part->snapshot == DISK_SNAPSHOT_EXTERNAL)
			json_object_object_add(json_member(state, "nodes"), part->name, json_object_new_string(node));
	}
	return save(vm->name, state);
}

static uint64_t
size_of(struct json_object *state, const char *target)
{
	return (uint64_t)json_number(json_member(state, "sizes"), target, (int64_t)usual_size);
}

/* --- what goes on --- */

static uint64_t
done_so_far(struct json_object *job, uint64_t total)
{
	uint64_t speed = (uint64_t)json_number(job, "speed", 0);
	uint64_t before = (uint64_t)json_number(job, "done", 0);
	double seconds = (double)(when_now() - json_number(job, "since", 0) * 1000) / 1e6;
	double more = seconds * (double)speed;

	if (!speed || more >= (double)(total - before))
		return total;
	return before + (uint64_t)more;
}

static void
see(struct json_object *state, struct json_object *job, struct block_seen_list *seen_jobs)
{
	int kind = words_find(&block_job_kind_words, json_string(job, "kind"));
	const char *end = json_string(job, "end");
	struct block_seen *seen = list_add(seen_jobs);
	bool two_phases = kind == BLOCK_JOB_COPY || kind == BLOCK_JOB_ACTIVE_COMMIT;

	seen->name = xstrdup(json_string(job, "name"));
	seen->kind = (enum block_job_kind)kind;
	seen->speed = (uint64_t)json_number(job, "speed", 0);
	seen->total = size_of(state, json_string(job, "disk"));
	seen->done = done_so_far(job, seen->total);
	if (json_boolean(job, "endless"))
		seen->done = 0;
	if (end || (seen->done == seen->total && !two_phases))
		seen->phase = BLOCK_IS_OVER;
	else if (seen->done == seen->total)
		seen->phase = BLOCK_IS_READY;
	if (text_same(end, "cancel"))
		seen->error = xstrdup("Operation canceled");
}

static int
view(struct vm *vm, struct block_view *ret_view)
{
	auto_json struct json_object *state = load(vm->name);
	struct json_object *jobs = json_member(state, "jobs"), *nodes = json_member(state, "nodes");

	if (!state)
		return -1;
	for (size_t i = 0; i < json_length(jobs); i++)
		see(state, json_object_array_get_idx(jobs, i), &ret_view->jobs);
	list_each(disk, &vm->live->def->devices.disks) {
		const char *node = json_string(nodes, disk->target.dev);

		*list_add(&ret_view->disks) = (struct block_node) {
			.target = xstrdup(disk->target.dev),
			.node = node ? xstrdup(node) : text_format("libvirt-%u-format", disk->source.index),
		};
	}
	return 0;
}

static int
capacity(struct vm *vm, const struct disk *disk, uint64_t *ret_bytes)
{
	auto_json struct json_object *state = load(vm->name);

	if (!state)
		return -1;
	*ret_bytes = size_of(state, disk->target.dev);
	return 0;
}

/* --- images have no contents --- */

static int
inspect(const struct storage_source *image, enum storage_format *ret_format, uint64_t *ret_bytes)
{
	*ret_format = image->format ? image->format : FORMAT_RAW;
	*ret_bytes = usual_size;
	return 0;
}

static int
make(struct vm *vm, const struct disk *disk, struct storage_source *image, const struct storage_source *shared,
     unsigned how)
{
	bool of_disk = how & BLOCK_OVERLAY || (disk->mirror && image == &disk->mirror->source);

	(void)vm;
	/* Those of a backup are made when it has come to its end: stand(). */
	if (!of_disk || how & BLOCK_REUSE || image->type != STORAGE_FILE)
		return 0;
	return shared ? test_image_lay(image, shared) : test_image_copy(image, &disk->source);
}

/* A job has changed the chain. */
static int
inherit(struct vm *vm, const struct disk *disk, const struct block_job *job)
{
	(void)vm, (void)job;
	return test_image_settle(&disk->source);
}

static int
close_images(struct vm *vm, const struct disk *disk, const struct storage_source *images)
{
	(void)vm, (void)disk, (void)images;
	return 0;
}

/* As libvirt's test driver. */
static int
usage(const struct storage_source *image, uint64_t *ret_allocation, uint64_t *ret_physical)
{
	(void)image;
	*ret_allocation = *ret_physical = UINT64_C(1) << 40;
	return 0;
}

/* A simulated guest leaves its disks alone. */
static int
stats(struct vm *vm, struct block_stats_list *ret_stats)
{
	list_each(disk, &vm->live->def->devices.disks)
		list_add(ret_stats)->target = xstrdup(disk->target.dev);
	return 0;
}

static int
threshold(struct vm *vm, const struct storage_source *image, uint64_t bytes)
{
	(void)vm, (void)image, (void)bytes;
	return 0;
}

/* --- jobs --- */

int
test_job_begin(struct vm *vm, const struct block_job *job, const char *other, uint64_t limit, bool endless)
{
	auto_json struct json_object *state = load(vm->name);

	if (!state)
		return -1;
	json_object_array_add(json_member(state, "jobs"), json_build(
		"s:name", job->name, "s:kind", words_name(&block_job_kind_words, job->kind),
		"s:disk", job->disk.target, "s?:other", other, "b:endless", endless,
		"i:speed", (int64_t)limit, "i:since", when_now() / 1000, "i:done", (int64_t)0, NULL));
	return save(vm->name, state);
}

static int
start(struct vm *vm, const struct disk *disk, const struct block_job *job, const struct block_tuning *tuning)
{
	auto_free char *copy = disk->mirror && job->kind == BLOCK_JOB_COPY ?
			       text_format("libvirt-%u-format", disk->mirror->source.index) : NULL;

	return test_job_begin(vm, job, copy ? copy : job->base, tuning->speed, false);
}

static int
not_there(const struct block_job *job)
{
	return fail(FAULT_FAILED, "job %s is not there", quote(job->name));
}

static int
speed(struct vm *vm, const struct block_job *job, uint64_t bytes)
{
	auto_json struct json_object *state = load(vm->name);
	size_t at;
	struct json_object *now = state ? find(state, job->name, &at) : NULL;
	uint64_t total;

	if (!now)
		return state ? not_there(job) : -1;
	total = size_of(state, json_string(now, "disk"));
	json_object_object_add(now, "done", json_object_new_int64((int64_t)done_so_far(now, total)));
	json_object_object_add(now, "since", json_object_new_int64(when_now() / 1000));
	json_object_object_add(now, "speed", json_object_new_int64((int64_t)bytes));
	return save(vm->name, state);
}

static int
end(struct vm *vm, const struct disk *disk, const struct block_job *job, enum block_end how)
{
	static const char *const words[] = {
		[BLOCK_END_CANCEL] = "cancel", [BLOCK_END_KEEP] = "keep", [BLOCK_END_PIVOT] = "pivot",
	};
	auto_json struct json_object *state = load(vm->name);
	size_t at;
	struct json_object *now = state ? find(state, job->name, &at) : NULL;

	(void)disk;
	if (!now)
		return state ? not_there(job) : -1;
	json_object_object_add(now, "end", json_object_new_string(words[how]));
	if (how == BLOCK_END_PIVOT)
		json_object_object_add(json_member(state, "nodes"), json_string(now, "disk"),
				       json_object_get(json_member(now, "other")));
	return save(vm->name, state);
}

static int
dismiss(struct vm *vm, const struct block_job *job)
{
	auto_json struct json_object *state = load(vm->name);
	size_t at;

	if (!state)
		return -1;
	if (!find(state, job->name, &at))
		return 0;
	json_object_array_del_idx(json_member(state, "jobs"), at, 1);
	return save(vm->name, state);
}

static int
resize(struct vm *vm, const struct disk *disk, uint64_t bytes)
{
	auto_json struct json_object *state = load(vm->name);

	if (!state)
		return -1;
	json_object_object_add(json_member(state, "sizes"), disk->target.dev, json_object_new_int64((int64_t)bytes));
	return save(vm->name, state);
}

static int
tune(struct vm *vm, const struct disk *disk)
{
	(void)vm, (void)disk;
	return 0;
}

const struct block_ops test_block_ops = {
	.view     = view,
	.capacity = capacity,
	.inspect  = inspect,
	.make     = make,
	.inherit  = inherit,
	.close    = close_images,
	.remove   = test_image_remove,
	.start    = start,
	.speed    = speed,
	.end      = end,
	.dismiss  = dismiss,
	.resize   = resize,
	.tune     = tune,
	.usage    = usage,
	.stats    = stats,
	.threshold = threshold,
};
