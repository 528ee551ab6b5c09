/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* domain_capabilities - what one emulator offers a guest: <domainCapabilities> */
#include "model/domain_capabilities.h"

#define T struct offered_enum
static const struct row offered_enum_rows[] = {
	STRING(T, name,   "@name",            REQUIRED, "field"),
	LIST  (T, values, "value", text_item, 0, "words it may have"),
	ROWS_END
};
#undef T
static const struct type offered_enum_type = {
	.name = "enum", .size = sizeof(struct offered_enum), .rows = offered_enum_rows,
};

#define T struct offer
static const struct row offer_rows[] = {
	YESNO(T, supported, "@supported",         REQUIRED, "it is there"),
	LIST (T, enums,     "enum", offered_enum, 0, "words of its fields"),
	ROWS_END
};
#undef T
static const struct type offer_type = {
	.name = "offer", .size = sizeof(struct offer), .rows = offer_rows,
};

#define T struct offered_loader
static const struct row offered_loader_rows[] = {
	YESNO(T, supported, "@supported",         REQUIRED, "firmware can be chosen"),
	LIST (T, values,    "value", text_item,   0, "firmware files of the host"),
	LIST (T, enums,     "enum", offered_enum, 0, "words of its fields"),
	ROWS_END
};
#undef T
static const struct type offered_loader_type = {
	.name = "loader", .size = sizeof(struct offered_loader), .rows = offered_loader_rows,
};

#define T struct offered_os
static const struct row offered_os_rows[] = {
	YESNO(T, supported, "@supported",             REQUIRED, "booting can be configured"),
	LIST (T, enums,     "enum", offered_enum,     0, "words of its fields"),
	GROUP(T, firmware_features, "firmwareFeatures", offer, 0, "features that firmware can be chosen by"),
	GROUP(T, loader,    "loader", offered_loader, 0, "firmware"),
	GROUP(T, varstore,  "varstore", offer,        0, "variables kept by the emulator"),
	ROWS_END
};
#undef T
static const struct type offered_os_type = {
	.name = "os", .size = sizeof(struct offered_os), .rows = offered_os_rows,
};

#define T struct offered_model
static const struct row offered_model_rows[] = {
	ENUM  (T, fallback,   "@fallback", cpu_fallback, 0, "a similar model will do"),
	STRING(T, vendor_id,  "@vendor_id",   0, "vendor the guest sees"),
	STRING(T, usable,     "@usable",      0, "yes, no or unknown: on this host"),
	YESNO (T, deprecated, "@deprecated",  0, "it will go away"),
	STRING(T, vendor,     "@vendor",      0, "vendor"),
	STRING(T, canonical,  "@canonical",   0, "model it is another name of"),
	STRING(T, name,       ".",            0, "processor model"),
	ROWS_END
};
#undef T
static const struct type offered_model_type = {
	.name = "model", .size = sizeof(struct offered_model), .rows = offered_model_rows,
};

#define T struct offered_blockers
static const struct row offered_blockers_rows[] = {
	STRING(T, model,    "@model",               REQUIRED, "model"),
	LIST  (T, features, "feature", cpu_feature, 0,        "features that the host lacks"),
	ROWS_END
};
#undef T
static const struct type offered_blockers_type = {
	.name = "blockers", .size = sizeof(struct offered_blockers), .rows = offered_blockers_rows,
};

#define T struct offered_cpu_mode
static const struct row offered_cpu_mode_rows[] = {
	ENUM  (T, name,      "@name", cpu_mode,        REQUIRED, "mode"),
	YESNO (T, supported, "@supported",             REQUIRED, "it is there"),
	LIST  (T, enums,     "enum", offered_enum,     0, "words of its fields"),
	LIST  (T, models,    "model", offered_model,   MIXED, "processor models"),
	LIST  (T, blockers,  "blockers", offered_blockers, MIXED, "what keeps a model from being used"),
	STRING(T, vendor,    "vendor",                 0, "vendor"),
	ENUM  (T, maxphysaddr.mode, "maxphysaddr/@mode", address_width_mode, 0, "width of addresses"),
	UINT  (T, maxphysaddr.bits, "maxphysaddr/@bits", 0, "bits of an address"),
	UINT  (T, maxphysaddr.limit, "maxphysaddr/@limit", 0, "bits of an address at most"),
	LIST  (T, features,  "feature", cpu_feature,   0, "features beside the model's"),
	ROWS_END
};
#undef T
static const struct type offered_cpu_mode_type = {
	.name = "mode", .size = sizeof(struct offered_cpu_mode), .rows = offered_cpu_mode_rows,
};

#define T struct offered_devices
#define OFFER(m, p, h) GROUP(T, m, p, offer, 0, h)
static const struct row offered_devices_rows[] = {
	OFFER(disk,       "disk",       "disks"),
	OFFER(graphics,   "graphics",   "screens shown elsewhere"),
	OFFER(video,      "video",      "graphics cards"),
	OFFER(hostdev,    "hostdev",    "devices of the host"),
	OFFER(rng,        "rng",        "random number generators"),
	OFFER(filesystem, "filesystem", "directories of the host"),
	OFFER(tpm,        "tpm",        "trusted platform modules"),
	OFFER(redirdev,   "redirdev",   "devices of the viewer"),
	OFFER(channel,    "channel",    "channels to the host"),
	OFFER(crypto,     "crypto",     "crypto devices"),
	OFFER(interface,  "interface",  "network interfaces"),
	OFFER(panic,      "panic",      "panic notifiers"),
	OFFER(console,    "console",    "consoles"),
	ROWS_END
};
#undef T
static const struct type offered_devices_type = {
	.name = "devices", .size = sizeof(struct offered_devices), .rows = offered_devices_rows,
};

#define T struct offered_sev
static const struct row offered_sev_rows[] = {
	YESNO (T, supported,         "@supported",      REQUIRED, "memory can be encrypted by AMD SEV"),
	NUMBER(T, cbitpos,           "cbitpos",         0, "bit of an address that says encrypted"),
	NUMBER(T, reduced_phys_bits, "reducedPhysBits", 0, "bits that addresses lose"),
	NUMBER(T, max_guests,        "maxGuests",       0, "SEV guests at most"),
	NUMBER(T, max_es_guests,     "maxESGuests",     0, "SEV-ES guests at most"),
	STRING(T, cpu0_id,           "cpu0Id",          0, "identity of the first processor"),
	ROWS_END
};
#undef T
static const struct type offered_sev_type = {
	.name = "sev", .size = sizeof(struct offered_sev), .rows = offered_sev_rows,
};

#define T struct sgx_section
static const struct row sgx_section_rows[] = {
	NUMBER(T, node, "@node", REQUIRED, "NUMA node"),
	NUMBER(T, size, "@size", REQUIRED, "its enclave memory"),
	STRING(T, unit, "@unit", REQUIRED, "unit of the size"),
	ROWS_END
};
#undef T
static const struct type sgx_section_type = {
	.name = "section", .size = sizeof(struct sgx_section), .rows = sgx_section_rows,
};

#define T struct offered_sgx
static const struct row offered_sgx_rows[] = {
	YESNO(T, supported,    "@supported",                    REQUIRED, "enclaves by Intel SGX"),
	YESNO(T, flc,          "flc",                           0, "launch control"),
	YESNO(T, sgx1,         "sgx1",                          0, "version 1"),
	YESNO(T, sgx2,         "sgx2",                          0, "version 2"),
	SIZE (T, section_size, "section_size", "KiB",           0, "enclave memory"),
	LIST (T, sections,     "sections/section", sgx_section, 0, "enclave memory of each node"),
	ROWS_END
};
#undef T
static const struct type offered_sgx_type = {
	.name = "sgx", .size = sizeof(struct offered_sgx), .rows = offered_sgx_rows,
};

#define T struct offered_hyperv
static const struct row offered_hyperv_rows[] = {
	YESNO (T, supported,                  "@supported",         REQUIRED, "they are there"),
	LIST  (T, enums,                      "enum", offered_enum, 0, "words of its fields"),
	UINT  (T, defaults.spinlocks,         "defaults/spinlocks", 0, "tries of mode 'host-model'"),
	ONOFF (T, defaults.stimer_direct,     "defaults/stimer_direct", 0, "its timers"),
	ONOFF (T, defaults.tlbflush_direct,   "defaults/tlbflush_direct", 0, "its TLB flushes"),
	ONOFF (T, defaults.tlbflush_extended, "defaults/tlbflush_extended", 0, "its TLB flushes"),
	STRING(T, defaults.vendor_id,         "defaults/vendor_id", 0, "its vendor"),
	ROWS_END
};
#undef T
static const struct type offered_hyperv_type = {
	.name = "hyperv", .size = sizeof(struct offered_hyperv), .rows = offered_hyperv_rows,
};

#define T struct offered_features
static const struct row offered_features_rows[] = {
	OFFER(gic,                 "gic",               "interrupt controllers of Arm"),
	OFFER(vmcoreinfo,          "vmcoreinfo",        "notes for dumps"),
	OFFER(genid,               "genid",             "identity of each life of the guest"),
	OFFER(backing_store_input, "backingStoreInput", "backing chains that are said are used"),
	OFFER(backup,              "backup",            "backups"),
	OFFER(async_teardown,      "async-teardown",    "memory given back in the background"),
	OFFER(s390_pv,             "s390-pv",           "protected virtualisation of s390"),
	OFFER(ps2,                 "ps2",               "PS/2 can be switched off"),
	OFFER(tdx,                 "tdx",               "trust domains of Intel"),
	GROUP(T, sev, "sev", offered_sev, 0,            "encrypted memory of AMD"),
	GROUP(T, sgx, "sgx", offered_sgx, 0,            "enclaves of Intel"),
	GROUP(T, hyperv, "hyperv", offered_hyperv, 0,   "enlightenments of Hyper-V"),
	OFFER(launch_security,     "launchSecurity",    "memory hidden from the host"),
	ROWS_END
};
#undef OFFER
#undef T
static const struct type offered_features_type = {
	.name = "features", .size = sizeof(struct offered_features), .rows = offered_features_rows,
};

#define T struct domain_capabilities
static const struct row domain_capabilities_rows[] = {
	STRING(T, path,           "path",                       0, "emulator"),
	STRING(T, domain,         "domain",                     REQUIRED, "hypervisor"),
	STRING(T, machine,        "machine",                    0, "machine"),
	STRING(T, arch,           "arch",                       REQUIRED, "architecture"),
	NUMBER(T, vcpu_max,       "vcpu/@max",                  0, "virtual processors at most"),
	YESNO (T, iothreads,      "iothreads/@supported",       0, "I/O threads"),
	GROUP (T, os,             "os", offered_os,             0, "booting"),
	LIST  (T, cpu_modes,      "cpu/mode", offered_cpu_mode, 0, "processors"),
	GROUP (T, memory_backing, "memoryBacking", offer,       0, "where memory can come from"),
	PART  (T, devices,        "devices", offered_devices,   0, "devices"),
	PART  (T, features,       "features", offered_features, 0, "features"),
	ROWS_END
};
#undef T
const struct type domain_capabilities_type = {
	.name = "domainCapabilities", .size = sizeof(struct domain_capabilities),
	.rows = domain_capabilities_rows,
};
