/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* domain_capabilities - what one emulator offers a guest: <domainCapabilities> */
#ifndef MODEL_DOMAIN_CAPABILITIES_H
#define MODEL_DOMAIN_CAPABILITIES_H

#include "model/document.h"
#include "model/text_item.h"
#include "model/vm_cpu.h"

/* The words that one field may have. */
struct offered_enum { char *name; struct text_item_list values; };
LIST_OF(offered_enum);

struct offer {
	enum tri supported;
	struct offered_enum_list enums;
};

struct offered_loader {
	enum tri supported;
	struct text_item_list values;        /* firmware files */
	struct offered_enum_list enums;
};

struct offered_os {
	enum tri supported;
	struct offered_enum_list enums;
	struct offer *firmware_features;
	struct offered_loader *loader;
	struct offer *varstore;
};

struct offered_model {
	unsigned place;
	enum cpu_fallback fallback;
	char *vendor_id;
	char *usable;                        /* "yes", "no", "unknown" */
	enum tri deprecated;
	char *vendor, *canonical, *name;
};
LIST_OF(offered_model);

/* Why a model is not usable: stands behind it. */
struct offered_blockers { unsigned place; char *model; struct cpu_feature_list features; };
LIST_OF(offered_blockers);

struct offered_cpu_mode {
	enum cpu_mode name;
	enum tri supported;
	struct offered_enum_list enums;
	struct offered_model_list models;
	struct offered_blockers_list blockers;
	char *vendor;
	struct { enum address_width_mode mode; unsigned bits, limit; } maxphysaddr;
	struct cpu_feature_list features;
};
LIST_OF(offered_cpu_mode);

struct offered_devices {
	struct offer *disk, *graphics, *video, *hostdev, *rng, *filesystem, *tpm, *redirdev,
		*channel, *crypto, *interface, *panic, *console;
};

struct offered_sev {
	enum tri supported;
	struct number cbitpos, reduced_phys_bits, max_guests, max_es_guests;
	char *cpu0_id;
};

struct sgx_section { struct number node, size; char *unit; };
LIST_OF(sgx_section);

struct offered_sgx {
	enum tri supported;
	enum tri flc, sgx1, sgx2;
	uint64_t section_size;               /* bytes */
	struct sgx_section_list sections;
};

struct offered_hyperv {
	enum tri supported;
	struct offered_enum_list enums;
	struct {
		unsigned spinlocks;
		enum tri stimer_direct, tlbflush_direct, tlbflush_extended;
		char *vendor_id;
	} defaults;
};

struct offered_features {
	struct offer *gic, *vmcoreinfo, *genid, *backing_store_input, *backup, *async_teardown,
		*s390_pv, *ps2, *tdx;
	struct offered_sev *sev;
	struct offered_sgx *sgx;
	struct offered_hyperv *hyperv;
	struct offer *launch_security;
};

struct domain_capabilities {
	char *path, *domain, *machine, *arch;
	struct number vcpu_max;
	enum tri iothreads;
	struct offered_os *os;
	struct offered_cpu_mode_list cpu_modes;
	struct offer *memory_backing;
	struct offered_devices devices;
	struct offered_features features;
};
DOCUMENT(domain_capabilities);

#endif
