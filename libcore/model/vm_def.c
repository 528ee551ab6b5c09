/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_def - the definition of a virtual machine: the <domain> document */
#include "model/vm_def.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

ENUM_WORDS(vm_kind, VM_KIND);
ENUM_WORDS(lifecycle, LIFECYCLE);
ENUM_WORDS(lock_failure, LOCK_FAILURE);
ENUM_WORDS(perf_event_name, PERF_EVENT);

#define T struct genid
static const struct row genid_rows[] = {
	UUID(T, uuid, ".", 0, "identity of this life of the guest"),
	ROWS_END
};
#undef T
static const struct type genid_type = { .name = "genid", .size = sizeof(struct genid), .rows = genid_rows };

#define T struct resource
static const struct row resource_rows[] = {
	STRING(T, partition,          "partition",           0, "control group of all its processes"),
	STRING(T, fibrechannel_appid, "fibrechannel/@appid", 0, "name on the storage network"),
	ROWS_END
};
#undef T
static const struct type resource_type = { .name = "resource", .size = sizeof(struct resource), .rows = resource_rows };

#define T struct perf_event
static const struct row perf_event_rows[] = {
	ENUM (T, name,    "@name", perf_event_name, LIVE | REQUIRED, "event"),
	YESNO(T, enabled, "@enabled",               LIVE | REQUIRED, "it is counted"),
	ROWS_END
};
#undef T
static const struct type perf_event_type = {
	.name = "event", .size = sizeof(struct perf_event), .rows = perf_event_rows,
};

#define T struct vm_def
static const struct row vm_def_rows[] = {
	ENUM  (T, type,            "@type", vm_kind,             ABI | UNSUPPORTED,  "hypervisor"),
	NUMBER(T, id,              "@id",                        STATUS, "number while it runs"),
	STRING(T, name,            "name",                       0,    "name"),
	UUID  (T, uuid,            "uuid",                       ABI,  "identity"),
	UUID  (T, hwuuid,          "hwuuid",                     ABI,  "identity that firmware tells"),
	GROUP (T, genid,           "genid", genid,          SINGLE,    "identity of this life of the guest"),
	STRING(T, title,           "title",                      LIVE, "short description"),
	STRING(T, description,     "description",                LIVE, "description"),
	XML   (T, metadata,        "metadata",                   LIVE, "kept for other programs"),
	UINT  (T, max_memory.slots, "maxMemory/@slots",          ABI,  "slots for memory modules"),
	SIZE  (T, max_memory.size, "maxMemory", "KiB",           ABI,  "memory with all modules plugged"),
	ONOFF (T, dump_core,       "memory/@dumpCore",           0,    "memory is in core files of the emulator"),
	SIZE  (T, memory,          "memory", "KiB",              ABI,  "memory at start"),
	SIZE  (T, current_memory,  "currentMemory", "KiB",       LIVE, "memory the balloon leaves"),
	PART  (T, blkiotune,       "blkiotune", blkiotune,       0,    "share of disk time"),
	PART  (T, memtune,         "memtune", memtune,           0,    "limits of memory"),
	PART  (T, memory_backing,  "memoryBacking", memory_backing, 0, "where the memory comes from"),
	ENUM  (T, vcpu.placement,  "vcpu/@placement", placement, 0,    "processors are asked of numad", DEFAULT("static")),
	SET   (T, vcpu.cpuset,     "vcpu/@cpuset",               LIVE, "processors of the host"),
	UINT  (T, vcpu.current,    "vcpu/@current",              LIVE, "virtual processors plugged at start"),
	UINT  (T, vcpu.count,      "vcpu",                       ABI,  "virtual processors", DEFAULT("1")),
	LIST  (T, vcpus,           "vcpus/vcpu", vcpu,           LIVE, "single virtual processors"),
	NUMBER(T, iothreads,       "iothreads",                  LIVE, "number of I/O threads", QUIET("0")),
	LIST  (T, iothreadids,     "iothreadids/iothread", iothread, LIVE, "their numbers"),
	NUMBER(T, defaultiothread.thread_pool_min, "defaultiothread/@thread_pool_min", LIVE, "fewest helpers of the main loop"),
	NUMBER(T, defaultiothread.thread_pool_max, "defaultiothread/@thread_pool_max", LIVE, "most helpers of the main loop"),
	LIST  (T, throttle_groups, "throttlegroups/throttlegroup", disk_iotune, LIVE, "limits that disks share"),
	PART  (T, cputune,         "cputune", cputune,           0,    "share of processor time"),
	PART  (T, numatune,        "numatune", numatune,         0,    "NUMA nodes of the host"),
	YESNO (T, iommufd.enabled, "iommufd/@enabled",           NEEDED, "host devices are reached through /dev/iommu"),
	STRING(T, iommufd.fdgroup, "iommufd/@fdgroup",           0,    "descriptor of it, handed over"),
	PART  (T, resource,        "resource", resource,         SINGLE, "where it is in the host's resources"),
	LIST  (T, sysinfos,        "sysinfo", sysinfo,           ABI,  "what firmware tells the guest"),
	STRING(T, bootloader,      "bootloader",                 0,    "program that finds the kernel"),
	STRING(T, bootloader_args, "bootloader_args",            0,    "its arguments"),
	PART  (T, os,              "os", vm_os,                  0,    "what it boots"),
	LIST  (T, idmap.uids,      "idmap/uid", id_range,        0,    "users of a container"),
	LIST  (T, idmap.gids,      "idmap/gid", id_range,        0,    "groups of a container"),
	PART  (T, features,        "features", vm_features,      0,    "what the hypervisor offers"),
	GROUP (T, cpu,             "cpu", vm_cpu,                0,    "processors"),
	PART  (T, clock,           "clock", vm_clock,            0,    "clocks"),
	ENUM  (T, on_poweroff,     "on_poweroff", lifecycle,     UNSUPPORTED, "when the guest switches itself off", DEFAULT("destroy")),
	ENUM  (T, on_reboot,       "on_reboot", lifecycle,       UNSUPPORTED, "when the guest reboots", DEFAULT("restart")),
	ENUM  (T, on_crash,        "on_crash", lifecycle,        UNSUPPORTED, "when the guest crashes", DEFAULT("destroy")),
	ENUM  (T, on_lockfailure,  "on_lockfailure", lock_failure, 0,  "when a lock is lost"),
	YESNO (T, pm.suspend_to_mem,  "pm/suspend-to-mem/@enabled",  ABI, "the guest may suspend to memory"),
	YESNO (T, pm.suspend_to_disk, "pm/suspend-to-disk/@enabled", ABI, "the guest may suspend to disk"),
	LIST  (T, perf,            "perf/event", perf_event,     LIVE, "events counted"),
	PART  (T, devices,         "devices", vm_devices,        ALWAYS, "devices"),
	LIST  (T, seclabels,       "seclabel", seclabel,         0,    "security labels"),
	LIST  (T, keywrap,         "keywrap/cipher", keywrap_cipher, ABI, "s390: key wrapping"),
	GROUP (T, launch_security, "launchSecurity", launch_security, ABI, "memory hidden from the host"),
	PART  (T, qemu,            ".", qemu_extras,             0,    "parts for QEMU"),
	PART  (T, lxc,             "lxc:namespace", lxc_extras,  0,    "parts for LXC"),
	PART  (T, xen,             ".", xen_extras,              0,    "parts for Xen"),
	PART  (T, bhyve,           ".", bhyve_extras,            0,    "parts for bhyve"),
	STRING(T, vmware_datacenterpath, "vmware:datacenterpath", 0,   "folder on the ESX server"),
	ROWS_END
};
#undef T

/* Not rows' business: the <domain> of an old snapshot has neither. */
static int
check_identity(const struct vm_def *def)
{
	if (def->type == VM_KIND_NONE)
		return fail(FAULT_XML, "missing attribute 'type' of 'domain'");
	if (!def->name || !*def->name)
		return fail(FAULT_XML, "missing element 'name' in 'domain'");
	return 0;
}

static int
check_def(const void *object, __attribute__((unused)) const xmlNode *at)
{
	const struct vm_def *def = object;

	if (check_identity(def) < 0)
		return -1;
	if (strchr(def->name, '/'))
		return fail(FAULT_XML, "name %s has a '/'", quote(def->name));
	if (!def->idmap.uids.n != !def->idmap.gids.n)
		return fail(FAULT_CONFIG, "idmap: users and groups are mapped together");
	if (!def->vcpu.count)
		return fail(FAULT_CONFIG, "a virtual machine has at least one processor");
	return 0;
}

/* ---- parts of one hypervisor ---- */

#define PART_OF(m, kinds_) { offsetof(struct vm_def, m), &m##_extras_type, kinds_ }
static const struct {
	size_t at;
	const struct type *type;
	uint64_t kinds;                  /* of machine that they say something to */
} extras[] = {
	PART_OF(qemu,  ONE(VM_QEMU) | ONE(VM_KQEMU) | ONE(VM_KVM) | ONE(VM_HVF)),
	PART_OF(lxc,   ONE(VM_LXC)),
	PART_OF(xen,   ONE(VM_XEN)),
	PART_OF(bhyve, ONE(VM_BHYVE)),
};
#undef PART_OF

static void
tell_dropped(const struct vm_def *def, const xmlNode *at, const char *what)
{
	warn("%s: '%s' says nothing in a domain of type '%s'", xml_place(at), what,
	     words_name(&vm_kind_words, def->type));
}

/* As libvirt does with parts that are another hypervisor's, which is where definitions come from
 * that had another type once. */
static void
drop_extras(struct vm_def *def, const xmlNode *at)
{
	for (unsigned i = 0; i < COUNT(extras) && def->type; i++) {
		struct row row = { .kind = &kind_part, .type = extras[i].type };
		void *part = (char *)def + extras[i].at;

		if (extras[i].kinds & ONE(def->type) || !kind_part.is_set(part, &row))
			continue;
		tell_dropped(def, at, extras[i].type->name);
		model_done(extras[i].type, part);
	}
	if (def->type && def->type != VM_VMWARE && def->vmware_datacenterpath) {
		tell_dropped(def, at, "vmware:datacenterpath");
		free(steal(def->vmware_datacenterpath));
	}
}

static int
by_start(const void *left, const void *right)
{
	const struct id_range *l = left, *r = right;

	return ORDER_OF(l->start.value, r->start.value);
}

/* In the order in which they begin; root is among them. */
static int
settle_ids(struct id_range_list *ranges)
{
	list_sort(ranges, by_start);
	return ranges->n && ranges->item->start.value ? fail(FAULT_CONFIG, "idmap: root has to be mapped, too") : 0;
}

static int
vm_def_read_rest(void *object, const xmlNode *at)
{
	struct vm_def *def = object;

	drop_extras(def, at);
	return settle_ids(&def->idmap.uids) < 0 ? -1 : settle_ids(&def->idmap.gids);
}

const struct type vm_def_type = {
	.name = "domain", .size = sizeof(struct vm_def), .rows = vm_def_rows, .check = check_def,
	.read_rest = vm_def_read_rest,
};

/* A name that a program gave a device while a guest ran is no wish of the user's. */
static void
forget_made_up(const struct nic_list *nics)
{
	static const char *const beginnings[] = { "vnet", "macvtap", "macvlan" };

	list_each(nic, nics)
		for (unsigned i = 0; i < COUNT(beginnings); i++)
			if (nic->target.dev && nic->target.managed != NO && text_starts(nic->target.dev, beginnings[i])) {
				free(nic->target.dev);
				nic->target.dev = NULL;
			}
}

struct vm_def *
vm_def_parse(const char *xml, size_t size, const char *whence, enum view view, enum model_how how)
{
	auto_vm_def struct vm_def *def = model_parse(&vm_def_type, xml, size, whence, view, how);

	if (!def || check_identity(def) < 0)
		return NULL;
	if (!(view & VIEW_STATUS))
		forget_made_up(&def->devices.nics);
	return steal(def);
}

char *
vm_def_text(const struct vm_def *def, enum view view)
{
	return model_text(&vm_def_type, def, view);
}

void
vm_def_free(struct vm_def *def)
{
	model_free(&vm_def_type, def);
}

struct vm_def *
vm_def_copy(const struct vm_def *def)
{
	return model_copy(&vm_def_type, def);
}

struct disk *
vm_def_disk(const struct vm_def *def, const char *name)
{
	list_each(disk, &def->devices.disks) {
		const char *path = storage_source_path(&disk->source);

		if (!strcmp(disk->target.dev, name) || text_same(path, name))
			return disk;
	}
	return NULL;
}
