/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_features - what the hypervisor offers the guest */
#include "model/vm_features.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

ENUM_WORDS(hyperv_mode, HYPERV_MODE);
ENUM_WORDS(gic_version, GIC_VERSION);
ENUM_WORDS(ioapic_driver, IOAPIC_DRIVER);
ENUM_WORDS(hpt_resizing, HPT_RESIZING);
ENUM_WORDS(caps_policy, CAPS_POLICY);
ENUM_WORDS(xen_passthrough, XEN_PASSTHROUGH);
ENUM_WORDS(msrs_unknown, MSRS_UNKNOWN);
ENUM_WORDS(spectre_guard, SPECTRE_GUARD);
ENUM_WORDS(aia, AIA);

#define T struct apic
static const struct row apic_rows[] = {
	ONOFF(T, eoi, "@eoi", ABI, "paravirtual end of interrupt"),
	ROWS_END
};
#undef T
static const struct type apic_type = { .name = "apic", .size = sizeof(struct apic), .rows = apic_rows };

#define T struct gic
static const struct row gic_rows[] = {
	ENUM(T, version, "@version", gic_version, ABI, "version of the interrupt controller"),
	ROWS_END
};
#undef T
static const struct type gic_type = { .name = "gic", .size = sizeof(struct gic), .rows = gic_rows };

#define T struct smm
static const struct row smm_rows[] = {
	ONOFF(T, state, "@state",      ABI, "system management mode", DEFAULT("on")),
	LIMIT(T, tseg,  "tseg", "MiB", ABI, "memory for it"),
	ROWS_END
};
#undef T
static const struct type smm_type = { .name = "smm", .size = sizeof(struct smm), .rows = smm_rows };

#define T struct hyperv
#define LIGHTS(m, p, h) ONOFF(T, m, p "/@state", ABI | NEEDED, h)
static const struct row hyperv_rows[] = {
	ENUM  (T, mode,              "@mode", hyperv_mode,    ABI, "all the host has, or those named", DEFAULT("custom")),
	LIGHTS(relaxed,              "relaxed",         "watchdogs are off"),
	LIGHTS(vapic,                "vapic",           "virtual APIC"),
	LIGHTS(spinlocks,            "spinlocks",       "waiting is told"),
	UINT  (T, spinlocks_retries, "spinlocks/@retries",    ABI, "tries before it is told", ONLY_IF(T, spinlocks, YES)),
	LIGHTS(vpindex,              "vpindex",         "number of the virtual processor"),
	LIGHTS(runtime,              "runtime",         "time the processor ran"),
	LIGHTS(synic,                "synic",           "synthetic interrupt controller"),
	LIGHTS(stimer,               "stimer",          "synthetic timers"),
	ONOFF (T, stimer_direct,     "stimer/direct/@state",  ABI, "their interrupts come directly"),
	LIGHTS(reset,                "reset",           "reset by the hypervisor"),
	LIGHTS(vendor_id,            "vendor_id",       "a vendor of one's own"),
	STRING(T, vendor_id_value,   "vendor_id/@value",      ABI, "the vendor", ONLY_IF(T, vendor_id, YES)),
	LIGHTS(frequencies,          "frequencies",     "frequencies are told"),
	LIGHTS(reenlightenment,      "reenlightenment", "notice after migration"),
	LIGHTS(tlbflush,             "tlbflush",        "flushing of other processors' TLB"),
	ONOFF (T, tlbflush_direct,   "tlbflush/direct/@state", ABI, "of guests inside the guest"),
	ONOFF (T, tlbflush_extended, "tlbflush/extended/@state", ABI, "of parts of it"),
	LIGHTS(ipi,                  "ipi",             "interrupts between processors"),
	LIGHTS(evmcs,                "evmcs",           "enlightened VMCS"),
	LIGHTS(avic,                 "avic",            "hardware interrupt controller"),
	LIGHTS(emsr_bitmap,          "emsr_bitmap",     "registers that guests inside may touch"),
	LIGHTS(xmm_input,            "xmm_input",       "hypercalls by XMM registers"),
	LIGHTS(vsm,                  "vsm",             "parts of the guest that it keeps from itself"),
	ROWS_END
};
#undef LIGHTS
#undef T

static int
hyperv_check(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct hyperv *hyperv = object;

	if (hyperv->spinlocks == YES && hyperv->spinlocks_retries < 0xfff)
		return fail(FAULT_XML, "Hyper-V spinlock retries must be 4095 or more");
	if (hyperv->vendor_id == YES && !hyperv->vendor_id_value)
		return fail(FAULT_XML, "missing attribute 'value' of 'vendor_id'");
	if (hyperv->vendor_id_value && (strlen(hyperv->vendor_id_value) > 12 || strchr(hyperv->vendor_id_value, ',')))
		return fail(FAULT_XML, "Hyper-V vendor_id has at most 12 characters and no comma");
	return 0;
}

static const struct type hyperv_type = {
	.name = "hyperv", .size = sizeof(struct hyperv), .rows = hyperv_rows, .check = hyperv_check,
	.closed = true,
};

#define T struct kvm_features
static const struct row kvm_features_rows[] = {
	ONOFF(T, hidden,          "hidden/@state",         ABI | NEEDED, "the guest does not see KVM"),
	ONOFF(T, hint_dedicated,  "hint-dedicated/@state", ABI | NEEDED, "processors are not shared"),
	ONOFF(T, poll_control,    "poll-control/@state",   ABI | NEEDED, "the guest controls polling"),
	ONOFF(T, pv_ipi,          "pv-ipi/@state",         ABI | NEEDED, "paravirtual interrupts between processors"),
	ONOFF(T, dirty_ring,      "dirty-ring/@state",     NEEDED,   "written pages are kept in a ring"),
	UINT (T, dirty_ring_size, "dirty-ring/@size",      0,   "length of the ring", ONLY_IF(T, dirty_ring, YES)),
	ROWS_END
};
#undef T
static const struct type kvm_features_type = {
	.name = "kvm", .size = sizeof(struct kvm_features), .rows = kvm_features_rows,
	.closed = true,
};

#define T struct xen_features
static const struct row xen_features_rows[] = {
	ONOFF(T, e820_host,        "e820_host/@state",   ABI | NEEDED, "memory map of the host"),
	ONOFF(T, passthrough,      "passthrough/@state", ABI | NEEDED, "devices of the host"),
	ENUM (T, passthrough_mode, "passthrough/@mode", xen_passthrough, ABI, "page tables of the IOMMU", ONLY_IF(T, passthrough, YES)),
	ROWS_END
};
#undef T
static const struct type xen_features_type = {
	.name = "xen", .size = sizeof(struct xen_features), .rows = xen_features_rows,
	.closed = true,
};

#define T struct container_capabilities
#define CAPABILITY_ROW(name) SWITCH(T, name, #name, 0, "capabilities(7)"),
static const struct row container_capabilities_rows[] = {
	ENUM(T, policy, "@policy", caps_policy, 0, "what is not named", DEFAULT("default")),
	CONTAINER_CAPABILITIES(CAPABILITY_ROW)
	ROWS_END
};
#undef CAPABILITY_ROW
#undef T
static const struct type container_capabilities_type = {
	.name = "capabilities", .size = sizeof(struct container_capabilities), .rows = container_capabilities_rows,
	.closed = true,
};

#define T struct vm_features
static const struct row vm_features_rows[] = {
	FLAG  (T, acpi,             "acpi",                ABI, "ACPI tables"),
	GROUP (T, apic,             "apic", apic,          ABI, "interrupt controller"),
	FLAG  (T, pae,              "pae",                 ABI, "physical address extension"),
	SWITCH(T, hap,              "hap",                 ABI, "hardware assisted paging"),
	FLAG  (T, viridian,         "viridian",            ABI, "Xen: Hyper-V enlightenments"),
	FLAG  (T, privnet,          "privnet",             ABI, "container: a network of its own"),
	GROUP (T, hyperv,           "hyperv", hyperv,      ABI, "Hyper-V enlightenments"),
	GROUP (T, kvm,              "kvm", kvm_features,   ABI, "KVM"),
	SWITCH(T, pvspinlock,       "pvspinlock",          ABI, "paravirtual spinlocks"),
	GROUP (T, capabilities,     "capabilities", container_capabilities, MERGED, "what root of a container may do"),
	SWITCH(T, pmu,              "pmu",                 ABI, "performance counters"),
	SWITCH(T, vmport,           "vmport",              ABI, "VMware's I/O port"),
	GROUP (T, gic,              "gic", gic,            ABI, "ARM interrupt controller"),
	GROUP (T, smm,              "smm", smm,            ABI, "system management mode"),
	ENUM  (T, ioapic,           "ioapic/@driver", ioapic_driver, ABI, "who plays the I/O APIC"),
	ENUM  (T, hpt.resizing,     "hpt/@resizing", hpt_resizing, ABI, "pSeries: the hash page table may change"),
	SIZE  (T, hpt.maxpagesize,  "hpt/maxpagesize", "KiB", ABI, "pSeries: largest page"),
	SWITCH(T, vmcoreinfo,       "vmcoreinfo",          ABI, "the guest tells about its core"),
	SWITCH(T, htm,              "htm",                 ABI, "pSeries: transactional memory"),
	SWITCH(T, nested_hv,        "nested-hv",           ABI, "pSeries: nested hypervisor"),
	ENUM  (T, msrs,             "msrs/@unknown", msrs_unknown, ABI | NEEDED, "registers nobody knows"),
	SWITCH(T, ccf_assist,       "ccf-assist",          ABI, "pSeries: count cache flush"),
	GROUP (T, xen,              "xen", xen_features,   ABI, "Xen"),
	ENUM  (T, cfpc,             "cfpc/@value", spectre_guard, ABI | NEEDED, "pSeries: cache flush on privilege change"),
	ENUM  (T, sbbc,             "sbbc/@value", spectre_guard, ABI | NEEDED, "pSeries: speculation barrier"),
	ENUM  (T, ibs,              "ibs/@value", spectre_guard, ABI | NEEDED, "pSeries: indirect branch speculation"),
	SIZE  (T, tcg_tb_cache,     "tcg/tb-cache", "KiB", 0,   "cache of translated code"),
	YESNO (T, async_teardown,   "async-teardown/@enabled", 0, "memory is freed in the background"),
	ONOFF (T, ras,              "ras/@state",          ABI | NEEDED, "ARM: hardware errors are told"),
	ONOFF (T, ps2,              "ps2/@state",          ABI | NEEDED, "there is a PS/2 controller"),
	ENUM  (T, aia,              "aia/@value", aia,     ABI | NEEDED, "RISC-V: interrupt controller"),
	FLAG  (T, virtualization,   "virtualization",      ABI, "ARM: guests inside the guest"),
	ROWS_END
};
#undef T
/* The usual ones need not be said. */
static void
drop_nothing(struct container_capabilities **capabilities)
{
	struct container_capabilities *usual = model_new(&container_capabilities_type);

	if (*capabilities && !memcmp(*capabilities, usual, sizeof *usual))
		model_free(&container_capabilities_type, steal(*capabilities));
	model_free(&container_capabilities_type, usual);
}

/* That it is there says it, too. */
static int
vm_features_read_rest(void *object, const xmlNode *at)
{
	struct vm_features *features = object;

	if (!features->async_teardown && xml_child(at, "async-teardown"))
		features->async_teardown = YES;
	drop_nothing(&features->capabilities);
	return 0;
}

const struct type vm_features_type = {
	.name = "features", .size = sizeof(struct vm_features), .rows = vm_features_rows,
	.read_rest = vm_features_read_rest, .closed = true,
};
