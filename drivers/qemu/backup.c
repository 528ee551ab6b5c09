/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* backup - QEMU's backup jobs, and its NBD server (spec/snapshots.md 7.8, 7.9) */
#include "backup.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "alias.h"
#include "base/clock.h"
#include "block_bitmap.h"
#include "checkpoint.h"
#include "guest.h"
#include "preserve.h"
#include "tls.h"

/* An export goes some time after its clients were told to. */
enum { EXPORTS_MS = 10000, LOOK_NS = 10 * 1000 * 1000 };

static const struct backup_disk *
part_of(const struct backup_def *def, const struct block_job *job)
{
	list_each(part, &def->disks)
		if (text_same(part->name, job->disk.target))
			return part;
	return NULL;
}

/* Where the sum of what changed is kept while the backup goes on. */
static char *
bitmap_node(const struct backup_def *def, const struct disk *disk, const struct block_job *job)
{
	return qemu_format_node(def->mode == BACKUP_PULL ? job->store : &disk->source);
}

/* --- beginning --- */

static const char credentials[] = "backup-tls";          /* what QEMU knows the certificates by */

static int
check(struct vm *vm, const struct backup_def *def)
{
	auto_qmp struct qmp *qmp = NULL;
	auto_json struct json_object *nodes = NULL;

	if ((def->server.tls == YES && tls_check(TLS_BACKUP) < 0) || !(qmp = qmp_open(vm)) || !(nodes = qemu_block_nodes(qmp)))
		return -1;
	list_each(part, &def->disks) {
		auto_json struct json_object *chain = NULL;

		if (part->backup == NO || part->mode != BACKUP_DISK_INCREMENTAL)
			continue;
		chain = qemu_bitmap_chain(nodes, vm_def_disk(vm->live->def, part->name), part->incremental);
		if (!chain)
			return -1;
	}
	return 0;
}

static int
listen_for_clients(struct vm *vm, const struct backup_def *def)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_free char *port = text_format("%u", def->server.port);
	bool local = def->server.transport == BACKUP_UNIX, tls = def->server.tls == YES;
	struct json_object *place;

	if (!qmp || (tls && tls_load(qmp, TLS_BACKUP, credentials, true) < 0))
		return -1;
	place = local ? json_build("s:path", def->server.socket, NULL)
		      : json_build("s:host", def->server.name, "s:port", port, NULL);
	return qmp_do(qmp, "nbd-server-start", json_build("o:addr", json_build(
		"s:type", local ? "unix" : "inet", "o:data", place, NULL),
		"s?:tls-creds", tls ? credentials : NULL, NULL));
}

/* What changed since a checkpoint, in all images of the disk. */
static int
add_changes(struct json_object *actions, struct json_object *nodes, const struct backup_def *def,
	    const struct disk *disk, const struct block_job *job)
{
	const char *since = part_of(def, job)->incremental;
	auto_json struct json_object *chain = qemu_bitmap_chain(nodes, disk, since);
	auto_free char *top = qemu_format_node(&disk->source), *node = bitmap_node(def, disk, job);
	int64_t granularity;

	if (!chain)
		return -1;
	granularity = json_number(qemu_bitmap_find(nodes, top, since), "granularity", 0);
	qemu_action_add(actions, "block-dirty-bitmap-add", json_build(
		"s:node", node, "s:name", job->bitmap, "b:persistent", false, "b:disabled", true,
		"i:granularity", granularity, NULL));
	qemu_action_add(actions, "block-dirty-bitmap-merge", json_build(
		"s:node", node, "s:target", job->bitmap, "o:bitmaps", json_object_get(chain), NULL));
	return 0;
}

static void
add_copy(struct json_object *actions, const struct backup_def *def, const struct disk *disk,
	 const struct block_job *job)
{
	auto_free char *from = qemu_format_node(&disk->source), *to = qemu_format_node(job->store);
	bool pull = def->mode == BACKUP_PULL;

	qemu_action_add(actions, "blockdev-backup", json_build(
		"s:job-id", job->name, "s:device", from, "s:target", to,
		"s:sync", pull ? "none" : job->bitmap ? "incremental" : "full",
		"s?:bitmap", pull ? NULL : job->bitmap,
		"b:auto-finalize", true, "b:auto-dismiss", false, NULL));
}

static int
add_actions(struct vm *vm, struct json_object *actions, struct json_object *nodes, const struct backup_def *def)
{
	list_each(job, &vm->live->block_jobs) {
		const struct disk *disk = vm_def_disk(vm->live->def, job->disk.target);

		if (job->kind != BLOCK_JOB_BACKUP)
			continue;
		if (job->bitmap && add_changes(actions, nodes, def, disk, job) < 0)
			return -1;
		add_copy(actions, def, disk, job);
	}
	return 0;
}

static int
begin(struct vm *vm, const struct backup_def *def, const struct checkpoint_def *checkpoint)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_json struct json_object *nodes = qmp ? qemu_block_nodes(qmp) : NULL;
	auto_json struct json_object *actions = json_object_new_array();

	if (!nodes)
		return -1;
	if (checkpoint)
		qemu_checkpoint_begin(actions, vm->live->def, checkpoint);
	if (add_actions(vm, actions, nodes, def) < 0)
		return -1;
	return qmp_do(qmp, "transaction", json_build("o:actions", json_object_get(actions), NULL));
}

/* --- serving --- */

static char *
export_name(const struct block_job *job)
{
	auto_free char *node = qemu_format_node(job->store);

	return text_format("libvirt-nbd-%s", node);
}

/* 1 it is there, 0, -1. */
static int
is_exported(struct qmp *qmp, const char *id)
{
	auto_json struct json_object *exports = qmp_call(qmp, "query-block-exports", NULL);
	size_t n = json_length(exports);

	for (size_t i = 0; i < n; i++)
		if (text_same(json_string(json_object_array_get_idx(exports, i), "id"), id))
			return 1;
	return exports ? 0 : -1;
}

static int
export_one(struct qmp *qmp, const struct backup_disk *part, const struct block_job *job)
{
	auto_free char *node = qemu_format_node(job->store), *id = export_name(job);
	struct json_object *bitmaps = json_object_new_array();
	struct json_object *arguments = json_build(
		"s:type", "nbd", "s:id", id, "s:node-name", node, "b:writable", false,
		"s:name", part->exportname, "o:bitmaps", bitmaps, NULL);

	if (job->bitmap)
		json_object_array_add(bitmaps, json_object_new_string(job->bitmap));
	return qmp_do(qmp, "block-export-add", arguments);
}

static int
serve(struct vm *vm, const struct backup_def *def)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp)
		return -1;
	list_each(job, &vm->live->block_jobs) {
		auto_free char *id = job->kind == BLOCK_JOB_BACKUP ? export_name(job) : NULL;
		int there = id ? is_exported(qmp, id) : 1;

		if (there < 0 || (!there && export_one(qmp, part_of(def, job), job) < 0))
			return -1;
	}
	return 0;
}

/* --- the end --- */

static int
stop_export(struct qmp *qmp, const char *id)
{
	int64_t end = clock_ms() + EXPORTS_MS;
	struct timespec pause = { .tv_nsec = LOOK_NS };
	int there = is_exported(qmp, id);

	if (there <= 0)
		return there;
	if (qmp_do(qmp, "block-export-del", json_build("s:id", id, "s:mode", "hard", NULL)) < 0 &&
	    fail_fault() != FAULT_FAILED)
		return -1;
	fail_forget();           /* it is on its way out already */
	while ((there = is_exported(qmp, id)) > 0) {
		if (clock_ms() > end)
			return fail(FAULT_TIMEOUT, "a client does not let go of export %s", id);
		nanosleep(&pause, NULL);
	}
	return there;
}

static int
stop_serving(struct qmp *qmp, struct vm *vm)
{
	list_each(job, &vm->live->block_jobs) {
		auto_free char *id = job->kind == BLOCK_JOB_BACKUP ? export_name(job) : NULL;

		if (id && stop_export(qmp, id) < 0)
			return -1;
	}
	if (qmp_do(qmp, "nbd-server-stop", NULL) < 0 && fail_fault() != FAULT_FAILED)
		return -1;
	qmp_do(qmp, "object-del", json_build("s:id", credentials, NULL));
	fail_forget();           /* it did not listen any more, or never did, or without TLS */
	return 0;
}

static int
drop_bitmaps(struct qmp *qmp, struct vm *vm, const struct backup_def *def)
{
	auto_json struct json_object *nodes = qemu_block_nodes(qmp);

	if (!nodes)
		return -1;
	list_each(job, &vm->live->block_jobs) {
		const struct disk *disk = job->bitmap ? vm_def_disk(vm->live->def, job->disk.target) : NULL;
		auto_free char *node = disk ? bitmap_node(def, disk, job) : NULL;

		if (node && qemu_bitmap_find(nodes, node, job->bitmap) &&
		    qmp_do(qmp, "block-dirty-bitmap-remove", json_build("s:node", node, "s:name", job->bitmap, NULL)) < 0)
			return -1;
	}
	return 0;
}

static int
bury(const struct backup_def *def)
{
	if (def->server.socket && unlink(def->server.socket) < 0 && errno != ENOENT)
		return fail_errno("remove %s", def->server.socket);
	return 0;
}

static int
preserve(struct vm *vm)
{
	return preserve_begin(guest_dir(), vm->name);
}

static int
finish(struct vm *vm, const struct backup_def *def)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp || preserve_end(guest_dir(), vm->name) < 0 || (def->mode == BACKUP_PULL && stop_serving(qmp, vm) < 0))
		return -1;
	return drop_bitmaps(qmp, vm, def) < 0 ? -1 : bury(def);
}

const struct backup_ops qemu_backup_ops = {
	.check  = check,
	.listen = listen_for_clients,
	.preserve = preserve,
	.begin  = begin,
	.serve  = serve,
	.finish = finish,
	.bury   = bury,
	.copy   = qemu_backup_copy,
	.copy_changed = qemu_backup_changed,
	.stand  = qemu_backup_stand,
	.merge  = qemu_backup_merge,
	.verify = qemu_backup_verify,
};
