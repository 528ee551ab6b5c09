/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_tuning - the share of the host's resources a virtual machine gets */
#ifndef MODEL_VM_TUNING_H
#define MODEL_VM_TUNING_H

#include "model/model.h"

/* ---- block I/O ---- */

struct blkio_device {
	char *path;
	unsigned weight;
	unsigned read_iops_sec, write_iops_sec;
	uint64_t read_bytes_sec, write_bytes_sec;
};
LIST_OF(blkio_device);

struct blkiotune {
	unsigned weight;
	struct blkio_device_list devices;
};

/* ---- memory; sizes in bytes ---- */

struct memtune {
	struct number hard_limit, soft_limit, min_guarantee, swap_hard_limit;
};

#define MEMORY_SOURCE(X)                        \
	X(MEMORY_SOURCE_NONE,      NULL)        \
	X(MEMORY_SOURCE_FILE,      "file")      \
	X(MEMORY_SOURCE_ANONYMOUS, "anonymous") \
	X(MEMORY_SOURCE_MEMFD,     "memfd")
ENUM_TYPE(memory_source, MEMORY_SOURCE);

#define BACKING_ACCESS(X)                       \
	X(BACKING_ACCESS_NONE,    NULL)         \
	X(BACKING_ACCESS_SHARED,  "shared")     \
	X(BACKING_ACCESS_PRIVATE, "private")
ENUM_TYPE(backing_access, BACKING_ACCESS);

#define MEMORY_ALLOCATION(X)                            \
	X(MEMORY_ALLOCATION_NONE,      NULL)            \
	X(MEMORY_ALLOCATION_IMMEDIATE, "immediate")     \
	X(MEMORY_ALLOCATION_ONDEMAND,  "ondemand")
ENUM_TYPE(memory_allocation, MEMORY_ALLOCATION);

struct hugepage {
	uint64_t size;
	char *nodeset;                      /* guest cells; NULL is all */
};
LIST_OF(hugepage);

struct hugepages { struct hugepage_list pages; };

struct memory_backing {
	struct hugepages *hugepages;        /* without pages: the default size */
	bool nosharepages, locked;
	enum memory_source source;
	enum backing_access access;
	enum memory_allocation allocation;
	unsigned allocation_threads;
	bool discard;
};

/* ---- processors ---- */

#define SCHEDULER(X)                    \
	X(SCHEDULER_NONE,  NULL)        \
	X(SCHEDULER_BATCH, "batch")     \
	X(SCHEDULER_IDLE,  "idle")      \
	X(SCHEDULER_FIFO,  "fifo")      \
	X(SCHEDULER_RR,    "rr")
ENUM_TYPE(scheduler, SCHEDULER);

#define CACHE_KIND(X)                   \
	X(CACHE_KIND_NONE, NULL)        \
	X(CACHE_BOTH,      "both")      \
	X(CACHE_CODE,      "code")      \
	X(CACHE_DATA,      "data")
ENUM_TYPE(cache_kind, CACHE_KIND);

struct vcpupin { struct number vcpu; char *cpuset; };
LIST_OF(vcpupin);
struct iothreadpin { unsigned iothread; char *cpuset; };
LIST_OF(iothreadpin);
/* Which: vcpus or iothreads, a set; NULL for the emulator. */
struct sched { char *which; enum scheduler scheduler; struct number priority; };
LIST_OF(sched);

struct cache_share { struct number id; unsigned level; enum cache_kind type; uint64_t size; };
LIST_OF(cache_share);
struct cache_monitor { unsigned level; char *vcpus; };
LIST_OF(cache_monitor);
struct cachetune {
	char *vcpus, *id;                   /* id is STATUS */
	struct cache_share_list caches;
	struct cache_monitor_list monitors;
};
LIST_OF(cachetune);

struct bandwidth_share { struct number id; unsigned bandwidth; };
LIST_OF(bandwidth_share);
struct memorytune {
	char *vcpus, *id;
	struct bandwidth_share_list nodes;
	struct cache_monitor_list monitors;
};
LIST_OF(memorytune);
struct energytune { char *vcpus, *id; struct cache_monitor_list monitors; };
LIST_OF(energytune);

struct cputune {
	struct number shares;
	uint64_t period;
	struct number quota;
	uint64_t global_period;
	struct number global_quota;
	uint64_t emulator_period;
	struct number emulator_quota;
	uint64_t iothread_period;
	struct number iothread_quota;
	struct vcpupin_list vcpupins;
	char *emulatorpin;
	struct iothreadpin_list iothreadpins;
	struct sched_list vcpuscheds, iothreadscheds;
	struct { enum scheduler scheduler; struct number priority; } emulatorsched;
	struct cachetune_list cachetunes;
	struct memorytune_list memorytunes;
	struct energytune_list energytunes;
};

/* ---- NUMA ---- */

#define NUMA_MODE(X)                            \
	X(NUMA_MODE_NONE,        NULL)          \
	X(NUMA_STRICT,           "strict")      \
	X(NUMA_PREFERRED,        "preferred")   \
	X(NUMA_INTERLEAVE,       "interleave")  \
	X(NUMA_RESTRICTIVE,      "restrictive")
ENUM_TYPE(numa_mode, NUMA_MODE);

#define PLACEMENT(X)                    \
	X(PLACEMENT_NONE,   NULL)       \
	X(PLACEMENT_STATIC, "static")   \
	X(PLACEMENT_AUTO,   "auto")
ENUM_TYPE(placement, PLACEMENT);

struct memnode { struct number cellid; enum numa_mode mode; char *nodeset; };
LIST_OF(memnode);

struct numatune {
	struct { enum numa_mode mode; enum placement placement; char *nodeset; } memory;
	struct memnode_list memnodes;
};

/* ---- threads ---- */

struct iothread {
	unsigned id;
	struct number thread_pool_min, thread_pool_max;
	struct { struct number max, grow, shrink, weight; } poll;      /* nanoseconds, factors */
};
LIST_OF(iothread);

struct vcpu {
	struct number id;
	enum tri enabled, hotpluggable;
	unsigned order;
};
LIST_OF(vcpu);

extern const struct type blkiotune_type, blkio_device_type, memtune_type, memory_backing_type, cputune_type, cachetune_type, memorytune_type,
	numatune_type, iothread_type, vcpu_type;

#endif
