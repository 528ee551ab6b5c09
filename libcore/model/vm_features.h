/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_features - what the hypervisor offers the guest */
#ifndef MODEL_VM_FEATURES_H
#define MODEL_VM_FEATURES_H

#include "model/model.h"

#define HYPERV_MODE(X)                          \
	X(HYPERV_MODE_NONE,   NULL)             \
	X(HYPERV_CUSTOM,      "custom")         \
	X(HYPERV_PASSTHROUGH, "passthrough")    \
	X(HYPERV_HOST_MODEL,  "host-model")
ENUM_TYPE(hyperv_mode, HYPERV_MODE);

#define GIC_VERSION(X)                  \
	X(GIC_NONE, NULL)               \
	X(GIC_2,    "2")                \
	X(GIC_3,    "3")                \
	X(GIC_HOST, "host")
ENUM_TYPE(gic_version, GIC_VERSION);

#define IOAPIC_DRIVER(X)                \
	X(IOAPIC_NONE, NULL)            \
	X(IOAPIC_QEMU, "qemu")          \
	X(IOAPIC_KVM,  "kvm")
ENUM_TYPE(ioapic_driver, IOAPIC_DRIVER);

#define HPT_RESIZING(X)                 \
	X(HPT_NONE,     NULL)           \
	X(HPT_ENABLED,  "enabled")      \
	X(HPT_DISABLED, "disabled")     \
	X(HPT_REQUIRED, "required")
ENUM_TYPE(hpt_resizing, HPT_RESIZING);

#define CAPS_POLICY(X)                  \
	X(CAPS_POLICY_NONE, NULL)       \
	X(CAPS_DEFAULT,     "default")  \
	X(CAPS_ALLOW,       "allow")    \
	X(CAPS_DENY,        "deny")
ENUM_TYPE(caps_policy, CAPS_POLICY);

#define XEN_PASSTHROUGH(X)                      \
	X(XEN_PASSTHROUGH_NONE, NULL)           \
	X(XEN_SYNC_PT,          "sync_pt")      \
	X(XEN_SHARE_PT,         "share_pt")
ENUM_TYPE(xen_passthrough, XEN_PASSTHROUGH);

#define MSRS_UNKNOWN(X)                 \
	X(MSRS_NONE,   NULL)            \
	X(MSRS_IGNORE, "ignore")        \
	X(MSRS_FAULT,  "fault")
ENUM_TYPE(msrs_unknown, MSRS_UNKNOWN);

/* cfpc, sbbc and ibs share the words; each has its own subset. */
#define SPECTRE_GUARD(X)                        \
	X(GUARD_NONE,       NULL)               \
	X(GUARD_BROKEN,     "broken")           \
	X(GUARD_WORKAROUND, "workaround")       \
	X(GUARD_FIXED,      "fixed")            \
	X(GUARD_FIXED_IBS,  "fixed-ibs")        \
	X(GUARD_FIXED_CCD,  "fixed-ccd")        \
	X(GUARD_FIXED_NA,   "fixed-na")
ENUM_TYPE(spectre_guard, SPECTRE_GUARD);

#define AIA(X)                          \
	X(AIA_NONE_SAID,   NULL)        \
	X(AIA_NONE,        "none")      \
	X(AIA_APLIC,       "aplic")     \
	X(AIA_APLIC_IMSIC, "aplic-imsic")
ENUM_TYPE(aia, AIA);

struct apic { enum tri eoi; };
struct gic { enum gic_version version; };
struct smm { enum tri state; struct number tseg; };             /* bytes */

struct hyperv {
	enum hyperv_mode mode;
	enum tri relaxed, vapic, spinlocks;
	unsigned spinlocks_retries;
	enum tri vpindex, runtime, synic, stimer, stimer_direct, reset, vendor_id;
	char *vendor_id_value;
	enum tri frequencies, reenlightenment, tlbflush, tlbflush_direct, tlbflush_extended;
	enum tri ipi, evmcs, avic, emsr_bitmap, xmm_input, vsm;
};

struct kvm_features {
	enum tri hidden, hint_dedicated, poll_control, pv_ipi, dirty_ring;
	unsigned dirty_ring_size;
};

struct xen_features {
	enum tri e820_host, passthrough;
	enum xen_passthrough passthrough_mode;
};

/* Capabilities of a container's root, one member for each of capabilities(7). */
#define CONTAINER_CAPABILITIES(X) \
	X(audit_control) X(audit_write) X(block_suspend) X(chown) X(dac_override) \
	X(dac_read_search) X(fowner) X(fsetid) X(ipc_lock) X(ipc_owner) X(kill) X(lease) \
	X(linux_immutable) X(mac_admin) X(mac_override) X(mknod) X(net_admin) \
	X(net_bind_service) X(net_broadcast) X(net_raw) X(setgid) X(setfcap) X(setpcap) \
	X(setuid) X(sys_admin) X(sys_boot) X(sys_chroot) X(sys_module) X(sys_nice) \
	X(sys_pacct) X(sys_ptrace) X(sys_rawio) X(sys_resource) X(sys_time) \
	X(sys_tty_config) X(syslog) X(wake_alarm)
struct container_capabilities {
	enum caps_policy policy;
#define CAPABILITY_MEMBER_(name) enum tri name;
	CONTAINER_CAPABILITIES(CAPABILITY_MEMBER_)
#undef CAPABILITY_MEMBER_
};

struct vm_features {
	bool acpi;
	struct apic *apic;
	bool pae;
	enum tri hap;
	bool viridian, privnet;
	struct hyperv *hyperv;
	struct kvm_features *kvm;
	struct xen_features *xen;
	enum tri pvspinlock, pmu, vmport;
	struct gic *gic;
	struct smm *smm;
	enum ioapic_driver ioapic;
	struct { enum hpt_resizing resizing; uint64_t maxpagesize; } hpt;
	enum tri vmcoreinfo, htm, nested_hv, ccf_assist;
	enum msrs_unknown msrs;
	enum spectre_guard cfpc, sbbc, ibs;
	uint64_t tcg_tb_cache;              /* bytes */
	struct container_capabilities *capabilities;
	enum tri async_teardown, ras, ps2;
	enum aia aia;
	bool virtualization;
};

extern const struct type vm_features_type;

#endif
