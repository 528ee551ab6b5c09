/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_image - images of a running guest: made, made known, closed */
#include "block.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "alias.h"
#include "args.h"
#include "base/file.h"
#include "base/process.h"
#include "guest.h"
#include "handover.h"
#include "tls.h"

enum { CREATE_MS = 10 * 60 * 1000 };

/* --- what QEMU has open --- */

struct json_object *
qemu_block_nodes(struct qmp *qmp)
{
	struct json_object *nodes = qmp_call(qmp, "query-named-block-nodes", json_build("b:flat", true, NULL));

	if (nodes && !json_object_is_type(nodes, json_type_array)) {
		json_object_put(nodes);
		return fail(FAULT_FAILED, "query-named-block-nodes: unexpected answer"), NULL;
	}
	return nodes;
}

struct json_object *
qemu_block_node(struct json_object *nodes, const char *name)
{
	for (size_t i = 0; i < json_length(nodes); i++) {
		struct json_object *node = json_object_array_get_idx(nodes, i);

		if (text_same(json_string(node, "node-name"), name))
			return node;
	}
	return NULL;
}

int
qemu_image_capacity(struct vm *vm, const struct disk *disk, uint64_t *ret_bytes)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_json struct json_object *nodes = qmp ? qemu_block_nodes(qmp) : NULL;
	auto_free char *name = qemu_format_node(&disk->source);
	struct json_object *image = nodes ? json_member(qemu_block_node(nodes, name), "image") : NULL;
	int64_t size = json_number(image, "virtual-size", -1);

	if (!nodes)
		return -1;
	if (size < 0)
		return fail(FAULT_STATE, "the emulator, which starts or ends just now, has no node %s", name);
	*ret_bytes = (uint64_t)size;
	return 0;
}

int
qemu_image_inspect(const struct storage_source *image, enum storage_format *ret_format, uint64_t *ret_bytes)
{
	const char *path = storage_source_path(image);
	char *argv[] = { "qemu-img", "info", "--force-share", "--output=json", (char *)path, NULL };
	auto_free char *output = NULL;
	auto_json struct json_object *info = NULL;
	int format;

	if (!storage_source_local(image))
		return fail(FAULT_UNSUPPORTED, "looking into images on servers");
	if (process_run(argv, &output) < 0 || !(info = json_parse(output, strlen(output), path)))
		return -1;
	format = json_string(info, "format") ? words_find(&storage_format_words, json_string(info, "format")) : -1;
	if (format < 0)
		return fail(FAULT_CONFIG, "image %s is of no format we know", quote(path));
	*ret_format = (enum storage_format)format;
	*ret_bytes = (uint64_t)json_number(info, "virtual-size", 0);
	return 0;
}

int
qemu_image_number(struct vm *vm, struct storage_source *image)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_json struct json_object *nodes = qmp ? qemu_block_nodes(qmp) : NULL;

	if (!nodes)
		return -1;
	for (size_t i = 0; i < json_length(nodes); i++) {
		struct json_object *node = json_object_array_get_idx(nodes, i);
		const char *name = json_string(node, "node-name");
		unsigned index;

		if (text_same(json_string(node, "file"), storage_source_path(image)) && name &&
		    sscanf(name, "libvirt-%u-storage", &index) == 1)
			image->index = index;
	}
	return 0;
}

/* --- making one --- */

/* A raw image is as long as the disk; others grow. */
static int
make_file(const struct storage_source *image, uint64_t size)
{
	auto_close int fd = open(image->file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return fail_errno("create %s", image->file);
	if (image->format == FORMAT_RAW && ftruncate(fd, (off_t)size) < 0)
		return fail_errno("extend %s", image->file);
	return 0;
}

/* The overlay of a shallow copy has the clusters of the image it takes the place of. */
static struct json_object *
create_options(struct json_object *nodes, const struct disk *disk, const struct storage_source *image,
	       const struct storage_source *shared, const char *backing, uint64_t size)
{
	auto_free char *storage = qemu_storage_node(image), *model = qemu_format_node(&disk->source);
	struct json_object *info = json_member(qemu_block_node(nodes, model), "image");
	struct json_object *specific = json_member(json_member(info, "format-specific"), "data");
	struct json_object *options = json_build(
		"s:driver", words_name(&storage_format_words, image->format), "s:file", storage,
		"i:size", (int64_t)size, NULL);

	if (image->format == FORMAT_QCOW2 && disk->source.format == FORMAT_QCOW2) {
		int64_t cluster = json_number(info, "cluster-size", 0);

		if (cluster)
			json_object_object_add(options, "cluster-size", json_object_new_int64(cluster));
		if (json_boolean(specific, "extended-l2"))
			json_object_object_add(options, "extended-l2", json_object_new_boolean(true));
	}
	if (backing)
		json_object_object_add(options, "backing-file", json_object_new_string(backing));
	if (backing && shared->format)
		json_object_object_add(options, "backing-fmt", json_object_new_string(
			words_name(&storage_format_words, shared->format)));
	return options;
}

static char *
create_job(const struct storage_source *image)
{
	return text_format("create-libvirt-%u-format", image->index);
}

static int
create(struct qmp *qmp, const struct disk *disk, const struct storage_source *image,
       const struct storage_source *shared, uint64_t size)
{
	auto_free char *job = create_job(image), *backing = NULL;
	auto_json struct json_object *nodes = NULL;

	if (image->format == FORMAT_RAW)
		return 0;
	if (shared && !(backing = qemu_backing_name(disk, shared)))
		return -1;
	nodes = qemu_block_nodes(qmp);
	if (!nodes)
		return -1;
	return qmp_job(qmp, "blockdev-create", json_build("o:options",
		       create_options(nodes, disk, image, shared, backing, size), NULL), job, CREATE_MS);
}

/* The nodes, as those of the disk that it may take the place of. */
static int
add_format(struct qmp *qmp, const struct disk *disk, const struct storage_source *image,
	   const struct storage_source *shared, uint64_t size, unsigned how)
{
	auto_free char *backing = shared ? qemu_format_node(shared) : xstrdup("");
	struct disk as = *disk;
	struct json_object *node;

	as.source = *image;
	node = qemu_blockdev_format(&as, &as.source, backing);
	if (!node)
		return -1;
	json_object_object_add(node, "read-only", json_object_new_boolean(false));
	if (how & BLOCK_FITTING && image->format == FORMAT_RAW)
		json_object_object_add(node, "size", json_object_new_int64((int64_t)size));
	return qmp_do(qmp, "blockdev-add", node);
}

static int
make_nodes(struct qmp *qmp, const struct disk *disk, const struct storage_source *image,
	   const struct storage_source *shared, uint64_t size, unsigned how)
{
	bool encrypted = disk_encryption(disk) || image->encryption || image->auth;
	struct json_object *storage = encrypted ? NULL : qemu_blockdev_storage(disk, image);

	if (encrypted)
		return fail(FAULT_UNSUPPORTED, "disk '%s': an encrypted image gets no overlay or copy", disk->target.dev);
	if (!storage || tls_load_for(qmp, image) < 0 || qmp_do(qmp, "blockdev-add", storage) < 0)
		return -1;
	if (!(how & BLOCK_REUSE) && create(qmp, disk, image, shared, size) < 0)
		return -1;
	return add_format(qmp, disk, image, how & BLOCK_OVERLAY ? NULL : shared, size, how);
}

/* What fails is closed and removed by the caller, who has it on record. */
int
qemu_image_make(struct vm *vm, const struct disk *disk, struct storage_source *image,
		const struct storage_source *shared, unsigned how)
{
	const char *path = storage_source_local(image) ? storage_source_path(image) : NULL;
	auto_qmp struct qmp *qmp = NULL;
	uint64_t size;

	if (qemu_image_capacity(vm, disk, &size) < 0)
		return -1;
	if (image->type == STORAGE_FILE && !(how & BLOCK_REUSE) && make_file(image, size) < 0)
		return -1;
	if (path && handover_file(vm, path, true) < 0)
		return -1;
	qmp = qmp_open(vm);
	return qmp ? make_nodes(qmp, disk, image, shared, size, how) : -1;
}

int
qemu_image_remove(const struct storage_source *image)
{
	if (image->type == STORAGE_FILE && unlink(image->file) < 0 && errno != ENOENT)
		return fail_errno("remove %s", image->file);
	return 0;
}

/* --- closing --- */

/* Who was killed while the image was made has left that going on. */
static int
settle_creation(struct qmp *qmp, const struct storage_source *image)
{
	auto_free char *job = create_job(image);

	return qmp_job_settle(qmp, job, CREATE_MS);
}

/* 1 closed, or it was not open; 0 still in use; -1. */
static int
close_node(struct qmp *qmp, struct json_object *nodes, const char *name)
{
	if (!qemu_block_node(nodes, name))
		return 1;
	if (qmp_do(qmp, "blockdev-del", json_build("s:node-name", name, NULL)) == 0)
		return 1;
	if (fail_fault() != FAULT_FAILED)
		return -1;
	fail_forget();           /* something stands on it */
	return 0;
}

int
qemu_image_close(struct vm *vm, const struct disk *disk, const struct storage_source *images)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_json struct json_object *nodes = NULL;

	(void)disk;
	if (!qmp || settle_creation(qmp, images) < 0 || !(nodes = qemu_block_nodes(qmp)))
		return -1;
	for (const struct storage_source *s = images; s && !storage_source_empty(s); s = s->backing) {
		auto_free char *format = qemu_format_node(s), *storage = qemu_storage_node(s);
		int closed = close_node(qmp, nodes, format);

		if (closed > 0)
			closed = close_node(qmp, nodes, storage);
		if (closed <= 0)
			return closed;
	}
	return 0;
}
