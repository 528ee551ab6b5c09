/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_def - the definition of a virtual machine: the <domain> document
 *
 * Members are named by the words of the document.  A definition is read by
 * vm_def_parse(), gets what libvirt adds whatever the hypervisor from
 * vm_def_complete(), and what its hypervisor adds from the driver. */
#ifndef MODEL_VM_DEF_H
#define MODEL_VM_DEF_H

#include "model/chardev.h"
#include "model/controller.h"
#include "model/crypto.h"
#include "model/disk.h"
#include "model/filesystem.h"
#include "model/graphics.h"
#include "model/hostdev.h"
#include "model/hub.h"
#include "model/input.h"
#include "model/iommu.h"
#include "model/lease.h"
#include "model/memballoon.h"
#include "model/memory_device.h"
#include "model/nic.h"
#include "model/panic.h"
#include "model/pstore.h"
#include "model/rng.h"
#include "model/seclabel.h"
#include "model/shmem.h"
#include "model/sound.h"
#include "model/sysinfo.h"
#include "model/tpm.h"
#include "model/video.h"
#include "model/vm_clock.h"
#include "model/vm_cpu.h"
#include "model/vm_extras.h"
#include "model/vm_features.h"
#include "model/vm_os.h"
#include "model/vm_tuning.h"
#include "model/vsock.h"
#include "model/watchdog.h"

#define VM_KIND(X)                      \
	X(VM_KIND_NONE, NULL)           \
	X(VM_QEMU,      "qemu")         \
	X(VM_KQEMU,     "kqemu")        \
	X(VM_KVM,       "kvm")          \
	X(VM_XEN,       "xen")          \
	X(VM_LXC,       "lxc")          \
	X(VM_UML,       "uml")          \
	X(VM_OPENVZ,    "openvz")       \
	X(VM_TEST,      "test")         \
	X(VM_VMWARE,    "vmware")       \
	X(VM_HYPERV,    "hyperv")       \
	X(VM_VBOX,      "vbox")         \
	X(VM_PHYP,      "phyp")         \
	X(VM_PARALLELS, "parallels")    \
	X(VM_BHYVE,     "bhyve")        \
	X(VM_VZ,        "vz")           \
	X(VM_HVF,       "hvf")
ENUM_TYPE(vm_kind, VM_KIND);

#define LIFECYCLE(X)                                    \
	X(LIFECYCLE_NONE,             NULL)             \
	X(LIFECYCLE_DESTROY,          "destroy")        \
	X(LIFECYCLE_RESTART,          "restart")        \
	X(LIFECYCLE_RENAME_RESTART,   "rename-restart") \
	X(LIFECYCLE_PRESERVE,         "preserve")       \
	X(LIFECYCLE_COREDUMP_DESTROY, "coredump-destroy") \
	X(LIFECYCLE_COREDUMP_RESTART, "coredump-restart") \
	X(LIFECYCLE_PRESERVE_RUNNING, "preserve-running")
ENUM_TYPE(lifecycle, LIFECYCLE);

#define LOCK_FAILURE(X)                     \
	X(LOCK_FAILURE_NONE,     NULL)      \
	X(LOCK_FAILURE_POWEROFF, "poweroff")\
	X(LOCK_FAILURE_RESTART,  "restart") \
	X(LOCK_FAILURE_PAUSE,    "pause")   \
	X(LOCK_FAILURE_IGNORE,   "ignore")
ENUM_TYPE(lock_failure, LOCK_FAILURE);

#define PERF_EVENT(X)                                                 \
	X(PERF_NONE,                    NULL)                         \
	X(PERF_CMT,                     "cmt")                        \
	X(PERF_MBMT,                    "mbmt")                       \
	X(PERF_MBML,                    "mbml")                       \
	X(PERF_CPU_CYCLES,              "cpu_cycles")                 \
	X(PERF_INSTRUCTIONS,            "instructions")               \
	X(PERF_CACHE_REFERENCES,        "cache_references")           \
	X(PERF_CACHE_MISSES,            "cache_misses")               \
	X(PERF_BRANCH_INSTRUCTIONS,     "branch_instructions")        \
	X(PERF_BRANCH_MISSES,           "branch_misses")              \
	X(PERF_BUS_CYCLES,              "bus_cycles")                 \
	X(PERF_STALLED_CYCLES_FRONTEND, "stalled_cycles_frontend")    \
	X(PERF_STALLED_CYCLES_BACKEND,  "stalled_cycles_backend")     \
	X(PERF_REF_CPU_CYCLES,          "ref_cpu_cycles")             \
	X(PERF_CPU_CLOCK,               "cpu_clock")                  \
	X(PERF_TASK_CLOCK,              "task_clock")                 \
	X(PERF_PAGE_FAULTS,             "page_faults")                \
	X(PERF_CONTEXT_SWITCHES,        "context_switches")           \
	X(PERF_CPU_MIGRATIONS,          "cpu_migrations")             \
	X(PERF_PAGE_FAULTS_MIN,         "page_faults_min")            \
	X(PERF_PAGE_FAULTS_MAJ,         "page_faults_maj")            \
	X(PERF_ALIGNMENT_FAULTS,        "alignment_faults")           \
	X(PERF_EMULATION_FAULTS,        "emulation_faults")
ENUM_TYPE(perf_event_name, PERF_EVENT);

struct perf_event { enum perf_event_name name; enum tri enabled; };
LIST_OF(perf_event);

struct vm_devices {
	char *emulator;
	struct disk_list disks;
	struct controller_list controllers;
	bool controllers_settled;                   /* not of the document: they are in order */
	struct lease_list leases;
	struct filesystem_list filesystems;
	struct nic_list nics;                       /* <interface> */
	struct smartcard_list smartcards;
	struct chardev_list serials, parallels, consoles;
	struct channel_list channels;
	struct input_list inputs;
	struct tpm_list tpms;
	struct graphics_list graphics;
	struct sound_list sounds;
	struct audio_list audios;
	struct video_list videos;
	struct hostdev_list hostdevs;
	struct redirdev_list redirdevs;
	struct redirfilter *redirfilter;
	struct hub_list hubs;
	struct watchdog_list watchdogs;
	struct memballoon *memballoon;
	struct rng_list rngs;
	struct nvram_device *nvram;
	struct panic_list panics;
	struct shmem_list shmems;
	struct memory_device_list memories;
	struct crypto_list cryptos;
	struct iommu_list iommus;
	struct vsock *vsock;
	struct pstore *pstore;
};

struct resource { char *partition, *fibrechannel_appid; };

/* Sizes are in bytes. */
struct vm_def {
	enum vm_kind type;
	struct number id;                           /* STATUS */
	char *name, *uuid, *hwuuid;
	struct genid { char *uuid; } *genid;        /* uuid NULL: to be made at start */
	char *title, *description;
	char *metadata;                             /* raw XML, the element included */
	struct { uint64_t size; unsigned slots; } max_memory;
	uint64_t memory, current_memory;
	enum tri dump_core;
	struct blkiotune blkiotune;
	struct memtune memtune;
	struct memory_backing memory_backing;
	struct { unsigned count, current; enum placement placement; char *cpuset; } vcpu;
	struct vcpu_list vcpus;
	struct number iothreads;
	struct iothread_list iothreadids;
	struct { struct number thread_pool_min, thread_pool_max; } defaultiothread;
	struct disk_iotune_list throttle_groups;
	struct cputune cputune;
	struct numatune numatune;
	struct { enum tri enabled; char *fdgroup; } iommufd;
	struct resource resource;
	struct sysinfo_list sysinfos;
	char *bootloader, *bootloader_args;
	struct vm_os os;
	struct { struct id_range_list uids, gids; } idmap;
	struct vm_features features;
	struct vm_cpu *cpu;
	struct vm_clock clock;
	enum lifecycle on_poweroff, on_reboot, on_crash;
	enum lock_failure on_lockfailure;
	struct { enum tri suspend_to_mem, suspend_to_disk; } pm;
	struct perf_event_list perf;
	struct vm_devices devices;
	struct seclabel_list seclabels;
	struct qemu_extras qemu;
	struct lxc_extras lxc;
	struct xen_extras xen;
	struct bhyve_extras bhyve;
	char *vmware_datacenterpath;
	struct keywrap_cipher_list keywrap;
	struct launch_security *launch_security;
};

extern const struct type vm_def_type, vm_devices_type;

/* Read a document; see model_parse().  Only what can be checked without
 * completion is checked.  Caller frees. */
struct vm_def *vm_def_parse(const char *xml, size_t size, const char *whence,
			    enum view view, enum model_how how);
/* The document, ending in a newline.  Caller frees. */
char *vm_def_text(const struct vm_def *def, enum view view);
void vm_def_free(struct vm_def *def);
struct vm_def *vm_def_copy(const struct vm_def *def);
AUTO_FREE(vm_def)
#define auto_vm_def __attribute__((cleanup(vm_def_free_at)))

/* A MAC address as that hypervisor makes them up.  Caller frees. */
char *vm_new_mac(enum vm_kind type);

/* The disk of that target name or source path, NULL if none. */
struct disk *vm_def_disk(const struct vm_def *def, const char *name);

#endif
