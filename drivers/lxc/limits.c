/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* limits - shares of the host's memory, processors and disks: lxc.cgroup.* */
#include <stddef.h>

#include "config_inside.h"
#include "model/vm_kinds.h"

/* ---- memory ---- */

static const struct { const char *key, *old; size_t offset; } memory_limits[] = {
	{ "lxc.cgroup2.memory.max",                 "lxc.cgroup.memory.limit_in_bytes", offsetof(struct memtune, hard_limit) },
	{ "lxc.cgroup.memory.soft_limit_in_bytes",  NULL, offsetof(struct memtune, soft_limit) },
	{ "lxc.cgroup.memory.memsw.limit_in_bytes", NULL, offsetof(struct memtune, swap_hard_limit) },
};

/* How either version of control groups says that there is none. */
static bool
is_no_limit(const char *text)
{
	return !strcmp(text, "max") || !strcmp(text, "-1");
}

int
read_memory(struct reader *r)
{
	for (unsigned i = 0; i < COUNT(memory_limits); i++) {
		const struct setting *said = get(r, memory_limits[i].key, memory_limits[i].old);
		struct number *member = (struct number *)((char *)&r->def->memtune + memory_limits[i].offset);
		uint64_t bytes;

		if (!said || is_no_limit(said->text))
			continue;
		if (text_to_size(said->text, 1, &bytes) < 0 || bytes > INT64_MAX)
			return refuse(r, said, "is no size of a memory");
		*member = NUMBER_OF((int64_t)bytes);
	}
	if (r->def->memtune.hard_limit.value)
		r->def->memory = (uint64_t)r->def->memtune.hard_limit.value;
	return 0;
}

/* ---- processors ---- */

static int
read_set(struct reader *r, const char *key, const char *old, char **set)
{
	const struct setting *said = get(r, key, old);

	return said && kind_set.read(set, said->text, NULL, NULL) < 0 ? refuse(r, said, "is no set of numbers") : 0;
}

static int
read_number(struct reader *r, const char *key, struct number *number)
{
	const struct setting *said = get(r, key, NULL);

	if (!said)
		return 0;
	if (text_to_i64(said->text, &number->value) < 0)
		return refuse(r, said, "is no number");
	number->given = true;
	return 0;
}

int
read_processors(struct reader *r)
{
	struct vm_def *def = r->def;
	struct number period = { 0 };

	if (read_number(r, "lxc.cgroup.cpu.shares", &def->cputune.shares) < 0 ||
	    read_number(r, "lxc.cgroup.cpu.cfs_quota_us", &def->cputune.quota) < 0 ||
	    read_number(r, "lxc.cgroup.cpu.cfs_period_us", &period) < 0 ||
	    read_set(r, "lxc.cgroup2.cpuset.cpus", "lxc.cgroup.cpuset.cpus", &def->vcpu.cpuset) < 0 ||
	    read_set(r, "lxc.cgroup2.cpuset.mems", "lxc.cgroup.cpuset.mems", &def->numatune.memory.nodeset) < 0)
		return -1;
	def->cputune.period = (uint64_t)period.value;
	def->vcpu.count = 1;
	if (def->numatune.memory.nodeset) {
		def->numatune.memory.mode = NUMA_STRICT;
		def->numatune.memory.placement = PLACEMENT_STATIC;
	}
	return 0;
}

/* ---- disks: "8:16 1000" ---- */

static const struct { const char *key; size_t offset; bool wide; } block_limits[] = {
	{ "lxc.cgroup.blkio.device_weight",              offsetof(struct blkio_device, weight) },
	{ "lxc.cgroup.blkio.throttle.read_bps_device",   offsetof(struct blkio_device, read_bytes_sec), .wide = true },
	{ "lxc.cgroup.blkio.throttle.write_bps_device",  offsetof(struct blkio_device, write_bytes_sec), .wide = true },
	{ "lxc.cgroup.blkio.throttle.read_iops_device",  offsetof(struct blkio_device, read_iops_sec) },
	{ "lxc.cgroup.blkio.throttle.write_iops_device", offsetof(struct blkio_device, write_iops_sec) },
};

static struct blkio_device *
device_of(struct vm_def *def, const char *numbers)
{
	auto_free char *path = text_format("/dev/block/%s", numbers);
	struct blkio_device *device;

	list_each(known, &def->blkiotune.devices)
		if (!strcmp(known->path, path))
			return known;
	device = list_add(&def->blkiotune.devices);
	device->path = steal(path);
	return device;
}

static int
read_device_limit(struct reader *r, const struct setting *setting, size_t offset, bool wide)
{
	const char *at = setting->text;
	auto_free char *numbers = next_word(&at);
	auto_free char *value = next_word(&at);
	char *device;
	uint64_t number;

	if (!value || text_to_u64(value, 10, &number) < 0 || (!wide && number > UINT32_MAX))
		return refuse(r, setting, "is no device and a number");
	device = (char *)device_of(r->def, numbers);
	if (wide)
		*(uint64_t *)(device + offset) = number;
	else
		*(unsigned *)(device + offset) = (unsigned)number;
	return 0;
}

static int
read_block_setting(struct reader *r, const struct setting *setting)
{
	for (unsigned i = 0; i < COUNT(block_limits); i++)
		if (!strcmp(setting->key, block_limits[i].key))
			return read_device_limit(r, setting, block_limits[i].offset, block_limits[i].wide);
	return 0;
}

int
read_block(struct reader *r)
{
	struct number weight = { 0 };

	if (read_number(r, "lxc.cgroup.blkio.weight", &weight) < 0)
		return -1;
	r->def->blkiotune.weight = (unsigned)weight.value;
	list_each(setting, &r->settings.all)
		if (read_block_setting(r, setting) < 0)
			return -1;
	return 0;
}
