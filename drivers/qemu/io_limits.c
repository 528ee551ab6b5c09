/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* io_limits - rates of a disk, as QEMU is told them */
#include "io_limits.h"

#define RATE(member, key) { offsetof(struct disk_iotune, member), key }
static const struct {
	size_t offset;
	const char *key;
} always[] = {
	RATE(total_bytes_sec, "bps"),  RATE(read_bytes_sec, "bps_rd"),  RATE(write_bytes_sec, "bps_wr"),
	RATE(total_iops_sec, "iops"),  RATE(read_iops_sec, "iops_rd"),  RATE(write_iops_sec, "iops_wr"),
}, when_said[] = {
	RATE(total_bytes_sec_max, "bps_max"),
	RATE(read_bytes_sec_max, "bps_rd_max"),
	RATE(write_bytes_sec_max, "bps_wr_max"),
	RATE(total_iops_sec_max, "iops_max"),
	RATE(read_iops_sec_max, "iops_rd_max"),
	RATE(write_iops_sec_max, "iops_wr_max"),
	RATE(size_iops_sec, "iops_size"),
	RATE(total_bytes_sec_max_length, "bps_max_length"),
	RATE(read_bytes_sec_max_length, "bps_rd_max_length"),
	RATE(write_bytes_sec_max_length, "bps_wr_max_length"),
	RATE(total_iops_sec_max_length, "iops_max_length"),
	RATE(read_iops_sec_max_length, "iops_rd_max_length"),
	RATE(write_iops_sec_max_length, "iops_wr_max_length"),
};
#undef RATE

static uint64_t
rate(const struct disk *disk, size_t offset)
{
	return *(const uint64_t *)((const char *)&disk->iotune + offset);
}

bool
disk_is_limited(const struct disk *disk)
{
	for (unsigned i = 0; i < COUNT(always); i++)
		if (rate(disk, always[i].offset))
			return true;
	return false;
}

/* QEMU's path of the device that a disk's block backend hangs from: some sorts of disk are
 * built of several devices.  Caller frees. */
static char *
disk_backend_path(const struct disk *disk)
{
	switch (disk->target.bus) {
	case DISK_BUS_VIRTIO:
		return text_format("/machine/peripheral/%s/virtio-backend", disk->info.alias);
	case DISK_BUS_USB:
		return text_format("/machine/peripheral/%s/%s.0/legacy[0]", disk->info.alias, disk->info.alias);
	default:
		return xstrdup(disk->info.alias);
	}
}

struct json_object *
disk_limits(const struct disk *disk)
{
	auto_free char *id = disk_backend_path(disk);
	struct json_object *limits = json_build("s:id", id, "s?:group", disk->iotune.group_name, NULL);

	for (unsigned i = 0; i < COUNT(always); i++)
		json_object_object_add(limits, always[i].key,
				       json_object_new_uint64(rate(disk, always[i].offset)));
	for (unsigned i = 0; i < COUNT(when_said); i++)
		if (rate(disk, when_said[i].offset))
			json_object_object_add(limits, when_said[i].key,
					       json_object_new_uint64(rate(disk, when_said[i].offset)));
	return limits;
}
