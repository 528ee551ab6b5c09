/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_tuning - the share of the host's resources a virtual machine gets */
#include "model/vm_tuning.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

ENUM_WORDS(memory_source, MEMORY_SOURCE);
ENUM_WORDS(backing_access, BACKING_ACCESS);
ENUM_WORDS(memory_allocation, MEMORY_ALLOCATION);
ENUM_WORDS(scheduler, SCHEDULER);
ENUM_WORDS(cache_kind, CACHE_KIND);
ENUM_WORDS(numa_mode, NUMA_MODE);
ENUM_WORDS(placement, PLACEMENT);

/* Most types here are nothing but a name, a size and rows. */
#define TYPE_OF(t, element) { .name = element, .size = sizeof(struct t), .rows = t##_rows }

#define T struct blkio_device
static const struct row blkio_device_rows[] = {
	STRING(T, path,            "path",            LIVE | REQUIRED | UNTOLD, "block device of the host"),
	UINT  (T, weight,          "weight",          LIVE | UNSUPPORTED, "share of its time"),
	UINT  (T, read_iops_sec,   "read_iops_sec",   LIVE | UNSUPPORTED, "reads per second"),
	UINT  (T, write_iops_sec,  "write_iops_sec",  LIVE | UNSUPPORTED, "writes per second"),
	U64   (T, read_bytes_sec,  "read_bytes_sec",  LIVE | UNSUPPORTED, "bytes read per second"),
	U64   (T, write_bytes_sec, "write_bytes_sec", LIVE | UNSUPPORTED, "bytes written per second"),
	ROWS_END
};
#undef T
const struct type blkio_device_type = TYPE_OF(blkio_device, "device");

#define T struct blkiotune
static const struct row blkiotune_rows[] = {
	UINT(T, weight,  "weight",               LIVE, "share of the time of all disks"),
	LIST(T, devices, "device", blkio_device, LIVE, "single devices"),
	ROWS_END
};
#undef T
const struct type blkiotune_type = TYPE_OF(blkiotune, "blkiotune");

#define T struct memtune
static const struct row memtune_rows[] = {
	LIMIT(T, hard_limit,      "hard_limit", "KiB",      LIVE, "most memory it may use"),
	LIMIT(T, soft_limit,      "soft_limit", "KiB",      LIVE, "most memory when memory is short"),
	LIMIT(T, min_guarantee,   "min_guarantee", "KiB",   LIVE, "memory it has for sure"),
	LIMIT(T, swap_hard_limit, "swap_hard_limit", "KiB", LIVE, "most memory and swap"),
	ROWS_END
};
#undef T

/* So much is no limit. */
static int
memtune_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct memtune *tune = object;
	struct number *const limits[] = {
		&tune->hard_limit, &tune->soft_limit, &tune->min_guarantee, &tune->swap_hard_limit,
	};

	for (unsigned i = 0; i < COUNT(limits); i++)
		if (limits[i]->value / 1024 >= INT64_C(9007199254740991))
			limits[i]->given = false;
	return 0;
}

const struct type memtune_type = {
	.name = "memtune", .size = sizeof(struct memtune), .rows = memtune_rows,
	.read_rest = memtune_read_rest,
};

#define T struct hugepage
static const struct row hugepage_rows[] = {
	SIZE(T, size,    "@size", "KiB", REQUIRED, "size of a page"),
	SET (T, nodeset, "@nodeset",     0,        "NUMA cells of the guest"),
	ROWS_END
};
#undef T
static const struct type hugepage_type = TYPE_OF(hugepage, "page");

#define T struct hugepages
static const struct row hugepages_rows[] = {
	LIST(T, pages, "page", hugepage, 0, "sizes to use"),
	ROWS_END
};
#undef T
static const struct type hugepages_type = TYPE_OF(hugepages, "hugepages");

#define T struct memory_backing
static const struct row memory_backing_rows[] = {
	GROUP(T, hugepages,          "hugepages", hugepages,         MERGED, "huge pages"),
	FLAG (T, nosharepages,       "nosharepages",                 0, "pages are not merged"),
	FLAG (T, locked,             "locked",                       0, "pages are not swapped"),
	ENUM (T, source,             "source/@type", memory_source,  UNSUPPORTED, "where the memory comes from"),
	ENUM (T, access,             "access/@mode", backing_access, UNSUPPORTED, "shared with other processes"),
	ENUM (T, allocation,         "allocation/@mode", memory_allocation, UNSUPPORTED, "when it is allocated"),
	UINT (T, allocation_threads, "allocation/@threads",          0, "threads that allocate it"),
	FLAG (T, discard,            "discard",                      0, "contents may be dropped at the end"),
	ROWS_END
};
#undef T
const struct type memory_backing_type = TYPE_OF(memory_backing, "memoryBacking");

#define T struct vcpupin
static const struct row vcpupin_rows[] = {
	NUMBER(T, vcpu,   "@vcpu",   LIVE | REQUIRED, "virtual processor"),
	SET   (T, cpuset, "@cpuset", LIVE | REQUIRED, "processors of the host"),
	ROWS_END
};
#undef T
static const struct type vcpupin_type = TYPE_OF(vcpupin, "vcpupin");

#define T struct iothreadpin
static const struct row iothreadpin_rows[] = {
	UINT(T, iothread, "@iothread", LIVE | REQUIRED, "I/O thread"),
	SET (T, cpuset,   "@cpuset",   LIVE | REQUIRED, "processors of the host"),
	ROWS_END
};
#undef T
static const struct type iothreadpin_type = TYPE_OF(iothreadpin, "iothreadpin");

#define T struct sched
#define SCHEDULED                                                                       \
	ENUM  (T, scheduler, "@scheduler", scheduler, LIVE | REQUIRED, "scheduling policy"), \
	NUMBER(T, priority,  "@priority",             LIVE, "priority of a real-time policy")
static const struct row vcpusched_rows[] = {
	SET(T, which, "@vcpus", LIVE | REQUIRED, "virtual processors"),
	SCHEDULED,
	ROWS_END
};
static const struct row iothreadsched_rows[] = {
	SET(T, which, "@iothreads", LIVE | REQUIRED, "I/O threads"),
	SCHEDULED,
	ROWS_END
};
#undef SCHEDULED
#undef T
static const struct type vcpusched_type = {
	.name = "vcpusched", .size = sizeof(struct sched), .rows = vcpusched_rows,
};
static const struct type iothreadsched_type = {
	.name = "iothreadsched", .size = sizeof(struct sched), .rows = iothreadsched_rows,
};

#define T struct cache_share
static const struct row cache_share_rows[] = {
	NUMBER(T, id,    "@id",               REQUIRED, "cache of the host"),
	UINT  (T, level, "@level",            REQUIRED, "its level"),
	ENUM  (T, type,  "@type", cache_kind, REQUIRED, "code, data or both"),
	ROUND (T, size,  "@size", "KiB",      REQUIRED, "share of it"),
	ROWS_END
};
#undef T
static const struct type cache_share_type = TYPE_OF(cache_share, "cache");

#define T struct cache_monitor
static const struct row cache_monitor_rows[] = {
	UINT(T, level, "@level", 0,        "level of the cache"),
	SET (T, vcpus, "@vcpus", REQUIRED, "virtual processors watched"),
	ROWS_END
};
#undef T
static const struct type cache_monitor_type = TYPE_OF(cache_monitor, "monitor");

#define T struct cachetune
static const struct row cachetune_rows[] = {
	SET   (T, vcpus,    "@vcpus",  REQUIRED, "virtual processors"),
	STRING(T, id,       "@id",     STATUS,   "resource group of the host"),
	LIST  (T, caches,   "cache", cache_share, 0, "shares of caches"),
	LIST  (T, monitors, "monitor", cache_monitor, 0, "usage that is watched"),
	ROWS_END
};
#undef T
const struct type cachetune_type = TYPE_OF(cachetune, "cachetune");

#define T struct bandwidth_share
static const struct row bandwidth_share_rows[] = {
	NUMBER(T, id,        "@id",        REQUIRED, "NUMA node of the host"),
	UINT  (T, bandwidth, "@bandwidth", REQUIRED, "percentage of its bandwidth"),
	ROWS_END
};
#undef T
static const struct type bandwidth_share_type = TYPE_OF(bandwidth_share, "node");

#define T struct memorytune
static const struct row memorytune_rows[] = {
	SET   (T, vcpus,    "@vcpus",  REQUIRED, "virtual processors"),
	STRING(T, id,       "@id",     STATUS,   "resource group of the host"),
	LIST  (T, nodes,    "node", bandwidth_share, 0, "shares of bandwidth"),
	LIST  (T, monitors, "monitor", cache_monitor, 0, "usage that is watched"),
	ROWS_END
};
#undef T
const struct type memorytune_type = TYPE_OF(memorytune, "memorytune");

#define T struct energytune
static const struct row energytune_rows[] = {
	SET   (T, vcpus,    "@vcpus",  REQUIRED, "virtual processors"),
	STRING(T, id,       "@id",     STATUS,   "resource group of the host"),
	LIST  (T, monitors, "monitor", cache_monitor, 0, "usage that is watched"),
	ROWS_END
};
#undef T
static const struct type energytune_type = TYPE_OF(energytune, "energytune");

#define T struct cputune
#define SCHEDS(m, word, h) ROW_(kind_list, AT_(T, m, struct sched_list), #word, LIVE, h, .type = &word##_type)
static const struct row cputune_rows[] = {
	NUMBER(T, shares,                  "shares",                     LIVE, "share of the processors"),
	U64   (T, period,                  "period",                     LIVE, "microseconds a quota is for"),
	NUMBER(T, quota,                   "quota",                      LIVE, "microseconds a virtual processor may run"),
	U64   (T, global_period,           "global_period",              LIVE, "period of the whole machine"),
	NUMBER(T, global_quota,            "global_quota",               LIVE, "quota of the whole machine"),
	U64   (T, emulator_period,         "emulator_period",            LIVE, "period of the emulator"),
	NUMBER(T, emulator_quota,          "emulator_quota",             LIVE, "quota of the emulator"),
	U64   (T, iothread_period,         "iothread_period",            LIVE, "period of I/O threads"),
	NUMBER(T, iothread_quota,          "iothread_quota",             LIVE, "quota of I/O threads"),
	LIST  (T, vcpupins,                "vcpupin", vcpupin,           LIVE, "where virtual processors run"),
	SET   (T, emulatorpin,             "emulatorpin/@cpuset",        LIVE | NEEDED | SINGLE, "where the emulator runs"),
	LIST  (T, iothreadpins,            "iothreadpin", iothreadpin,   LIVE, "where I/O threads run"),
	ENUM  (T, emulatorsched.scheduler, "emulatorsched/@scheduler", scheduler, LIVE | SINGLE, "scheduling of the emulator"),
	NUMBER(T, emulatorsched.priority,  "emulatorsched/@priority",    LIVE, "its priority"),
	SCHEDS(vcpuscheds,                 vcpusched,     "scheduling of virtual processors"),
	SCHEDS(iothreadscheds,             iothreadsched, "scheduling of I/O threads"),
	LIST  (T, cachetunes,              "cachetune", cachetune,       0,    "shares of caches"),
	LIST  (T, memorytunes,             "memorytune", memorytune,     0,    "shares of memory bandwidth"),
	LIST  (T, energytunes,             "energytune", energytune,     0,    "processors whose energy is watched"),
	ROWS_END
};
#undef SCHEDS
#undef T
const struct type cputune_type = TYPE_OF(cputune, "cputune");

#define T struct memnode
static const struct row memnode_rows[] = {
	NUMBER(T, cellid,  "@cellid",          LIVE | REQUIRED, "NUMA cell of the guest"),
	ENUM  (T, mode,    "@mode", numa_mode, LIVE,            "how strictly", DEFAULT("strict")),
	SET   (T, nodeset, "@nodeset",         LIVE | REQUIRED, "NUMA nodes of the host"),
	ROWS_END
};
#undef T
static const struct type memnode_type = TYPE_OF(memnode, "memnode");

#define T struct numatune
static const struct row numatune_rows[] = {
	ENUM(T, memory.mode,      "memory/@mode", numa_mode,      LIVE | UNSUPPORTED, "how strictly"),
	SET (T, memory.nodeset,   "memory/@nodeset",              LIVE, "NUMA nodes of the host"),
	ENUM(T, memory.placement, "memory/@placement", placement, LIVE, "nodes are asked of numad", QUIET("static")),
	LIST(T, memnodes,         "memnode", memnode,             LIVE, "single cells"),
	ROWS_END
};
#undef T

static int
numatune_read_rest(void *object, __attribute__((unused)) const xmlNode *at)
{
	struct numatune *tune = object;
	bool said = tune->memory.nodeset || tune->memory.placement;

	if (said && tune->memory.mode == NUMA_MODE_NONE)
		tune->memory.mode = NUMA_STRICT;
	if (tune->memory.placement != PLACEMENT_AUTO)
		return 0;
	free(tune->memory.nodeset);
	tune->memory.nodeset = NULL;
	return 0;
}

const struct type numatune_type = {
	.name = "numatune", .size = sizeof(struct numatune), .rows = numatune_rows,
	.read_rest = numatune_read_rest,
};

#define T struct iothread
static const struct row iothread_rows[] = {
	UINT  (T, id,              "@id",              LIVE | REQUIRED, "number of the thread"),
	NUMBER(T, thread_pool_min, "@thread_pool_min", LIVE, "fewest helpers"),
	NUMBER(T, thread_pool_max, "@thread_pool_max", LIVE, "most helpers"),
	NUMBER(T, poll.max,        "poll/@max",        LIVE, "longest wait for requests before it sleeps, ns"),
	NUMBER(T, poll.grow,       "poll/@grow",       LIVE, "factor by which the wait grows"),
	NUMBER(T, poll.shrink,     "poll/@shrink",     LIVE, "divisor by which it shrinks"),
	NUMBER(T, poll.weight,     "poll/@weight",     LIVE, "how much the last waits count, 1 to 63"),
	ROWS_END
};
#undef T
const struct type iothread_type = TYPE_OF(iothread, "iothread");

#define T struct vcpu
static const struct row vcpu_rows[] = {
	NUMBER(T, id,           "@id",           LIVE | REQUIRED, "number of the processor"),
	YESNO (T, enabled,      "@enabled",      LIVE | REQUIRED, "the guest has it"),
	YESNO (T, hotpluggable, "@hotpluggable", LIVE, "it can be unplugged"),
	UINT  (T, order,        "@order",        LIVE, "when it was plugged"),
	ROWS_END
};
#undef T
const struct type vcpu_type = TYPE_OF(vcpu, "vcpu");
