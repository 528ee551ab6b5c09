/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpoint - persistent dirty bitmaps in qcow2 images (spec/snapshots.md 5.3 to 5.5, 7.7) */
#include "checkpoint.h"

#include "alias.h"
#include "block_bitmap.h"
#include "handover.h"

/* Sums up the bitmaps of a chain while they are counted. */
static const char counting[] = "libvirt-tmp-size-xml";

/* --- which disks --- */

/* The disk of the guest that an entry is of: NULL when it takes no part, or is not there any more. */
static const struct disk *
disk_of(const struct vm_def *guest, const struct checkpoint_disk *part)
{
	return part->checkpoint == CHECKPOINT_BITMAP ? vm_def_disk(guest, part->name) : NULL;
}

/* Does any image of the chain have it? */
static bool
chain_has(struct json_object *nodes, const struct disk *disk, const char *name)
{
	for (const struct storage_source *s = &disk->source; s && !storage_source_empty(s); s = s->backing) {
		auto_free char *node = qemu_format_node(s);

		if (qemu_bitmap_find(nodes, node, name))
			return true;
	}
	return false;
}

/* What QEMU has open, or NULL when the guest is off.  -1 after a failure. */
static int
open_nodes(struct vm *vm, struct qmp **ret_qmp, struct json_object **ret_nodes)
{
	if (!vm->active)
		return 0;
	*ret_qmp = qmp_open(vm);
	*ret_nodes = *ret_qmp ? qemu_block_nodes(*ret_qmp) : NULL;
	return *ret_nodes ? 0 : -1;
}

/* 1 some image has it, 0 none, -1. */
static int
is_there(struct json_object *nodes, const struct disk *disk, const char *name)
{
	return nodes ? chain_has(nodes, disk, name) : qemu_off_has_bitmap(&disk->source, name);
}

/* --- checks --- */

static int
check_disk(const struct disk *disk)
{
	if (disk->target.bus == DISK_BUS_SD || disk->transient || disk->source.type == STORAGE_VHOST_USER)
		return fail(FAULT_UNSUPPORTED, "disk %s: checkpoints of such a disk", quote(disk->target.dev));
	if (disk->source.format != FORMAT_QCOW2)
		return fail(FAULT_CONFIG, "disk %s: a checkpoint needs format 'qcow2'", quote(disk->target.dev));
	return 0;
}

static int
check(struct vm *vm, const struct checkpoint_def *def)
{
	auto_qmp struct qmp *qmp = NULL;
	auto_json struct json_object *nodes = NULL;
	const struct vm_def *guest = vm_placed(vm);

	if (!guest || open_nodes(vm, &qmp, &nodes) < 0)
		return -1;
	list_each(part, &def->disks) {
		const struct disk *disk = disk_of(guest, part);
		int there = !disk ? 0 : check_disk(disk) < 0 ? -1 : is_there(nodes, disk, part->bitmap);

		if (there)
			return there < 0 ? -1 : fail(FAULT_FAILED, "disk %s: the image has a bitmap %s already",
						     quote(part->name), quote(part->bitmap));
	}
	return 0;
}

static int
check_removal(struct vm *vm, const struct checkpoint_def *def)
{
	auto_qmp struct qmp *qmp = NULL;
	auto_json struct json_object *nodes = NULL;
	const struct vm_def *guest = vm_placed(vm);

	if (!guest || open_nodes(vm, &qmp, &nodes) < 0)
		return -1;
	list_each(part, &def->disks) {
		const struct disk *disk = disk_of(guest, part);
		int there = disk ? is_there(nodes, disk, part->bitmap) : 1;

		if (there <= 0)
			return there < 0 ? -1 : fail(FAULT_INTERNAL, "disk %s: no image has a bitmap %s",
						     quote(part->name), quote(part->bitmap));
	}
	return 0;
}

static int
validate(struct vm *vm, const struct checkpoint_def *def)
{
	auto_qmp struct qmp *qmp = NULL;
	auto_json struct json_object *nodes = NULL;

	if (!vm_live(vm) || open_nodes(vm, &qmp, &nodes) < 0)
		return -1;
	list_each(part, &def->disks) {
		const struct disk *disk = disk_of(vm->live->def, part);
		auto_json struct json_object *chain = disk ? qemu_bitmap_chain(nodes, disk, part->bitmap) : NULL;

		if (disk && !chain)
			return -1;
	}
	return 0;
}

/* --- creating --- */

void
qemu_checkpoint_begin(struct json_object *actions, const struct vm_def *guest, const struct checkpoint_def *def)
{
	list_each(part, &def->disks) {
		const struct disk *disk = disk_of(guest, part);
		auto_free char *node = disk ? qemu_format_node(&disk->source) : NULL;

		if (disk)
			qemu_action_add(actions, "block-dirty-bitmap-add", json_build(
				"s:node", node, "s:name", part->bitmap, "b:persistent", true,
				"b:disabled", false, NULL));
	}
}

static int
create_off(const struct vm_def *guest, const struct checkpoint_def *def)
{
	list_each(part, &def->disks) {
		const struct disk *disk = disk_of(guest, part);
		struct failure first;

		if (!disk || qemu_off_add_bitmap(&disk->source, part->bitmap) == 0)
			continue;
		fail_within("disk %s", quote(part->name));
		first = fail_aside();
		for (const struct checkpoint_disk *done = def->disks.item; done < part; done++)
			if ((disk = disk_of(guest, done)))
				qemu_off_remove_bitmap(&disk->source, done->bitmap);
		return fail_again(&first);
	}
	return 0;
}

static int
create_active(struct vm *vm, const struct checkpoint_def *def)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	struct json_object *actions = qmp ? json_object_new_array() : NULL;

	if (!qmp)
		return -1;
	qemu_checkpoint_begin(actions, vm->live->def, def);
	return qmp_do(qmp, "transaction", json_build("o:actions", actions, NULL));
}

static int
create(struct vm *vm, const struct checkpoint_def *def)
{
	const struct vm_def *guest = vm_placed(vm);

	return !guest ? -1 : vm->active ? create_active(vm, def) : create_off(guest, def);
}

/* --- removing --- */

/* One image of a chain below the first: it must be opened to be written to. */
static int
remove_from(struct vm *vm, struct qmp *qmp, const struct disk *disk, const struct storage_source *image,
	    const char *name)
{
	auto_free char *node = qemu_format_node(image);
	int done;

	if (storage_source_local(image) && handover_file(vm, storage_source_path(image), true) < 0)
		return -1;
	if (qemu_image_reopen(qmp, disk, image, true) < 0)
		return -1;
	done = qmp_do(qmp, "block-dirty-bitmap-remove", json_build("s:node", node, "s:name", name, NULL));
	return qemu_image_reopen(qmp, disk, image, false) < 0 ? -1 : done;
}

/* From the bottom up, so that what is left after a kill is still a chain without a gap. */
static int
remove_below(struct vm *vm, struct qmp *qmp, struct json_object *nodes, const struct disk *disk,
	     const struct storage_source *image, const char *name)
{
	auto_free char *node = NULL;

	if (!image || storage_source_empty(image))
		return 0;
	if (remove_below(vm, qmp, nodes, disk, image->backing, name) < 0)
		return -1;
	node = qemu_format_node(image);
	return qemu_bitmap_find(nodes, node, name) ? remove_from(vm, qmp, disk, image, name) : 0;
}

/* From the images that the guest writes to, all at once or none. */
static int
remove_from_first(struct qmp *qmp, struct json_object *nodes, const struct vm_def *guest, const struct checkpoint_def *def)
{
	struct json_object *actions = json_object_new_array();

	list_each(part, &def->disks) {
		const struct disk *disk = disk_of(guest, part);
		auto_free char *node = disk ? qemu_format_node(&disk->source) : NULL;

		if (node && qemu_bitmap_find(nodes, node, part->bitmap))
			qemu_action_add(actions, "block-dirty-bitmap-remove",
					json_build("s:node", node, "s:name", part->bitmap, NULL));
	}
	return qmp_do(qmp, "transaction", json_build("o:actions", actions, NULL));
}

static int
remove_bitmaps(struct vm *vm, const struct checkpoint_def *def)
{
	auto_qmp struct qmp *qmp = NULL;
	auto_json struct json_object *nodes = NULL;
	const struct vm_def *guest = vm_placed(vm);

	if (!guest || open_nodes(vm, &qmp, &nodes) < 0)
		return -1;
	list_each(part, &def->disks) {
		const struct disk *disk = disk_of(guest, part);

		if (disk && (nodes ? remove_below(vm, qmp, nodes, disk, disk->source.backing, part->bitmap) < 0
				   : qemu_off_remove_bitmap(&disk->source, part->bitmap) < 0))
			return fail_within("disk %s", quote(part->name));
	}
	return nodes ? remove_from_first(qmp, nodes, guest, def) : 0;
}

/* --- how much was written --- */

static int
count_one(struct qmp *qmp, const char *node, const char *name, struct number *ret_size)
{
	auto_json struct json_object *nodes = qemu_block_nodes(qmp);
	struct json_object *bitmap = nodes ? qemu_bitmap_find(nodes, node, name) : NULL;

	if (bitmap)
		*ret_size = NUMBER_OF(json_number(bitmap, "count", 0));
	return nodes ? 0 : -1;
}

/* The bitmaps of several images overlap: they are merged to be counted. */
static int
count_chain(struct qmp *qmp, const char *node, struct json_object *chain, struct number *ret_size)
{
	struct json_object *actions = json_object_new_array();
	int counted;

	qemu_action_add(actions, "block-dirty-bitmap-add", json_build(
		"s:node", node, "s:name", counting, "b:persistent", false, "b:disabled", true, NULL));
	qemu_action_add(actions, "block-dirty-bitmap-merge", json_build(
		"s:node", node, "s:target", counting, "o:bitmaps", json_object_get(chain), NULL));
	if (qmp_do(qmp, "transaction", json_build("o:actions", actions, NULL)) < 0)
		return -1;
	counted = count_one(qmp, node, counting, ret_size);
	return qmp_do(qmp, "block-dirty-bitmap-remove", json_build("s:node", node, "s:name", counting, NULL)) < 0 ?
	       -1 : counted;
}

static int
measure_disk(struct qmp *qmp, struct json_object *nodes, const struct disk *disk, struct checkpoint_disk *part)
{
	auto_json struct json_object *chain = qemu_bitmap_chain(nodes, disk, part->bitmap);
	auto_free char *node = qemu_format_node(&disk->source);

	if (!chain) {
		fail_forget();   /* nobody knows what was written to this one */
		return 0;
	}
	/* Of a program that was killed while it counted. */
	if (qemu_bitmap_find(nodes, node, counting) &&
	    qmp_do(qmp, "block-dirty-bitmap-remove", json_build("s:node", node, "s:name", counting, NULL)) < 0)
		return -1;
	if (json_length(chain) == 1)
		return count_one(qmp, node, part->bitmap, &part->size);
	return count_chain(qmp, node, chain, &part->size);
}

static int
measure(struct vm *vm, struct checkpoint_def *def)
{
	auto_qmp struct qmp *qmp = NULL;
	auto_json struct json_object *nodes = NULL;

	if (open_nodes(vm, &qmp, &nodes) < 0)
		return -1;
	list_each(part, &def->disks) {
		const struct disk *disk = disk_of(vm->live->def, part);

		if (disk && measure_disk(qmp, nodes, disk, part) < 0)
			return fail_within("disk %s", quote(part->name));
	}
	return 0;
}

const struct checkpoint_ops qemu_checkpoint_ops = {
	.check         = check,
	.create        = create,
	.remove        = remove_bitmaps,
	.check_removal = check_removal,
	.validate      = validate,
	.measure       = measure,
};
