/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* snapshot_parts - the images that an internal snapshot is in: of disks, and of firmware variables */
#include "snapshot.h"

#include <fcntl.h>

#include "alias.h"
#include "base/file.h"
#include "base/process.h"
#include "driver/volume.h"
#include "nvram.h"
#include "qmp.h"

void
snapshot_parts_done(struct snapshot_part_list *parts)
{
	list_each(part, parts) {
		free(part->node);
		model_free(&storage_source_type, part->place);
		image_tags_done(&part->tags);
	}
	free(parts->item);
}

bool
qemu_disk_takes_part(const struct snapshot_def *def, const char *target)
{
	list_each(disk, &def->disks)
		if (text_same(disk->name, target))
			return disk->snapshot == DISK_SNAPSHOT_INTERNAL;
	return !def->disks.n;    /* a snapshot of which only the name is known: look everywhere */
}

bool
qemu_disk_is_writable(const struct disk *disk)
{
	return !disk->readonly && disk->device != DISK_CDROM && disk->device != DISK_FLOPPY &&
	       !storage_source_empty(&disk->source);
}

bool
snapshot_part_has(const struct snapshot_part *part, const char *name)
{
	list_each(tag, &part->tags)
		if (text_same(tag->name, name))
			return true;
	return false;
}

/* The description of an image file, as qemu-img prints it. */
static struct json_object *
describe(const char *path)
{
	char *argv[] = { "qemu-img", "info", "--force-share", "--output=json", (char *)path, NULL };
	auto_free char *output = NULL;

	return process_run(argv, &output) < 0 ? NULL : json_parse(output, strlen(output), path);
}

/* nodes: what the emulator has open, NULL for a guest that is off. */
static int
read_tags(struct snapshot_part *part, struct json_object *nodes)
{
	auto_json struct json_object *described = NULL;
	struct json_object *info = NULL;

	if (!nodes) {
		described = describe(part->path);
		return described ? image_tags_from(described, &part->tags) : -1;
	}
	for (size_t i = 0; i < json_length(nodes) && !info; i++) {
		struct json_object *node = json_object_array_get_idx(nodes, i);

		if (text_same(json_string(node, "node-name"), part->node))
			info = json_member(node, "image");
	}
	return info ? image_tags_from(info, &part->tags) : fail(FAULT_INTERNAL, "no block node %s", part->node);
}

/* Never the first: that holds the memory. */
static int
add_nvram(struct snapshot_part_list *parts, const struct vm_def *guest, struct json_object *nodes)
{
	const char *path = nvram_path(guest);
	struct snapshot_part *part;

	if (!parts->n || !nvram_keeps_snapshots(guest) || !path || (!nodes && !file_exists(AT_FDCWD, path)))
		return 0;
	part = list_add(parts);
	part->name = "nvram";
	part->path = path;
	part->node = nodes ? xstrdup(NVRAM_NODE) : NULL;
	return read_tags(part, nodes) < 0 ? fail_within("nvram") : 0;
}

int
snapshot_parts(const struct vm_def *guest, const struct snapshot_def *def, struct qmp *qmp,
	       struct snapshot_part_list *ret_parts)
{
	auto_json struct json_object *nodes = NULL;

	if (qmp) {
		nodes = qmp_call(qmp, "query-named-block-nodes", json_build("b:flat", true, NULL));
		if (!nodes)
			return -1;
	}
	list_each(disk, &guest->devices.disks) {
		struct snapshot_part *part;

		if (!qemu_disk_is_writable(disk) || !qemu_disk_takes_part(def, disk->target.dev))
			continue;
		part = list_add(ret_parts);
		part->disk = disk;
		part->name = disk->target.dev;
		part->place = model_copy(&storage_source_type, &disk->source);
		if (volume_resolve(part->place) < 0)
			return fail_within("disk %s", quote(disk->target.dev));
		part->path = storage_source_path(part->place);
		part->node = nodes ? qemu_disk_node(guest, disk) : NULL;
		if (read_tags(part, nodes) < 0)
			return fail_within("disk %s", quote(disk->target.dev));
	}
	return add_nvram(ret_parts, guest, nodes);
}
