/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot - internal snapshots: disks and memory inside the qcow2 images
 *
 * Of a guest that is off by qemu-img, of an active one by QEMU's snapshot jobs
 * (spec/snapshots.md 2.5, 2.7, 3.5, 7.3). */
#include "snapshot.h"

#include <unistd.h>

#include "adopt.h"
#include "base/process.h"
#include "block.h"
#include "block_bitmap.h"
#include "checkpoint.h"
#include "guest.h"
#include "nvram.h"
#include "qmp.h"

/* Saving memory takes as long as it takes; a dead emulator closes the socket. */
enum { JOB_TIMEOUT_MS = 24 * 60 * 60 * 1000 };

/* The definition whose images a snapshot's contents are in. */
static const struct vm_def *
guest_of(struct vm *vm, const struct snapshot_def *def)
{
	return def->domain ? def->domain : vm_placed(vm);
}

/* --- checks --- */

static int
check_disk(const struct disk *disk)
{
	const char *name = disk->target.dev;

	if (disk->source.type != STORAGE_FILE && disk->source.type != STORAGE_BLOCK)
		return fail(FAULT_CONFIG, "disk %s: an internal snapshot needs a local image", quote(name));
	if (disk->source.format != FORMAT_QCOW2)
		return fail(FAULT_CONFIG, "disk %s: an internal snapshot needs format 'qcow2'", quote(name));
	return 0;
}

/* An internal snapshot that leaves a writable disk out would be torn. */
static int
check_complete(const struct vm_def *guest, const struct snapshot_def *def)
{
	unsigned inside = 0;

	list_each(disk, &guest->devices.disks) {
		bool part = qemu_disk_is_writable(disk) && qemu_disk_takes_part(def, disk->target.dev);

		if (part && check_disk(disk) < 0)
			return -1;
		inside += part;
		if (!part && qemu_disk_is_writable(disk))
			return fail(FAULT_CONFIG, "disk %s is writable and not part of the snapshot",
				    quote(disk->target.dev));
	}
	if (!inside)
		return fail(FAULT_CONFIG, "no disk that could hold the snapshot");
	return 0;
}

static int
check(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	auto_snapshot_parts struct snapshot_part_list images = { 0 };
	const struct vm_def *guest = vm_placed(vm);

	(void)how;
	if (snapshot_is_external(def) || def->state == SNAPSHOT_DISK_SNAPSHOT)
		return guest ? qemu_overlays_check(vm, guest, def) : -1;
	if (!guest || check_complete(guest, def) < 0)
		return -1;
	if (vm->active && guest->os.nvram && guest->os.nvram->source.format != FORMAT_QCOW2)
		return fail(FAULT_UNSUPPORTED, "an internal snapshot with firmware variables that are not qcow2");
	if (snapshot_parts(guest, def, NULL, &images) < 0)
		return -1;
	list_each(image, &images)
		if (image_tag_check(&image->tags, def->name, TAG_NEW) < 0)
			return fail_within("disk %s", quote(image->name));
	return 0;
}

/* Exactly one image holds the memory of a guest that ran. */
static int
check_memory_image(const struct snapshot_part_list *images, const struct snapshot_def *def)
{
	unsigned holders = 0;

	list_each(image, images)
		list_each(tag, &image->tags)
			holders += text_same(tag->name, def->name) && tag->vm_state_size > 0;
	if (holders != 1)
		return fail(FAULT_FAILED, "%u images hold the memory of the snapshot, not one", holders);
	return 0;
}

static int
check_revert(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	auto_snapshot_parts struct snapshot_part_list images = { 0 };
	const struct vm_def *guest = guest_of(vm, def);

	(void)how;
	if (!guest || snapshot_parts(guest, def, NULL, &images) < 0)
		return -1;
	list_each(image, &images)
		if (image->disk && image_tag_check(&image->tags, def->name, TAG_EXISTING) < 0)
			return fail_within("disk %s", quote(image->name));
	if (guest->devices.emulator && access(guest->devices.emulator, X_OK) < 0)
		return fail(FAULT_UNSUPPORTED, "emulator %s is not there", quote(guest->devices.emulator));
	return snapshot_is_online(def) || def->memory.snapshot == DISK_SNAPSHOT_INTERNAL ? check_memory_image(&images, def) : 0;
}

/* --- of a guest that is off: qemu-img --- */

static int
image_command(const struct snapshot_part *image, const char *option, const char *name)
{
	char *argv[] = { "qemu-img", "snapshot", (char *)option, (char *)name, (char *)image->path, NULL };

	return process_run(argv, NULL) < 0 ? fail_within("disk %s", quote(image->name)) : 0;
}

static int
save_offline(const struct snapshot_part_list *images, const char *name)
{
	list_each(image, images) {
		struct failure why;

		if (image_command(image, "-c", name) == 0)
			continue;
		why = fail_aside();
		for (struct snapshot_part *done = images->item; done < image; done++)
			image_command(done, "-d", name);
		return fail_again(&why);
	}
	return 0;
}

/* All are tried, so that a failure leaves as few as possible behind. */
static int
each_offline(const struct snapshot_part_list *images, const char *option, const char *name)
{
	int status = 0;

	list_each(image, images)
		if (snapshot_part_has(image, name) && image_command(image, option, name) < 0)
			status = -1;
	return status;
}

/* --- of an active guest: QEMU's jobs --- */

static struct json_object *
node_names(const struct snapshot_part_list *images, const char *with_tag)
{
	struct json_object *nodes = json_object_new_array();

	list_each(image, images)
		if (!with_tag || snapshot_part_has(image, with_tag))
			json_object_array_add(nodes, json_object_new_string(image->node));
	return nodes;
}

/* The image with the memory: the first when saving, the one that has it when loading. */
static const char *
memory_node(const struct snapshot_part_list *images, const char *name)
{
	list_each(image, images)
		list_each(tag, &image->tags)
			if (text_same(tag->name, name) && tag->vm_state_size > 0)
				return image->node;
	return images->item[0].node;
}

static char *
job_name(const char *name)
{
	return text_format("snapshot-%s", name);
}

static int
run_job(struct qmp *qmp, const char *command, const struct snapshot_part_list *images, const char *name, bool existing)
{
	auto_free char *job = job_name(name);
	bool memory = !text_same(command, "snapshot-delete");
	struct json_object *arguments = json_build(
		"s:job-id", job, "s:tag", name,
		"s?:vmstate", memory ? memory_node(images, name) : NULL,
		"o:devices", node_names(images, existing ? name : NULL), NULL);

	return qmp_job(qmp, command, arguments, job, JOB_TIMEOUT_MS);
}

static int
hold(struct vm *vm, struct qmp *qmp)
{
	if (guest_announce(vm->name, VM_PAUSED, VM_REASON_SNAPSHOT) < 0 || qmp_do(qmp, "stop", NULL) < 0)
		return -1;
	guest_confirm(vm->name);
	return 0;
}

static int
let_go(struct vm *vm, struct qmp *qmp)
{
	if (guest_announce(vm->name, vm->state, vm->reason) < 0 || qmp_do(qmp, "cont", NULL) < 0)
		return fail_within("the guest stays paused");
	guest_confirm(vm->name);
	return 0;
}

static int
save_active(struct vm *vm, const struct snapshot_def *def)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_snapshot_parts struct snapshot_part_list images = { 0 };
	struct failure why;

	if (!qmp || snapshot_parts(vm_def(vm), def, qmp, &images) < 0)
		return -1;
	if (vm->state != VM_RUNNING)
		return run_job(qmp, "snapshot-save", &images, def->name, false);
	if (hold(vm, qmp) < 0)
		return -1;
	run_job(qmp, "snapshot-save", &images, def->name, false);
	why = fail_aside();
	return let_go(vm, qmp) < 0 ? -1 : fail_again(&why);
}

/* The live definition is the snapshot's from now on. */
static int
adopt(struct vm *vm, const struct snapshot_def *def)
{
	struct vm_live *live = vm_live(vm);
	struct vm_def *becomes;

	if (!live || !def->domain)
		return live ? 0 : -1;
	becomes = vm_def_copy(def->domain);
	qemu_adopt(live->def, becomes);
	vm_def_free(live->def);
	live->def = becomes;
	return 0;
}

/* 5.5: what was written since a checkpoint is not what will have changed: incremental backups need a
 * whole one first. */
static int
forget_bitmaps(struct qmp *qmp, const struct snapshot_part_list *images)
{
	auto_json struct json_object *nodes = qmp ? qemu_block_nodes(qmp) : NULL;

	if (qmp && !nodes)
		return -1;
	list_each(image, images)
		if (image->disk && (qmp ? qemu_bitmaps_forget(qmp, nodes, image->node) :
				    qemu_off_forget_bitmaps(image->place)) < 0)
			return -1;
	return 0;
}

static int
load_active(struct vm *vm, const struct snapshot_def *def)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_snapshot_parts struct snapshot_part_list images = { 0 };

	/* The nodes are those of the process, the tags those of the images. */
	if (!qmp || snapshot_parts(vm_def(vm), def, qmp, &images) < 0 || forget_bitmaps(qmp, &images) < 0 ||
	    run_job(qmp, "snapshot-load", &images, def->name, true) < 0)
		return -1;
	return adopt(vm, def);
}

/* A job that a killed program started, or one that could not ask any more, runs on in QEMU: wait for its end. */
static int
settle(struct vm *vm, const char *name)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_free char *job = job_name(name);

	return qmp ? qmp_job_settle(qmp, job, JOB_TIMEOUT_MS) : -1;
}

static int
remove_once(struct vm *vm, const struct snapshot_def *def)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_snapshot_parts struct snapshot_part_list images = { 0 };
	bool any = false;

	if (!qmp || snapshot_parts(vm_def(vm), def, qmp, &images) < 0)
		return -1;
	list_each(image, &images)
		any |= snapshot_part_has(image, def->name);
	return any ? run_job(qmp, "snapshot-delete", &images, def->name, true) : 0;
}

/* Who could not ask any more does not know what QEMU has done, or does still. */
static int
remove_active(struct vm *vm, const struct snapshot_def *def)
{
	if (remove_once(vm, def) == 0)
		return 0;
	if (fail_fault() != FAULT_SYSTEM)
		return -1;
	fail_forget();
	return settle(vm, def->name) < 0 || remove_once(vm, def) < 0 ? -1 : 0;
}

/* --- the operations --- */

/* 2.5: those that no start has made yet. */
static int
make_variables(const struct vm_def *guest)
{
	auto_emulator_user struct emulator_user user = { 0 };

	if (!nvram_keeps_snapshots(guest))
		return 0;
	return emulator_user(guest, &user) < 0 ? -1 : nvram_make(guest, false, &user);
}

static int
save(struct vm *vm, struct snapshot_def *def, unsigned how)
{
	auto_snapshot_parts struct snapshot_part_list images = { 0 };

	(void)how;
	if (vm->active)
		return save_active(vm, def);
	if (make_variables(vm_def(vm)) < 0 || snapshot_parts(vm_def(vm), def, NULL, &images) < 0)
		return -1;
	return save_offline(&images, def->name);
}

static int
load(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	auto_snapshot_parts struct snapshot_part_list images = { 0 };

	(void)how;
	if (vm->active)
		return load_active(vm, def);
	if (snapshot_parts(guest_of(vm, def), def, NULL, &images) < 0 || forget_bitmaps(NULL, &images) < 0)
		return -1;
	return each_offline(&images, "-a", def->name);
}

static int
remove_contents(struct vm *vm, const struct snapshot_def *def, unsigned how)
{
	auto_snapshot_parts struct snapshot_part_list images = { 0 };

	(void)how;
	if (vm->active)
		return remove_active(vm, def);
	if (snapshot_parts(guest_of(vm, def), def, NULL, &images) < 0)
		return -1;
	return each_offline(&images, "-d", def->name);
}

const struct snapshot_ops qemu_snapshot_ops = {
	.check        = check,
	.save         = save,
	.check_revert = check_revert,
	.load         = load,
	.remove       = remove_contents,
	.overlay      = qemu_overlay_make,
	.survey       = qemu_overlays_survey,
	.layer        = qemu_overlays_layer,
	.chain        = qemu_find_chain,
	.commit       = qemu_layer_commit,
	.rebase       = qemu_layer_rebase,
	.settle       = settle,
};
