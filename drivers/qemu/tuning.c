/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tuning - limits of a whole guest, in its control groups */
#include "tuning.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "base/fail.h"
#include "cgroup.h"

int
tuning_check(const struct vm_def *def)
{
	const struct { bool said; const char *path; } cannot[] = {
		{ def->cputune.cachetunes.n, "cputune/cachetune" },
		{ def->cputune.memorytunes.n, "cputune/memorytune" },
		{ def->numatune.memory.mode == NUMA_RESTRICTIVE, "numatune/memory mode 'restrictive'" },
	};

	for (unsigned i = 0; i < COUNT(cannot); i++)
		if (cannot[i].said)
			return fail(FAULT_UNSUPPORTED, "%s is not supported", cannot[i].path);
	list_each(event, &def->perf)
		if (event->enabled == YES)
			return fail(FAULT_UNSUPPORTED, "perf/event '%s' is not supported",
				    words_name(&perf_event_name_words, event->name));
	return 0;
}

/* ---- one number each ---- */

struct limit {
	const char *path;                   /* in the document */
	bool said;
	int64_t value;
	const char *tree, *old_file;        /* one tree for each controller */
	const char *new_file;               /* the unified tree */
};

static int
set_limit(const char *cgroups, const struct limit *limit)
{
	auto_free char *value = text_format("%lld", (long long)limit->value);

	return limit->said ? cgroup_set(cgroups, limit->tree, limit->old_file, limit->new_file, value,
					limit->path) : 0;
}

static int
set_limits(const char *cgroups, const struct limit *limits, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (set_limit(cgroups, &limits[i]) < 0)
			return -1;
	return 0;
}

static int
limit_processors(const struct cputune *tune, const char *cgroups)
{
	const struct limit shares = {
		"cputune/shares", tune->shares.given, tune->shares.value, "cpu", "cpu.shares", "cpu.weight",
	};

	if (set_limit(cgroups, &shares) < 0)
		return -1;
	return cgroup_set_quota(cgroups, tune->global_period, tune->global_quota, "cputune/global_quota");
}

/* The old trees limit memory and swap together, which must not fall below memory alone; the
 * unified one limits what is swapped. */
static int
limit_memory(const struct memtune *tune, const char *cgroups)
{
	int64_t hard = tune->hard_limit.given ? tune->hard_limit.value : 0;
	int64_t swap = tune->swap_hard_limit.value;
	const struct limit limits[] = {
		{ "memtune/hard_limit", tune->hard_limit.given, tune->hard_limit.value,
		  "memory", "memory.limit_in_bytes", "memory.max" },
		{ "memtune/soft_limit", tune->soft_limit.given, tune->soft_limit.value,
		  "memory", "memory.soft_limit_in_bytes", "memory.high" },
		{ "memtune/swap_hard_limit", tune->swap_hard_limit.given,
		  cgroup_unified() ? swap - hard : swap,
		  "memory", "memory.memsw.limit_in_bytes", "memory.swap.max" },
	};

	return set_limits(cgroups, limits, COUNT(limits));
}

/* ---- block devices ---- */

static int
limit_device(const struct blkio_device *device, const char *cgroups)
{
	const struct { const char *path; uint64_t value; const char *old_file, *new_file, *new_key; } rows[] = {
		{ "blkiotune/device/weight", device->weight, "blkio.weight_device", "io.weight", "" },
		{ "blkiotune/device/read_iops_sec", device->read_iops_sec,
		  "blkio.throttle.read_iops_device", "io.max", "riops=" },
		{ "blkiotune/device/write_iops_sec", device->write_iops_sec,
		  "blkio.throttle.write_iops_device", "io.max", "wiops=" },
		{ "blkiotune/device/read_bytes_sec", device->read_bytes_sec,
		  "blkio.throttle.read_bps_device", "io.max", "rbps=" },
		{ "blkiotune/device/write_bytes_sec", device->write_bytes_sec,
		  "blkio.throttle.write_bps_device", "io.max", "wbps=" },
	};
	struct stat st;

	if (stat(device->path, &st) < 0)
		return fail_errno("blkiotune/device: %s", device->path);
	if (!S_ISBLK(st.st_mode))
		return fail(FAULT_CONFIG, "blkiotune/device: %s is no block device", device->path);
	for (unsigned i = 0; i < COUNT(rows); i++) {
		auto_free char *value = text_format("%u:%u %s%llu", major(st.st_rdev), minor(st.st_rdev),
						    cgroup_unified() ? rows[i].new_key : "",
						    (unsigned long long)rows[i].value);

		if (rows[i].value && cgroup_set(cgroups, "blkio", rows[i].old_file, rows[i].new_file, value,
						rows[i].path) < 0)
			return -1;
	}
	return 0;
}

/* Which scheduler the kernel has decides what the file is called. */
static int
limit_weight(unsigned weight, const char *cgroups)
{
	bool bfq = cgroup_has(cgroups, "blkio", cgroup_unified() ? "io.bfq.weight" : "blkio.bfq.weight");
	const struct limit limit = {
		"blkiotune/weight", weight, weight, "blkio", bfq ? "blkio.bfq.weight" : "blkio.weight",
		bfq ? "io.bfq.weight" : "io.weight",
	};

	return set_limit(cgroups, &limit);
}

int
tuning_limit(const struct vm_def *def, const char *cgroups)
{
	if (limit_processors(&def->cputune, cgroups) < 0 || limit_memory(&def->memtune, cgroups) < 0 ||
	    limit_weight(def->blkiotune.weight, cgroups) < 0)
		return -1;
	list_each(device, &def->blkiotune.devices)
		if (limit_device(device, cgroups) < 0)
			return -1;
	return 0;
}
