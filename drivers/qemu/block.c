/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block - QEMU's jobs on disks: mirror, commit, stream (spec/snapshots.md 7.6, 7.7, 7.10)
 *
 * Results stay until they are fetched (auto-dismiss=false), so that they outlive whoever
 * started the job.  No job changes the chain by itself (auto-finalize=false): until we say so it
 * is "pending", so that it does not end in the middle of something else (QEMU 7.2 aborts when a
 * commit ends while it drains for a stop), and so that definitions can be written first. */
#include "block.h"

#include "alias.h"
#include "guest.h"
#include "handover.h"
#include "io_limits.h"

/* --- what goes on --- */

static const struct {
	const char *type;
	enum block_job_kind kind;
} job_types[] = {
	{ "mirror", BLOCK_JOB_COPY }, { "commit", BLOCK_JOB_COMMIT }, { "stream", BLOCK_JOB_PULL },
	{ "backup", BLOCK_JOB_BACKUP }, { "create", BLOCK_JOB_CREATE },
};

/* Words that are not here are of a job that simply goes on. */
static const struct {
	const char *status;
	enum block_phase phase;
} phases[] = {
	{ "ready", BLOCK_IS_READY }, { "standby", BLOCK_IS_READY },
	{ "pending", BLOCK_IS_PENDING },
	{ "concluded", BLOCK_IS_OVER }, { "null", BLOCK_IS_OVER },
};

static void
see_job(struct json_object *job, struct block_seen_list *seen_jobs)
{
	const char *name = json_string(job, "id");
	struct block_seen *seen = name ? list_add(seen_jobs) : NULL;

	if (!seen)
		return;
	seen->name = xstrdup(name);
	seen->error = xstrdup(json_string(job, "error"));
	seen->done = (uint64_t)json_number(job, "current-progress", 0);
	seen->total = (uint64_t)json_number(job, "total-progress", 0);
	for (unsigned i = 0; i < COUNT(job_types); i++)
		if (text_same(json_string(job, "type"), job_types[i].type))
			seen->kind = job_types[i].kind;
	for (unsigned i = 0; i < COUNT(phases); i++)
		if (text_same(json_string(job, "status"), phases[i].status))
			seen->phase = phases[i].phase;
}

static void
see_speed(struct json_object *block_job, struct block_seen_list *seen_jobs)
{
	list_each(seen, seen_jobs)
		if (text_same(seen->name, json_string(block_job, "device")))
			seen->speed = (uint64_t)json_number(block_job, "speed", 0);
}

bool
qemu_is_device(const char *path, const char *alias)
{
	size_t length = strlen(alias);

	for (const char *at = path; at; at = strchr(at + 1, '/'))
		if (*at == '/' && strncmp(at + 1, alias, length) == 0 && (at[length + 1] == '/' || !at[length + 1]))
			return true;
	return text_same(path, alias);
}

static void
see_disk(const struct vm_def *def, struct json_object *block, struct block_node_list *disks)
{
	const char *path = json_string(block, "qdev");
	const char *name = json_string(json_member(block, "inserted"), "node-name");

	if (!path || !name)
		return;
	list_each(disk, &def->devices.disks)
		if (disk->info.alias && qemu_is_device(path, disk->info.alias))
			*list_add(disks) = (struct block_node) {
				.target = xstrdup(disk->target.dev), .node = xstrdup(name),
			};
}

static int
view(struct vm *vm, struct block_view *ret_view)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_json struct json_object *jobs = NULL, *block_jobs = NULL, *blocks = NULL;

	if (!qmp || qmp_send(qmp, "query-jobs", NULL) < 0 || qmp_send(qmp, "query-block-jobs", NULL) < 0 ||
	    qmp_send(qmp, "query-block", NULL) < 0)
		return -1;
	if (!(jobs = qmp_reply(qmp)) || !(block_jobs = qmp_reply(qmp)) || !(blocks = qmp_reply(qmp)))
		return -1;
	for (size_t i = 0; i < json_length(jobs); i++)
		see_job(json_object_array_get_idx(jobs, i), &ret_view->jobs);
	for (size_t i = 0; i < json_length(block_jobs); i++)
		see_speed(json_object_array_get_idx(block_jobs, i), &ret_view->jobs);
	for (size_t i = 0; i < json_length(blocks); i++)
		see_disk(vm->live->def, json_object_array_get_idx(blocks, i), &ret_view->disks);
	return 0;
}

/* --- starting --- */

static void
add_number(struct json_object *arguments, const char *key, uint64_t value)
{
	if (value)
		json_object_object_add(arguments, key, json_object_new_int64((int64_t)value));
}

static struct json_object *
arguments_for(const struct disk *disk, const struct block_job *job, const struct block_tuning *tuning)
{
	auto_free char *device = qemu_format_node(&disk->source);
	struct json_object *arguments = json_build(
		"s:job-id", job->name, "s:device", device, "i:speed", (int64_t)tuning->speed,
		"b:auto-finalize", false, "b:auto-dismiss", false, NULL);

	if (tuning->backing)
		json_object_object_add(arguments, "backing-file", json_object_new_string(tuning->backing));
	return arguments;
}

static int
start_copy(struct qmp *qmp, const struct disk *disk, const struct block_job *job, const struct block_tuning *tuning)
{
	struct json_object *arguments = arguments_for(disk, job, tuning);
	auto_free char *from = qemu_format_node(&disk->source), *to = qemu_format_node(&disk->mirror->source);
	bool shallow = job->flags.value & BLOCK_JOB_SHALLOW;

	json_object_object_add(arguments, "target", json_object_new_string(to));
	json_object_object_add(arguments, "replaces", json_object_new_string(from));
	json_object_object_add(arguments, "sync", json_object_new_string(shallow ? "top" : "full"));
	add_number(arguments, "granularity", tuning->granularity);
	add_number(arguments, "buf-size", tuning->buffer);
	if (tuning->sync_writes)
		json_object_object_add(arguments, "copy-mode", json_object_new_string("write-blocking"));
	if (tuning->zeroed)
		json_object_object_add(arguments, "target-is-zero", json_object_new_boolean(true));
	return qmp_do(qmp, "blockdev-mirror", arguments);
}

static int
start_merge(struct qmp *qmp, const struct disk *disk, const struct block_job *job, const struct block_tuning *tuning)
{
	struct json_object *arguments = arguments_for(disk, job, tuning);

	if (job->top)
		json_object_object_add(arguments, "top-node", json_object_new_string(job->top));
	if (job->base)
		json_object_object_add(arguments, "base-node", json_object_new_string(job->base));
	return qmp_do(qmp, job->kind == BLOCK_JOB_PULL ? "block-stream" : "block-commit", arguments);
}

/* An image below the first was only to be read so far: now data, or the name of its backing
 * file, is written to it. */
static int
hand_over(struct vm *vm, const struct disk *disk, const char *node)
{
	for (const struct storage_source *s = &disk->source; s && !storage_source_empty(s); s = s->backing) {
		auto_free char *name = qemu_format_node(s);

		if (text_same(name, node) && storage_source_local(s))
			return handover_file(vm, storage_source_path(s), true);
	}
	return 0;
}

static int
start(struct vm *vm, const struct disk *disk, const struct block_job *job, const struct block_tuning *tuning)
{
	bool commit = job->kind == BLOCK_JOB_COMMIT || job->kind == BLOCK_JOB_ACTIVE_COMMIT;
	auto_qmp struct qmp *qmp = NULL;

	if (disk->driver.copy_on_read == YES)
		return fail(FAULT_UNSUPPORTED, "disk %s: jobs on a disk with copy_on_read", quote(disk->target.dev));
	if (commit && (hand_over(vm, disk, job->base) < 0 || hand_over(vm, disk, job->top_parent) < 0))
		return -1;
	qmp = qmp_open(vm);
	if (!qmp)
		return -1;
	return (job->kind == BLOCK_JOB_COPY ? start_copy : start_merge)(qmp, disk, job, tuning);
}

/* --- while it goes on, and its end --- */

static int
speed(struct vm *vm, const struct block_job *job, uint64_t bytes)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	return qmp ? qmp_do(qmp, "block-job-set-speed", json_build("s:device", job->name, "i:speed",
								     (int64_t)bytes, NULL)) : -1;
}

/* How long a disk whose guest writes and writes may take to come to its end. */
enum { END_MS = 60000 };

/* In the second phase both images are the same once the job is pending, and until it is
 * finalized nothing is written to either. */
static int
order_end(struct qmp *qmp, const struct block_job *job, enum block_end how)
{
	if (how == BLOCK_END_PIVOT)
		return qmp_do(qmp, "job-complete", json_build("s:id", job->name, NULL));
	return qmp_do(qmp, "block-job-cancel", json_build("s:device", job->name, "b:force",
							   how == BLOCK_END_CANCEL, NULL));
}

static int
end(struct vm *vm, const struct disk *disk, const struct block_job *job, enum block_end how)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp)
		return -1;
	if (how == BLOCK_END_PIVOT && job->kind == BLOCK_JOB_ACTIVE_COMMIT &&
	    qemu_bitmaps_prepare(qmp, disk, job) < 0)
		return -1;
	if (order_end(qmp, job, how) < 0)
		return -1;
	return how == BLOCK_END_CANCEL ? 0 : qmp_job_await(qmp, job->name, "pending", END_MS);
}

static int
finalize(struct vm *vm, const struct block_job *job)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp || qmp_do(qmp, "job-finalize", json_build("s:id", job->name, NULL)) < 0)
		return -1;
	return qmp_job_await(qmp, job->name, "concluded", END_MS);
}

static bool
is_there(struct qmp *qmp, const char *name)
{
	auto_json struct json_object *jobs = qmp_call(qmp, "query-jobs", NULL);

	for (size_t i = 0; i < json_length(jobs); i++)
		if (text_same(json_string(json_object_array_get_idx(jobs, i), "id"), name))
			return true;
	return false;
}

static int
dismiss(struct vm *vm, const struct block_job *job)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp)
		return -1;
	if (!is_there(qmp, job->name))
		return fail_fault() == FAULT_NONE ? 0 : -1;
	return qmp_do(qmp, "job-dismiss", json_build("s:id", job->name, NULL));
}

static int
resize(struct vm *vm, const struct disk *disk, uint64_t bytes)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_free char *node = qemu_format_node(&disk->source);

	return qmp ? qmp_do(qmp, "block_resize", json_build("s:node-name", node, "i:size", (int64_t)bytes, NULL)) : -1;
}

static int
tune(struct vm *vm, const struct disk *disk)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	return qmp ? qmp_do(qmp, "block_set_io_throttle", disk_limits(disk)) : -1;
}

const struct block_ops qemu_block_ops = {
	.view     = view,
	.capacity = qemu_image_capacity,
	.inspect  = qemu_image_inspect,
	.make     = qemu_image_make,
	.inherit  = qemu_bitmaps_inherit,
	.close    = qemu_image_close,
	.number   = qemu_image_number,
	.remove   = qemu_image_remove,
	.start    = start,
	.speed    = speed,
	.end      = end,
	.finalize = finalize,
	.dismiss  = dismiss,
	.resize   = resize,
	.tune     = tune,
	.usage    = qemu_image_usage,
	.stats    = qemu_block_stats,
	.threshold = qemu_block_threshold,
};
