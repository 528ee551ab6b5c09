/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_overlay - external snapshots: overlays over the disks
 *
 * Of a guest that is off by qemu-img, of an active one by one transaction
 * (spec/snapshots.md 2.6, 2.8, 7.4). */
#include "snapshot.h"

#include "alias.h"
#include "args.h"
#include "base/process.h"
#include "block_bitmap.h"
#include "checkpoint.h"
#include "qmp.h"

enum { LAYERS = 200 };

/* --- checks, 2.4: 8, 9, 10, 14, 17 --- */

static bool
is_bus_sd(const struct disk *disk)
{
	return disk->target.bus == DISK_BUS_SD;
}

static int
check_base(const struct disk *disk, bool active)
{
	const char *name = disk->target.dev;
	unsigned layers = 1;

	for (const struct storage_source *s = disk->source.backing; s && s->type; s = s->backing)
		layers++;
	if (storage_source_empty(&disk->source))
		return fail(FAULT_CONFIG, "disk %s: there is no medium in the drive", quote(name));
	if (active && disk->device == DISK_LUN)
		return fail(FAULT_CONFIG, "disk %s: a whole SCSI device has no overlay", quote(name));
	if (active && (disk->transient || disk->source.type == STORAGE_VHOST_USER || is_bus_sd(disk)))
		return fail(FAULT_UNSUPPORTED, "disk %s: an overlay over a disk of that kind", quote(name));
	if (!active && !storage_source_local(&disk->source))
		return fail(FAULT_INTERNAL, "disk %s: an overlay over an image that is not local, of a guest that is off",
			    quote(name));
	if (layers >= LAYERS)
		return fail(FAULT_UNSUPPORTED, "disk %s: a chain of more than %d images", quote(name), LAYERS);
	return 0;
}

static int
check_format(const struct snapshot_disk *part)
{
	if (part->source.format == FORMAT_QCOW2 || part->source.format == FORMAT_QED)
		return 0;
	return fail(FAULT_CONFIG, "disk %s: an overlay of format '%s'", quote(part->name),
		    words_name(&storage_format_words, part->source.format));
}

int
qemu_overlays_check(struct vm *vm, const struct vm_def *guest, const struct snapshot_def *def)
{
	unsigned overlays = 0;

	list_each(part, &def->disks) {
		const struct disk *disk = vm_def_disk(guest, part->name);

		if (part->snapshot == DISK_SNAPSHOT_INTERNAL)
			return fail(FAULT_CONFIG, "disk %s: internal and external disks in one snapshot", quote(part->name));
		if (part->snapshot != DISK_SNAPSHOT_EXTERNAL)
			continue;
		overlays++;
		if (check_format(part) < 0 || check_base(disk, vm->active) < 0)
			return -1;
	}
	if (!overlays && def->memory.snapshot != DISK_SNAPSHOT_EXTERNAL)
		return fail(FAULT_CONFIG, "no disk takes part in the snapshot");
	return 0;
}

/* --- of a guest that is off, 7.11 --- */

static char *
format_word(const struct storage_source *image)
{
	return (char *)words_name(&storage_format_words, image->format ? image->format : FORMAT_RAW);
}

int
qemu_overlay_make(const struct disk *disk, const struct storage_source *image)
{
	char *argv[] = { "qemu-img", "create", "-q", "-f", format_word(image), "-F", format_word(&disk->source),
			 "-b", (char *)storage_source_path(&disk->source), (char *)storage_source_path(image), NULL };

	return process_run(argv, NULL);
}

int
qemu_layer_commit(const struct storage_source *layer, const struct storage_source *base)
{
	char *argv[] = { "qemu-img", "commit", "-q", "-d", "-f", format_word(layer),
			 "-b", (char *)storage_source_path(base), (char *)storage_source_path(layer), NULL };

	if (process_run(argv, NULL) < 0)
		return -1;
	/* Other formats cannot keep them. */
	return base->format == FORMAT_QCOW2 ? qemu_off_inherit_bitmaps(layer, base) : 0;
}

int
qemu_layer_rebase(const struct storage_source *image, const struct storage_source *base)
{
	char *argv[] = { "qemu-img", "rebase", "-q", "-u", "-f", format_word(image), "-F", format_word(base),
			 "-b", (char *)storage_source_path(base), (char *)storage_source_path(image), NULL };

	return process_run(argv, NULL);
}

/* --- of an active one, 7.4 --- */

/* What is written from here on is kept track of in the overlay. */
static void
add_bitmaps(struct json_object *actions, struct json_object *base, const char *overlay)
{
	struct json_object *bitmaps = json_member(base, "dirty-bitmaps");

	for (size_t i = 0; i < json_length(bitmaps); i++) {
		struct json_object *bitmap = json_object_array_get_idx(bitmaps, i);

		if (json_boolean(bitmap, "persistent") && json_boolean(bitmap, "recording") &&
		    !json_boolean(bitmap, "inconsistent"))
			qemu_action_add(actions, "block-dirty-bitmap-add", json_build(
				"s:node", overlay, "s:name", json_string(bitmap, "name"), "b:persistent", true,
				"i:granularity", json_number(bitmap, "granularity", 65536), NULL));
	}
}

/* Bitmaps are not told any more when the memory is written, 7.5. */
int
qemu_overlays_survey(struct vm *vm, struct json_object **ret_nodes)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);

	*ret_nodes = qmp ? qemu_block_nodes(qmp) : NULL;
	return *ret_nodes ? 0 : -1;
}

int
qemu_overlays_layer(struct vm *vm, const struct snapshot_def *def, struct json_object *nodes)
{
	auto_json struct json_object *actions = json_object_new_array(), *snapshots = json_object_new_array();
	auto_qmp struct qmp *qmp = qmp_open(vm);

	if (!qmp)
		return -1;
	list_each(part, &def->disks) {
		auto_free char *overlay = NULL, *base = NULL;

		if (part->snapshot != DISK_SNAPSHOT_EXTERNAL)
			continue;
		overlay = qemu_format_node(&part->source);
		base = qemu_format_node(&vm_def_disk(vm->live->def, part->name)->source);
		add_bitmaps(actions, qemu_block_node(nodes, base), overlay);
		qemu_action_add(snapshots, "blockdev-snapshot", json_build("s:node", base, "s:overlay", overlay, NULL));
	}
	for (size_t i = 0; i < json_length(snapshots); i++)
		json_object_array_add(actions, json_object_get(json_object_array_get_idx(snapshots, i)));
	return qmp_do(qmp, "transaction", json_build("o:actions", json_object_get(actions), NULL));
}
