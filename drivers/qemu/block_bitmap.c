/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_bitmap - what has changed since a checkpoint survives the end of a job
 *
 * Each image has bitmaps of its own, one per checkpoint.  When images leave a chain, what theirs
 * say is merged into those of the image that has the contents from then on (spec/snapshots.md
 * 5.5).  Merging twice does no harm. */
#include "block_bitmap.h"

#include "alias.h"
#include "args.h"
#include "guest.h"

/* Catches on the base of an active commit what is written between the pivot and the merge. */
static const char temporary[] = "libvirt-tmp-activewrite";

/* --- which there are --- */

static struct json_object *
bitmaps_of(struct json_object *nodes, const char *node)
{
	struct json_object *bitmaps = json_member(qemu_block_node(nodes, node), "dirty-bitmaps");

	return json_object_is_type(bitmaps, json_type_array) ? bitmaps : NULL;
}

struct json_object *
qemu_bitmap_find(struct json_object *nodes, const char *node, const char *name)
{
	struct json_object *bitmaps = bitmaps_of(nodes, node);

	for (size_t i = 0; i < json_length(bitmaps); i++) {
		struct json_object *bitmap = json_object_array_get_idx(bitmaps, i);

		if (text_same(json_string(bitmap, "name"), name))
			return bitmap;
	}
	return NULL;
}

void
qemu_action_add(struct json_object *actions, const char *type, struct json_object *data)
{
	json_object_array_add(actions, json_build("s:type", type, "o:data", data, NULL));
}

/* Only of checkpoints, and only those that can be trusted. */
static bool
counts(struct json_object *bitmap)
{
	return json_boolean(bitmap, "persistent") && !json_boolean(bitmap, "inconsistent") &&
	       json_string(bitmap, "name");
}

/* 5.5: from the first image on, without a gap, each of them good. */
struct json_object *
qemu_bitmap_chain(struct json_object *nodes, const struct disk *disk, const char *name)
{
	auto_json struct json_object *list = json_object_new_array();
	bool gap = false;

	for (const struct storage_source *s = &disk->source; s && !storage_source_empty(s); s = s->backing) {
		auto_free char *node = qemu_format_node(s);
		struct json_object *bitmap = qemu_bitmap_find(nodes, node, name);
		const char *wrong = bitmap && gap ? "it is not in every image of the chain" :
				    bitmap && !counts(bitmap) ? "it is inconsistent" :
				    bitmap && !json_boolean(bitmap, "recording") ? "it does not record" :
				    !bitmap && s == &disk->source ? "it is not there" : NULL;

		if (wrong)
			return fail(FAULT_INCONSISTENT, "disk %s: bitmap %s: %s", quote(disk->target.dev), quote(name),
				    wrong), NULL;
		gap = !bitmap;
		if (bitmap)
			json_object_array_add(list, json_build("s:node", node, "s:name", name, NULL));
	}
	return json_object_get(list);
}

int
qemu_bitmaps_forget(struct qmp *qmp, struct json_object *nodes, const char *node)
{
	struct json_object *bitmaps = bitmaps_of(nodes, node), *actions = json_object_new_array();

	for (size_t i = 0; i < json_length(bitmaps); i++) {
		const char *name = json_string(json_object_array_get_idx(bitmaps, i), "name");

		if (name)
			qemu_action_add(actions, "block-dirty-bitmap-remove",
					json_build("s:node", node, "s:name", name, NULL));
	}
	return qmp_do(qmp, "transaction", json_build("o:actions", actions, NULL));
}

/* --- what to do about them: actions of one transaction --- */

struct merge {
	struct json_object *nodes;
	const struct storage_source *from;   /* images that have gone */
	char *to;                            /* node of the one that stays */
	struct json_object *actions;
	struct strings done;
};

/* The bitmaps of that name in every image that has gone, and what was caught meanwhile. */
static struct json_object *
sources(const struct merge *merge, const char *name)
{
	struct json_object *list = json_object_new_array();

	for (const struct storage_source *s = merge->from; s && !storage_source_empty(s); s = s->backing) {
		auto_free char *node = qemu_format_node(s);
		struct json_object *bitmap = qemu_bitmap_find(merge->nodes, node, name);

		if (bitmap && counts(bitmap))
			json_object_array_add(list, json_build("s:node", node, "s:name", name, NULL));
	}
	if (qemu_bitmap_find(merge->nodes, merge->to, temporary))
		json_object_array_add(list, json_build("s:node", merge->to, "s:name", temporary, NULL));
	return list;
}

static void
merge_one(struct merge *merge, struct json_object *bitmap)
{
	const char *name = json_string(bitmap, "name");

	if (strings_have(&merge->done, name))
		return;
	strings_add(&merge->done, name);
	if (!qemu_bitmap_find(merge->nodes, merge->to, name))
		qemu_action_add(merge->actions, "block-dirty-bitmap-add", json_build(
			"s:node", merge->to, "s:name", name, "b:persistent", true, "b:disabled", false,
			"i:granularity", json_number(bitmap, "granularity", 0), NULL));
	qemu_action_add(merge->actions, "block-dirty-bitmap-merge", json_build("s:node", merge->to, "s:target", name,
							   "o:bitmaps", sources(merge, name), NULL));
}

static void
plan(struct merge *merge)
{
	for (const struct storage_source *s = merge->from; s && !storage_source_empty(s); s = s->backing) {
		auto_free char *node = qemu_format_node(s);
		struct json_object *bitmaps = bitmaps_of(merge->nodes, node);

		for (size_t i = 0; i < json_length(bitmaps); i++) {
			struct json_object *bitmap = json_object_array_get_idx(bitmaps, i);

			if (counts(bitmap))
				merge_one(merge, bitmap);
		}
	}
	if (qemu_bitmap_find(merge->nodes, merge->to, temporary))
		qemu_action_add(merge->actions, "block-dirty-bitmap-remove", json_build("s:node", merge->to, "s:name", temporary, NULL));
}

/* --- doing it --- */

/* An image below the first is open to be read: all its options must be repeated to change that. */
int
qemu_image_reopen(struct qmp *qmp, const struct disk *disk, const struct storage_source *image, bool writable)
{
	bool ends = !image->backing || storage_source_empty(image->backing);
	auto_free char *backing = ends ? xstrdup("") : qemu_format_node(image->backing);
	struct json_object *node = qemu_blockdev_format(disk, image, backing), *list;

	if (!node)
		return -1;
	json_object_object_add(node, "read-only", json_object_new_boolean(!writable));
	list = json_object_new_array();
	json_object_array_add(list, node);
	return qmp_do(qmp, "blockdev-reopen", json_build("o:options", list, NULL));
}

static int
run(struct qmp *qmp, const struct disk *disk, const struct storage_source *image, struct json_object *actions)
{
	bool below = image != &disk->source;
	int done;

	if (below && qemu_image_reopen(qmp, disk, image, true) < 0) {
		json_object_put(actions);
		return -1;
	}
	done = qmp_do(qmp, "transaction", json_build("o:actions", actions, NULL));
	return below && qemu_image_reopen(qmp, disk, image, false) < 0 ? -1 : done;
}

/* The image that has the contents of those that have gone. */
static const struct storage_source *
heir(const struct disk *disk, const struct block_job *job)
{
	const struct storage_source *image = &disk->source;

	for (; job->kind == BLOCK_JOB_COMMIT && image && !storage_source_empty(image); image = image->backing) {
		auto_free char *node = qemu_format_node(image);

		if (text_same(node, job->base))
			return image;
	}
	return image;
}

int
qemu_bitmaps_inherit(struct vm *vm, const struct disk *disk, const struct block_job *job)
{
	const struct storage_source *to = heir(disk, job);
	auto_qmp struct qmp *qmp = NULL;
	struct merge merge = { .from = job->gone };
	int done = 0;

	/* Other formats cannot keep them. */
	if (!to || to->format != FORMAT_QCOW2)
		return 0;
	qmp = qmp_open(vm);
	merge.nodes = qmp ? qemu_block_nodes(qmp) : NULL;
	if (!merge.nodes)
		return -1;
	merge.to = qemu_format_node(to);
	merge.actions = json_object_new_array();
	plan(&merge);
	if (json_length(merge.actions))
		done = run(qmp, disk, to, steal(merge.actions));
	json_object_put(merge.actions);
	json_object_put(merge.nodes);
	strings_done(&merge.done);
	free(merge.to);
	return done;
}

static bool
any_counts(struct json_object *bitmaps)
{
	for (size_t i = 0; i < json_length(bitmaps); i++)
		if (counts(json_object_array_get_idx(bitmaps, i)))
			return true;
	return false;
}

/* Before the pivot of an active commit.  That it is there already is fine. */
int
qemu_bitmaps_prepare(struct qmp *qmp, const struct disk *disk, const struct block_job *job)
{
	auto_json struct json_object *nodes = qemu_block_nodes(qmp);
	bool any = false;

	if (!nodes)
		return -1;
	for (const struct storage_source *s = &disk->source; s && !storage_source_empty(s); s = s->backing) {
		auto_free char *node = qemu_format_node(s);

		if (text_same(node, job->base))
			break;
		any |= any_counts(bitmaps_of(nodes, node));
	}
	if (!any || qemu_bitmap_find(nodes, job->base, temporary))
		return 0;
	return qmp_do(qmp, "block-dirty-bitmap-add", json_build("s:node", job->base, "s:name", temporary,
								 "b:persistent", false, "b:disabled", false, NULL));
}
