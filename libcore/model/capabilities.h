/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* capabilities - what host and hypervisor can do: the <capabilities> document */
#ifndef MODEL_CAPABILITIES_H
#define MODEL_CAPABILITIES_H

#include "model/document.h"
#include "model/host_cpu.h"
#include "model/text_item.h"
#include "model/vm_cpu.h"

/* ---- the host ---- */

struct power_management { bool suspend_mem, suspend_disk, suspend_hybrid; };
struct migration_features { bool live; struct text_item_list uri_transports; };

struct node_pages { char *unit; struct number size, count; };
LIST_OF(node_pages);

struct node_cpu { struct number id, socket_id, die_id, cluster_id, core_id; char *siblings; };
LIST_OF(node_cpu);

struct numa_node {
	struct number id;
	uint64_t memory;                     /* bytes */
	struct node_pages_list pages;
	struct numa_sibling_list distances;
	struct numa_cache_list caches;
	struct number cpu_count;
	struct node_cpu_list cpus;
};
LIST_OF(numa_node);

struct cache_control {
	struct number granularity, min;
	char *unit, *type;
	struct number max_allocs;
};
LIST_OF(cache_control);

struct cache_bank {
	struct number id, level;
	char *type;
	struct number size;
	char *unit, *cpus;
	struct cache_control_list controls;
};
LIST_OF(cache_bank);

struct resource_monitor {
	struct number level, reuse_threshold, max_monitors;
	struct cpu_feature_list features;
};

struct bandwidth_node {
	struct number id;
	char *cpus;
	struct cache_control_list controls;
};
LIST_OF(bandwidth_node);

struct baselabel { char *type, *label; };
LIST_OF(baselabel);

struct secmodel { char *model, *doi; struct baselabel_list baselabels; };
LIST_OF(secmodel);

struct host_capabilities {
	char *uuid;
	struct host_cpu cpu;
	struct power_management *power_management;
	enum tri iommu;
	struct migration_features *migration_features;
	char *netprefix;
	struct {
		struct number node_count;
		struct numa_node_list nodes;
		struct interconnect_list latencies, bandwidths;
	} topology;
	struct { struct cache_bank_list banks; struct resource_monitor *monitor; } cache;
	struct { struct bandwidth_node_list nodes; struct resource_monitor *monitor; } memory_bandwidth;
	struct { struct resource_monitor *monitor; } energy;
	struct secmodel_list secmodels;
};

/* ---- guests ---- */

struct guest_machine { char *canonical; struct number max_cpus; enum tri deprecated; char *name; };
LIST_OF(guest_machine);

struct guest_domain {
	char *type, *emulator, *loader;
	struct guest_machine_list machines;
};
LIST_OF(guest_domain);

struct guest_toggle { enum tri initial, toggle; };

struct guest_features {
	bool pae, nonpae, ia64_be;
	struct guest_toggle *acpi, *apic;
	bool cpuselection, deviceboot;
	struct guest_toggle *disksnapshot, *hap;
	bool external_snapshot;
};

struct guest_capabilities {
	char *os_type, *arch;
	struct number wordsize;
	char *emulator, *loader;             /* of all its domains that name none */
	struct guest_machine_list machines;
	struct guest_domain_list domains;
	struct guest_features features;
};
LIST_OF(guest_capabilities);

struct capabilities {
	struct host_capabilities host;
	struct guest_capabilities_list guests;
};
DOCUMENT(capabilities);

extern const struct type host_capabilities_type, guest_capabilities_type;

#endif
