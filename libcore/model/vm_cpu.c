/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_cpu - the guest's processors: model, features, topology, NUMA cells */
#include "model/vm_cpu.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

ENUM_WORDS(cpu_mode, CPU_MODE);
ENUM_WORDS(cpu_match, CPU_MATCH);
ENUM_WORDS(cpu_check, CPU_CHECK);
ENUM_WORDS(cpu_fallback, CPU_FALLBACK);
ENUM_WORDS(cpu_policy, CPU_POLICY);
ENUM_WORDS(cpu_cache_mode, CPU_CACHE_MODE);
ENUM_WORDS(address_width_mode, ADDRESS_WIDTH_MODE);
ENUM_WORDS(cache_associativity, CACHE_ASSOCIATIVITY);
ENUM_WORDS(cache_policy, CACHE_POLICY);
ENUM_WORDS(interconnect_kind, INTERCONNECT_KIND);

#define T struct cpu_feature
static const struct row cpu_feature_rows[] = {
	ENUM  (T, policy, "@policy", cpu_policy, ABI | UNSUPPORTED, "does the guest see it"),
	STRING(T, name,   "@name",               ABI | REQUIRED, "processor feature"),
	ROWS_END
};
#undef T
const struct type cpu_feature_type = {
	.name = "feature", .size = sizeof(struct cpu_feature), .rows = cpu_feature_rows,
};

#define T struct numa_sibling
static const struct row numa_sibling_rows[] = {
	NUMBER(T, id,    "@id",    ABI | REQUIRED, "the other cell"),
	UINT  (T, value, "@value", ABI | REQUIRED, "distance, 10 is local"),
	ROWS_END
};
#undef T
const struct type numa_sibling_type = {
	.name = "sibling", .size = sizeof(struct numa_sibling), .rows = numa_sibling_rows,
};

#define T struct numa_cache
static const struct row numa_cache_rows[] = {
	UINT(T, level,         "@level",                              ABI | REQUIRED, "level of the cache"),
	ENUM(T, associativity, "@associativity", cache_associativity, ABI | REQUIRED, "how addresses are placed"),
	ENUM(T, policy,        "@policy", cache_policy,               ABI | REQUIRED, "when it writes"),
	SIZE(T, size,          "size/@value", "KiB",                  ABI | REQUIRED, "size"),
	SIZE(T, line,          "line/@value", "B",                    ABI | REQUIRED, "size of a line"),
	ROWS_END
};
#undef T
const struct type numa_cache_type = {
	.name = "cache", .size = sizeof(struct numa_cache), .rows = numa_cache_rows,
};

#define T struct numa_cell
static const struct row numa_cell_rows[] = {
	NUMBER(T, id,         "@id",                       ABI, "number of the cell"),
	SET   (T, cpus,       "@cpus",                     ABI, "virtual processors in it"),
	SIZE  (T, memory,     "@memory", "KiB",            ABI | REQUIRED | ALWAYS, "memory in it"),
	ENUM  (T, mem_access, "@memAccess", memory_access, 0,   "shared with other processes"),
	YESNO (T, discard,    "@discard",                  0,   "contents may be dropped at the end"),
	LIST  (T, distances,  "distances/sibling", numa_sibling, ABI, "way to other cells"),
	LIST  (T, caches,     "cache", numa_cache,         ABI, "caches in front of its memory"),
	ROWS_END
};
#undef T
const struct type numa_cell_type = {
	.name = "cell", .size = sizeof(struct numa_cell), .rows = numa_cell_rows,
};

#define T struct interconnect
#define ENDS \
	NUMBER(T, initiator, "@initiator",              ABI | REQUIRED, "cell that asks"),  \
	NUMBER(T, target,    "@target",                 ABI | REQUIRED, "cell that answers"), \
	UINT  (T, cache,     "@cache",                  ABI, "level of the cache that answers"), \
	ENUM  (T, type,      "@type", interconnect_kind, ABI | REQUIRED, "what is measured")
static const struct row latency_rows[] = {
	ENDS,
	U64 (T, value, "@value",        ABI | REQUIRED, "nanoseconds"),
	ROWS_END
};
static const struct row bandwidth_rows[] = {
	ENDS,
	SIZE(T, value, "@value", "KiB", ABI | REQUIRED, "per second"),
	ROWS_END
};
#undef ENDS
#undef T
const struct type latency_type = {
	.name = "latency", .size = sizeof(struct interconnect), .rows = latency_rows,
};
const struct type memory_bandwidth_type = {
	.name = "bandwidth", .size = sizeof(struct interconnect), .rows = bandwidth_rows,
};

#define T struct vm_cpu
#define CUSTOM ONLY_IF_ANY(T, mode, ONE(CPU_MODE_NONE) | ONE(CPU_CUSTOM))
#define LINKS(m, p, t, h) ROW_(kind_list, AT_(T, m, struct interconnect_list), p, ABI, h, .type = &t)
#define HOW \
	ENUM  (T, mode,              "@mode", cpu_mode,            ABI | UNSUPPORTED, "where the model comes from"), \
	ENUM  (T, match,             "@match", cpu_match,          ABI, "may the guest see more", CUSTOM), \
	ENUM  (T, check,             "@check", cpu_check,          0,   "how much is checked before start"), \
	ONOFF (T, migratable,        "@migratable",                ABI, "hide what cannot be migrated"), \
	ONOFF (T, deprecated_features, "@deprecated_features",     ABI, "features that will go are there")
#define WHAT \
	ENUM  (T, fallback,          "model/@fallback", cpu_fallback, UNSUPPORTED, "a similar model will do"), \
	STRING(T, vendor_id,         "model/@vendor_id",           ABI, "vendor the guest sees"), \
	STRING(T, model,             "model",                      ABI, "processor model"), \
	STRING(T, vendor,            "vendor",                     ABI, "vendor the host must have"), \
	UINT  (T, topology.sockets,  "topology/@sockets",          ABI, "sockets"), \
	UINT  (T, topology.dies,     "topology/@dies",             ABI, "dies of a socket"), \
	UINT  (T, topology.clusters, "topology/@clusters",         ABI, "clusters of a die"), \
	UINT  (T, topology.cores,    "topology/@cores",            ABI, "cores of a die"), \
	UINT  (T, topology.threads,  "topology/@threads",          ABI, "threads of a core"), \
	NUMBER(T, cache.level,       "cache/@level",               ABI, "level of the cache"), \
	ENUM  (T, cache.mode,        "cache/@mode", cpu_cache_mode, ABI | NEEDED, "what the guest sees of it"), \
	ENUM  (T, maxphysaddr.mode,  "maxphysaddr/@mode", address_width_mode, ABI | NEEDED, "width of addresses"), \
	UINT  (T, maxphysaddr.bits,  "maxphysaddr/@bits",          ABI, "bits of an address"), \
	UINT  (T, maxphysaddr.limit, "maxphysaddr/@limit",         ABI, "most bits that are passed through"), \
	LIST  (T, features,          "feature", cpu_feature,       ABI, "single features"), \
	LIST  (T, cells,             "numa/cell", numa_cell,       ABI, "NUMA cells"), \
	LINKS (latencies,            "numa/interconnects/latency", latency_type, "latency between cells"), \
	LINKS (bandwidths,           "numa/interconnects/bandwidth", memory_bandwidth_type, "bandwidth between cells")
static const struct row vm_cpu_rows[] = {
	HOW, WHAT, ROWS_END
};
static const struct row vm_cpu_how_rows[] = {
	HOW, ROWS_END
};
static const struct row vm_cpu_what_rows[] = {
	WHAT, ROWS_END
};
#undef WHAT
#undef HOW
#undef LINKS
#undef CUSTOM
#undef T
const struct type vm_cpu_type = {
	.name = "cpu", .size = sizeof(struct vm_cpu), .rows = vm_cpu_rows,
};
const struct type vm_cpu_how_type = {
	.name = "cpu", .size = sizeof(struct vm_cpu), .rows = vm_cpu_how_rows,
};
const struct type vm_cpu_what_type = {
	.name = "cpu", .size = sizeof(struct vm_cpu), .rows = vm_cpu_what_rows,
};
