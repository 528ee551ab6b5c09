/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_cpu - the guest's processors: model, features, topology, NUMA cells */
#ifndef MODEL_VM_CPU_H
#define MODEL_VM_CPU_H

#include "model/memory_device.h"

#define CPU_MODE(X)                                 \
	X(CPU_MODE_NONE,        NULL)               \
	X(CPU_CUSTOM,           "custom")           \
	X(CPU_HOST_MODEL,       "host-model")       \
	X(CPU_HOST_PASSTHROUGH, "host-passthrough") \
	X(CPU_MAXIMUM,          "maximum")
ENUM_TYPE(cpu_mode, CPU_MODE);

#define CPU_MATCH(X)                    \
	X(CPU_MATCH_NONE, NULL)         \
	X(CPU_MINIMUM,    "minimum")    \
	X(CPU_EXACT,      "exact")      \
	X(CPU_STRICT,     "strict")
ENUM_TYPE(cpu_match, CPU_MATCH);

#define CPU_CHECK(X)                            \
	X(CPU_CHECK_NONE_SAID, NULL)            \
	X(CPU_CHECK_NONE,      "none")          \
	X(CPU_CHECK_PARTIAL,   "partial")       \
	X(CPU_CHECK_FULL,      "full")
ENUM_TYPE(cpu_check, CPU_CHECK);

#define CPU_FALLBACK(X)                         \
	X(CPU_FALLBACK_NONE,   NULL)            \
	X(CPU_FALLBACK_ALLOW,  "allow")         \
	X(CPU_FALLBACK_FORBID, "forbid")
ENUM_TYPE(cpu_fallback, CPU_FALLBACK);

#define CPU_POLICY(X)                   \
	X(CPU_POLICY_NONE, NULL)        \
	X(CPU_FORCE,       "force")     \
	X(CPU_REQUIRE,     "require")   \
	X(CPU_OPTIONAL,    "optional")  \
	X(CPU_DISABLE,     "disable")   \
	X(CPU_FORBID,      "forbid")
ENUM_TYPE(cpu_policy, CPU_POLICY);

#define CPU_CACHE_MODE(X)                       \
	X(CPU_CACHE_NONE,        NULL)          \
	X(CPU_CACHE_EMULATE,     "emulate")     \
	X(CPU_CACHE_PASSTHROUGH, "passthrough") \
	X(CPU_CACHE_DISABLE,     "disable")
ENUM_TYPE(cpu_cache_mode, CPU_CACHE_MODE);

#define ADDRESS_WIDTH_MODE(X)                           \
	X(ADDRESS_WIDTH_NONE,        NULL)              \
	X(ADDRESS_WIDTH_EMULATE,     "emulate")         \
	X(ADDRESS_WIDTH_PASSTHROUGH, "passthrough")
ENUM_TYPE(address_width_mode, ADDRESS_WIDTH_MODE);

#define CACHE_ASSOCIATIVITY(X)                  \
	X(ASSOCIATIVITY_NONE_SAID, NULL)        \
	X(ASSOCIATIVITY_NONE,      "none")      \
	X(ASSOCIATIVITY_DIRECT,    "direct")    \
	X(ASSOCIATIVITY_FULL,      "full")
ENUM_TYPE(cache_associativity, CACHE_ASSOCIATIVITY);

#define CACHE_POLICY(X)                             \
	X(CACHE_POLICY_NONE_SAID,    NULL)          \
	X(CACHE_POLICY_NONE,         "none")        \
	X(CACHE_POLICY_WRITEBACK,    "writeback")   \
	X(CACHE_POLICY_WRITETHROUGH, "writethrough")
ENUM_TYPE(cache_policy, CACHE_POLICY);

#define INTERCONNECT_KIND(X)                \
	X(INTERCONNECT_NONE,   NULL)        \
	X(INTERCONNECT_ACCESS, "access")    \
	X(INTERCONNECT_READ,   "read")      \
	X(INTERCONNECT_WRITE,  "write")
ENUM_TYPE(interconnect_kind, INTERCONNECT_KIND);

struct cpu_feature {
	char *name;
	enum cpu_policy policy;
};
LIST_OF(cpu_feature);

struct numa_sibling {
	struct number id;
	unsigned value;
};
LIST_OF(numa_sibling);

struct numa_cache {
	unsigned level;
	enum cache_associativity associativity;
	enum cache_policy policy;
	uint64_t size, line;                /* bytes */
};
LIST_OF(numa_cache);

struct numa_cell {
	struct number id;
	char *cpus;                         /* "0-3,7" */
	uint64_t memory;                    /* bytes */
	enum memory_access mem_access;
	enum tri discard;
	struct numa_sibling_list distances;
	struct numa_cache_list caches;
};
LIST_OF(numa_cell);

struct interconnect {
	struct number initiator, target;
	unsigned cache;
	enum interconnect_kind type;
	uint64_t value;                     /* latency: ns; bandwidth: bytes per second */
};
LIST_OF(interconnect);

struct vm_cpu {
	enum cpu_mode mode;
	enum cpu_match match;
	enum cpu_check check;
	enum tri migratable, deprecated_features;
	char *model;
	enum cpu_fallback fallback;
	char *vendor_id;
	char *vendor;
	struct { unsigned sockets, dies, clusters, cores, threads; } topology;
	struct { struct number level; enum cpu_cache_mode mode; } cache;
	struct { enum address_width_mode mode; unsigned bits, limit; } maxphysaddr;
	struct cpu_feature_list features;
	struct numa_cell_list cells;
	struct interconnect_list latencies, bandwidths;
};

/* Two parts of the table: the attributes, and the rest; for documents that have something in
 * between. */
extern const struct type vm_cpu_how_type, vm_cpu_what_type;

extern const struct type vm_cpu_type, cpu_feature_type, numa_cell_type, numa_sibling_type,
	numa_cache_type, latency_type, memory_bandwidth_type;

#endif
