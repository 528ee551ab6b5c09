/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* capabilities - what host and hypervisor can do: the <capabilities> document */
#include "model/capabilities.h"

/* ---- the host ---- */

#define T struct power_management
static const struct row power_management_rows[] = {
	FLAG(T, suspend_mem,    "suspend_mem",    0, "suspend to memory"),
	FLAG(T, suspend_disk,   "suspend_disk",   0, "suspend to disk"),
	FLAG(T, suspend_hybrid, "suspend_hybrid", 0, "suspend to both"),
	ROWS_END
};
#undef T
static const struct type power_management_type = {
	.name = "power_management", .size = sizeof(struct power_management),
	.rows = power_management_rows,
};

#define T struct migration_features
static const struct row migration_features_rows[] = {
	FLAG(T, live,           "live",                                   0, "while the guest runs"),
	LIST(T, uri_transports, "uri_transports/uri_transport", text_item, 0, "how guests travel"),
	ROWS_END
};
#undef T
static const struct type migration_features_type = {
	.name = "migration_features", .size = sizeof(struct migration_features),
	.rows = migration_features_rows,
};

#define T struct node_pages
static const struct row node_pages_rows[] = {
	STRING(T, unit,  "@unit", 0, "unit of the size"),
	NUMBER(T, size,  "@size", REQUIRED, "size of a page"),
	NUMBER(T, count, ".",     0, "how many there are"),
	ROWS_END
};
#undef T
static const struct type node_pages_type = {
	.name = "pages", .size = sizeof(struct node_pages), .rows = node_pages_rows,
};

#define T struct node_cpu
static const struct row node_cpu_rows[] = {
	NUMBER(T, id,         "@id",         REQUIRED, "processor of the host"),
	NUMBER(T, socket_id,  "@socket_id",  0, "its socket"),
	NUMBER(T, die_id,     "@die_id",     0, "its die"),
	NUMBER(T, cluster_id, "@cluster_id", 0, "its cluster"),
	NUMBER(T, core_id,    "@core_id",    0, "its core"),
	STRING(T, siblings,   "@siblings",   0, "processors of the same core"),
	ROWS_END
};
#undef T
static const struct type node_cpu_type = {
	.name = "cpu", .size = sizeof(struct node_cpu), .rows = node_cpu_rows,
};

#define T struct numa_node
static const struct row numa_node_rows[] = {
	NUMBER(T, id,        "@id",                            REQUIRED, "number of the node"),
	SIZE  (T, memory,    "memory", "KiB",                  0, "its memory"),
	LIST  (T, pages,     "pages", node_pages,              0, "its pages"),
	LIST  (T, distances, "distances/sibling", numa_sibling, 0, "way to other nodes"),
	LIST  (T, caches,    "cache", numa_cache,              0, "caches in front of its memory"),
	NUMBER(T, cpu_count, "cpus/@num",                      0, "number of its processors"),
	LIST  (T, cpus,      "cpus/cpu", node_cpu,             0, "its processors"),
	ROWS_END
};
#undef T
static const struct type numa_node_type = {
	.name = "cell", .size = sizeof(struct numa_node), .rows = numa_node_rows,
};

#define T struct cache_control
static const struct row cache_control_rows[] = {
	NUMBER(T, granularity, "@granularity", REQUIRED, "smallest step"),
	NUMBER(T, min,         "@min",         0, "smallest share"),
	STRING(T, unit,        "@unit",        0, "what both count"),
	STRING(T, type,        "@type",        0, "code, data or both"),
	NUMBER(T, max_allocs,  "@maxAllocs",   REQUIRED, "shares at most"),
	ROWS_END
};
#undef T
static const struct type cache_control_type = {
	.name = "control", .size = sizeof(struct cache_control), .rows = cache_control_rows,
};

#define T struct cache_bank
static const struct row cache_bank_rows[] = {
	NUMBER(T, id,       "@id",                    REQUIRED, "number of the cache"),
	NUMBER(T, level,    "@level",                 REQUIRED, "its level"),
	STRING(T, type,     "@type",                  REQUIRED, "code, data or both"),
	NUMBER(T, size,     "@size",                  REQUIRED, "its size"),
	STRING(T, unit,     "@unit",                  REQUIRED, "unit of the size"),
	STRING(T, cpus,     "@cpus",                  REQUIRED, "processors that use it"),
	LIST  (T, controls, "control", cache_control, 0, "how it can be shared out"),
	ROWS_END
};
#undef T
static const struct type cache_bank_type = {
	.name = "bank", .size = sizeof(struct cache_bank), .rows = cache_bank_rows,
};

#define T struct resource_monitor
static const struct row resource_monitor_rows[] = {
	NUMBER(T, level,           "@level",             0, "level of the cache"),
	NUMBER(T, reuse_threshold, "@reuseThreshold",    0, "lines left when a monitor is free again"),
	NUMBER(T, max_monitors,    "@maxMonitors",       REQUIRED, "monitors at most"),
	LIST  (T, features,        "feature", cpu_feature, 0, "what is measured"),
	ROWS_END
};
#undef T
static const struct type resource_monitor_type = {
	.name = "monitor", .size = sizeof(struct resource_monitor), .rows = resource_monitor_rows,
};

#define T struct bandwidth_node
static const struct row bandwidth_node_rows[] = {
	NUMBER(T, id,       "@id",                    REQUIRED, "number of the node"),
	STRING(T, cpus,     "@cpus",                  REQUIRED, "its processors"),
	LIST  (T, controls, "control", cache_control, 0, "how it can be shared out"),
	ROWS_END
};
#undef T
static const struct type bandwidth_node_type = {
	.name = "node", .size = sizeof(struct bandwidth_node), .rows = bandwidth_node_rows,
};

#define T struct baselabel
static const struct row baselabel_rows[] = {
	STRING(T, type,  "@type", REQUIRED, "hypervisor"),
	STRING(T, label, ".",     0, "what its labels are made from"),
	ROWS_END
};
#undef T
static const struct type baselabel_type = {
	.name = "baselabel", .size = sizeof(struct baselabel), .rows = baselabel_rows,
};

#define T struct secmodel
static const struct row secmodel_rows[] = {
	STRING(T, model,      "model",                REQUIRED, "security driver"),
	STRING(T, doi,        "doi",                  ALWAYS, "domain of interpretation of its labels"),
	LIST  (T, baselabels, "baselabel", baselabel, 0, "what labels are made from"),
	ROWS_END
};
#undef T
static const struct type secmodel_type = {
	.name = "secmodel", .size = sizeof(struct secmodel), .rows = secmodel_rows,
};

#define T struct host_capabilities
#define LINKS(m, p, t, h) ROW_(kind_list, AT_(T, m, struct interconnect_list), p, 0, h, .type = &t)
static const struct row host_capabilities_rows[] = {
	UUID  (T, uuid,                "uuid",                                  0, "identity"),
	PART  (T, cpu,                 "cpu", host_cpu,                         0, "processors"),
	GROUP (T, power_management,    "power_management", power_management,    0, "how it can sleep"),
	YESNO (T, iommu,               "iommu/@support",                        0, "devices can be assigned safely"),
	GROUP (T, migration_features,  "migration_features", migration_features, 0, "how guests can move"),
	STRING(T, netprefix,           "netprefix",                             0, "start of the names of guests' interfaces"),
	NUMBER(T, topology.node_count, "topology/cells/@num",                   0, "number of NUMA nodes"),
	LIST  (T, topology.nodes,      "topology/cells/cell", numa_node,        0, "NUMA nodes"),
	LINKS (topology.latencies,     "topology/interconnects/latency", latency_type, "latency between nodes"),
	LINKS (topology.bandwidths,    "topology/interconnects/bandwidth", memory_bandwidth_type, "bandwidth between nodes"),
	LIST  (T, cache.banks,         "cache/bank", cache_bank,                0, "caches"),
	GROUP (T, cache.monitor,       "cache/monitor", resource_monitor,       0, "how their use is measured"),
	LIST  (T, memory_bandwidth.nodes, "memory_bandwidth/node", bandwidth_node, 0, "memory controllers"),
	GROUP (T, memory_bandwidth.monitor, "memory_bandwidth/monitor", resource_monitor, 0, "how their use is measured"),
	GROUP (T, energy.monitor,      "energy/monitor", resource_monitor,      0, "how the energy they take is measured"),
	LIST  (T, secmodels,           "secmodel", secmodel,                    0, "security drivers"),
	ROWS_END
};
#undef LINKS
#undef T
const struct type host_capabilities_type = {
	.name = "host", .size = sizeof(struct host_capabilities), .rows = host_capabilities_rows,
};

/* ---- guests ---- */

#define T struct guest_machine
static const struct row guest_machine_rows[] = {
	STRING(T, canonical,  "@canonical",  0, "machine it is another name of"),
	NUMBER(T, max_cpus,   "@maxCpus",    0, "virtual processors at most"),
	YESNO (T, deprecated, "@deprecated", 0, "it will go away"),
	STRING(T, name,       ".",           0, "machine"),
	ROWS_END
};
#undef T
static const struct type guest_machine_type = {
	.name = "machine", .size = sizeof(struct guest_machine), .rows = guest_machine_rows,
};

#define T struct guest_domain
static const struct row guest_domain_rows[] = {
	STRING(T, type,     "@type",                  REQUIRED, "hypervisor"),
	STRING(T, emulator, "emulator",               0, "its program"),
	STRING(T, loader,   "loader",                 0, "its loader"),
	LIST  (T, machines, "machine", guest_machine, 0, "its machines"),
	ROWS_END
};
#undef T
static const struct type guest_domain_type = {
	.name = "domain", .size = sizeof(struct guest_domain), .rows = guest_domain_rows,
};

#define T struct guest_toggle
static const struct row guest_toggle_rows[] = {
	ONOFF(T, initial, "@default", REQUIRED, "when nothing is said"),
	YESNO(T, toggle,  "@toggle",  REQUIRED, "it can be switched"),
	ROWS_END
};
#undef T
static const struct type guest_toggle_type = {
	.name = "feature", .size = sizeof(struct guest_toggle), .rows = guest_toggle_rows,
};

#define T struct guest_features
static const struct row guest_features_rows[] = {
	FLAG (T, pae,               "pae",                        0, "physical address extension"),
	FLAG (T, nonpae,            "nonpae",                     0, "also without it"),
	FLAG (T, ia64_be,           "ia64_be",                    0, "big endian on ia64"),
	GROUP(T, acpi,              "acpi", guest_toggle,         0, "ACPI"),
	GROUP(T, apic,              "apic", guest_toggle,         0, "APIC"),
	FLAG (T, cpuselection,      "cpuselection",               0, "processor models can be chosen"),
	FLAG (T, deviceboot,        "deviceboot",                 0, "boot order of devices can be chosen"),
	GROUP(T, disksnapshot,      "disksnapshot", guest_toggle, 0, "snapshots of disks"),
	GROUP(T, hap,               "hap", guest_toggle,          0, "paging by hardware"),
	FLAG (T, external_snapshot, "externalSnapshot",           0, "external snapshots can be reverted and deleted"),
	ROWS_END
};
#undef T
static const struct type guest_features_type = {
	.name = "features", .size = sizeof(struct guest_features), .rows = guest_features_rows,
};

#define T struct guest_capabilities
static const struct row guest_capabilities_rows[] = {
	STRING(T, os_type,  "os_type",                     REQUIRED, "how it is virtualised"),
	STRING(T, arch,     "arch/@name",                  REQUIRED, "architecture"),
	NUMBER(T, wordsize, "arch/wordsize",               REQUIRED, "its bits"),
	STRING(T, emulator, "arch/emulator",               0, "program"),
	STRING(T, loader,   "arch/loader",                 0, "loader"),
	LIST  (T, machines, "arch/machine", guest_machine, 0, "machines"),
	LIST  (T, domains,  "arch/domain", guest_domain,   0, "hypervisors"),
	PART  (T, features, "features", guest_features,    0, "features"),
	ROWS_END
};
#undef T
const struct type guest_capabilities_type = {
	.name = "guest", .size = sizeof(struct guest_capabilities), .rows = guest_capabilities_rows,
};

#define T struct capabilities
static const struct row capabilities_rows[] = {
	PART(T, host,   "host", host_capabilities,   ALWAYS, "the host"),
	LIST(T, guests, "guest", guest_capabilities, 0, "guests it can run"),
	ROWS_END
};
#undef T
const struct type capabilities_type = {
	.name = "capabilities", .size = sizeof(struct capabilities), .rows = capabilities_rows,
};
