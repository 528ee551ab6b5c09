/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* block_stats - what guests do with their disks, and what these take */
#include "block.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "alias.h"
#include "base/file.h"
#include "guest.h"

enum { STAT_BLOCK = 512 };

/* A device has no holes: its size is where it ends. */
int
qemu_image_usage(const struct storage_source *image, uint64_t *ret_allocation, uint64_t *ret_physical)
{
	const char *path = storage_source_path(image);
	auto_close int fd = -1;
	struct stat st;
	off_t end;

	if (!storage_source_local(image))
		return fail(FAULT_UNSUPPORTED, "the room that images on servers take");
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		return fail_errno("open %s", path);
	end = S_ISBLK(st.st_mode) ? lseek(fd, 0, SEEK_END) : st.st_size;
	if (end < 0)
		return fail_errno("%s", path);
	*ret_physical = (uint64_t)end;
	*ret_allocation = S_ISBLK(st.st_mode) ? (uint64_t)end : (uint64_t)st.st_blocks * STAT_BLOCK;
	return 0;
}

static const struct {
	const char *status, *error;
} errors[] = {
	{ "failed", "unspecified error" }, { "nospace", "no space" },
};

/* The entry of a disk in a reply that has one per device. */
static struct json_object *
of_disk(struct json_object *reply, const struct disk *disk)
{
	if (!json_object_is_type(reply, json_type_array) || !disk->info.alias)
		return NULL;
	for (size_t i = 0; i < json_length(reply); i++) {
		struct json_object *entry = json_object_array_get_idx(reply, i);
		const char *path = json_string(entry, "qdev");

		if (path && qemu_is_device(path, disk->info.alias))
			return entry;
	}
	return NULL;
}

static uint64_t
count(struct json_object *stats, const char *key)
{
	return (uint64_t)json_number(stats, key, 0);
}

static void
take(struct json_object *counted, struct json_object *block, struct block_stats *one)
{
	struct json_object *stats = json_member(counted, "stats");
	const char *status = json_string(block, "io-status");

	one->reads = count(stats, "rd_operations");
	one->read_bytes = count(stats, "rd_bytes");
	one->read_ns = count(stats, "rd_total_time_ns");
	one->writes = count(stats, "wr_operations");
	one->write_bytes = count(stats, "wr_bytes");
	one->write_ns = count(stats, "wr_total_time_ns");
	one->flushes = count(stats, "flush_operations");
	one->flush_ns = count(stats, "flush_total_time_ns");
	for (unsigned i = 0; i < COUNT(errors); i++)
		if (text_same(status, errors[i].status))
			one->error = errors[i].error;
}

int
qemu_block_stats(struct vm *vm, struct block_stats_list *ret_stats)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_json struct json_object *counted = NULL, *blocks = NULL;

	if (!qmp || qmp_send(qmp, "query-blockstats", NULL) < 0 || qmp_send(qmp, "query-block", NULL) < 0)
		return -1;
	if (!(counted = qmp_reply(qmp)) || !(blocks = qmp_reply(qmp)))
		return -1;
	list_each(disk, &vm->live->def->devices.disks) {
		struct block_stats *one = list_add(ret_stats);

		one->target = xstrdup(disk->target.dev);
		take(of_disk(counted, disk), of_disk(blocks, disk), one);
	}
	return 0;
}

int
qemu_block_threshold(struct vm *vm, const struct storage_source *image, uint64_t bytes)
{
	auto_qmp struct qmp *qmp = qmp_open(vm);
	auto_free char *node = qemu_storage_node(image);

	return qmp ? qmp_do(qmp, "block-set-write-threshold", json_build("s:node-name", node, "i:write-threshold",
									   (int64_t)bytes, NULL)) : -1;
}
