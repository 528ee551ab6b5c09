/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmx_machine - identity, memory and processors in a .vmx file */
#include "vmx_inside.h"

#include <inttypes.h>
#include <strings.h>

#include "base/uuid.h"
#include "model/vm_kinds.h"

#define MiB (UINT64_C(1) << 20)

enum {
	CONFIG_VERSION = 8,      /* of the file's form: there is no other */
	OLDEST_HARDWARE = 4,
	MEMORY_STEP = 4,         /* MiB */
	MEMORY = 32,             /* MiB when nothing is said */
};

/* ---- identity ---- */

static int
check_versions(const struct vmx_reader *r)
{
	int64_t config = 0, hardware = 0;

	if (!vmx_need(r, "config.version") || !vmx_need(r, "virtualHW.version") ||
	    vmx_get_number(r, "config.version", &config) < 0 ||
	    vmx_get_number(r, "virtualHW.version", &hardware) < 0)
		return -1;
	if (config != CONFIG_VERSION)
		return vmx_refuse(r, "config.version", "is not 8");
	if (hardware < OLDEST_HARDWARE)
		return vmx_refuse(r, "virtualHW.version", "is less than 4");
	return 0;
}

/* "56 4d 12 23 f8 35 c4 b1-bb f6 e3 23 90 d6 2b d3"; a file without one is a machine
 * that was never started. */
static int
read_uuid(struct vmx_reader *r)
{
	const char *text = vmx_get(r, "uuid.bios");
	auto_text struct text digits = { 0 };
	char uuid[UUID_TEXT] = "00000000-0000-0000-0000-000000000000";

	for (const char *c = text; c && *c; c++)
		if (*c != ' ' && *c != '-')
			text_add_char(&digits, *c);
	if (text && !uuid_read(text_get(&digits), false, uuid))
		return vmx_refuse(r, "uuid.bios", "is no UUID");
	r->def->uuid = xstrdup(uuid);
	return 0;
}

static int
read_firmware(struct vmx_reader *r)
{
	struct firmware_feature *feature;
	bool secure = false;

	if (!vmx_is(r, "firmware", "efi"))
		return 0;
	r->def->os.firmware = FIRMWARE_EFI;
	if (vmx_get_truth(r, "uefi.secureBoot.enabled", &secure) < 0)
		return -1;
	if (!secure)
		return 0;
	feature = list_add(&r->def->os.firmware_features);
	*feature = (struct firmware_feature){ .enabled = YES, .name = FEATURE_SECURE_BOOT };
	return 0;
}

/* VMware keeps %, / and \ out of names: they are files' names too. */
static int
read_name(struct vmx_reader *r)
{
	r->def->name = xstrdup(vmx_get(r, "displayName"));
	if (r->def->name && vmx_unescape(r->def->name, '%') < 0)
		return vmx_refuse(r, "displayName", "has a % without a byte in hexadecimal");
	return 0;
}

static void
put_name(const struct vmx_writer *w)
{
	auto_text struct text out = { 0 };

	text_add(&out, "");
	for (const char *c = w->def->name; *c; c++)
		if (strchr("%/\\", *c))
			text_addf(&out, "%%%02x", (unsigned char)*c);
		else
			text_add_char(&out, *c);
	vmx_put(w, "displayName", text_get(&out));
}

int
vmx_read_identity(struct vmx_reader *r)
{
	const char *guest = vmx_get(r, "guestOS");
	size_t length = guest ? strlen(guest) : 0;
	bool wide = length >= 3 && strcasecmp(guest + length - 3, "-64") == 0, host = false;

	if (check_versions(r) < 0 || read_uuid(r) < 0 || read_name(r) < 0 || read_firmware(r) < 0 ||
	    vmx_get_truth(r, "smbios.reflectHost", &host) < 0)
		return -1;
	r->def->type = VM_VMWARE;
	r->def->description = xstrdup(vmx_get(r, "annotation"));
	r->def->os.type = OS_HVM;
	r->def->os.arch = xstrdup(wide ? "x86_64" : "i686");
	r->def->os.smbios = host ? SMBIOS_HOST : SMBIOS_NONE_SAID;
	return 0;
}

int
vmx_write_identity(struct vmx_writer *w)
{
	const struct vm_def *def = w->def;
	bool wide = text_same(def->os.arch, "x86_64");

	if (def->os.arch && !wide && !text_same(def->os.arch, "i686"))
		return fail(FAULT_CONFIG, "VMware has no machines of architecture '%s'", def->os.arch);
	vmx_put(w, ".encoding", "UTF-8");
	vmx_put_number(w, "config.version", CONFIG_VERSION);
	vmx_put_number(w, "virtualHW.version", w->hardware);
	vmx_put(w, "guestOS", wide ? "other-64" : "other");
	if (def->os.smbios == SMBIOS_HOST)
		vmx_put(w, "smbios.reflecthost", "true");
	vmx_put_uuid(w, "uuid.bios", def->uuid);
	put_name(w);
	if (def->description)
		vmx_put(w, "annotation", def->description);
	return 0;
}

/* ---- memory ---- */

int
vmx_read_memory(struct vmx_reader *r)
{
	int64_t size = MEMORY, most = -1, least = 0;

	if (vmx_get_number(r, "memsize", &size) < 0 || vmx_get_number(r, "sched.mem.max", &most) < 0 ||
	    vmx_get_number(r, "sched.mem.minsize", &least) < 0)
		return -1;
	if (size <= 0 || size % MEMORY_STEP || size > INT64_MAX / (int64_t)MiB)
		return vmx_refuse(r, "memsize", "is no multiple of 4");
	r->def->memory = (uint64_t)size * MiB;
	r->def->current_memory = (uint64_t)(most < 0 || most > size ? size : most) * MiB;
	if (least > 0)
		r->def->memtune.min_guarantee = NUMBER_OF((least > size ? size : least) * (int64_t)MiB);
	return 0;
}

static int64_t
mebibytes(uint64_t bytes)
{
	return (int64_t)((bytes + MiB - 1) / MiB);
}

int
vmx_write_memory(struct vmx_writer *w)
{
	const struct vm_def *def = w->def;
	int64_t size = (mebibytes(def->memory) + MEMORY_STEP - 1) / MEMORY_STEP * MEMORY_STEP;

	vmx_put_number(w, "memsize", size);
	if (def->current_memory < (uint64_t)size * MiB)
		vmx_put_number(w, "sched.mem.max", mebibytes(def->current_memory));
	if (def->memtune.min_guarantee.value)
		vmx_put_number(w, "sched.mem.minsize", mebibytes((uint64_t)def->memtune.min_guarantee.value));
	return 0;
}

/* ---- processors ---- */

static const struct { const char *word; unsigned each; } shares[] = {
	{ "low", 500 }, { "normal", 1000 }, { "high", 2000 },
};

static int
read_shares(struct vmx_reader *r)
{
	struct number *member = &r->def->cputune.shares;
	int64_t number = 0;

	if (!vmx_get(r, "sched.cpu.shares"))
		return 0;
	for (unsigned i = 0; i < COUNT(shares); i++)
		if (vmx_is(r, "sched.cpu.shares", shares[i].word)) {
			*member = NUMBER_OF((int64_t)r->def->vcpu.count * shares[i].each);
			return 0;
		}
	if (vmx_get_number(r, "sched.cpu.shares", &number) < 0)
		return -1;
	*member = NUMBER_OF(number);
	return 0;
}

static int
read_affinity(struct vmx_reader *r)
{
	const char *set = vmx_get(r, "sched.cpu.affinity");

	if (!set || vmx_is(r, "sched.cpu.affinity", "all"))
		return 0;
	if (set[strspn(set, "0123456789, \t")] || kind_set.read(&r->def->vcpu.cpuset, set, NULL, NULL) < 0)
		return vmx_refuse(r, "sched.cpu.affinity", "is no list of processors");
	if (set_count(r->def->vcpu.cpuset) < r->def->vcpu.count)
		return vmx_refuse(r, "sched.cpu.affinity", "has fewer processors than the machine");
	return 0;
}

/* A socket has one core unless more are said. */
static int
read_topology(struct vmx_reader *r)
{
	unsigned count = r->def->vcpu.count;
	int64_t cores = 1;

	if (vmx_get_number(r, "cpuid.coresPerSocket", &cores) < 0)
		return -1;
	if (cores < 0 || cores > UINT16_MAX)
		return vmx_refuse(r, "cpuid.coresPerSocket", "is no number of cores");
	if (cores <= 1)
		return 0;
	r->def->cpu = model_new(&vm_cpu_type);
	r->def->cpu->topology.sockets = count / (unsigned)cores;
	r->def->cpu->topology.dies = 1;
	r->def->cpu->topology.cores = (unsigned)cores;
	r->def->cpu->topology.threads = 1;
	return 0;
}

int
vmx_read_processors(struct vmx_reader *r)
{
	int64_t count = 1;

	if (vmx_get_number(r, "numvcpus", &count) < 0)
		return -1;
	if (count < 1 || count > UINT16_MAX)
		return vmx_refuse(r, "numvcpus", "is no number of processors");
	r->def->vcpu.count = (unsigned)count;
	return read_topology(r) < 0 || read_affinity(r) < 0 ? -1 : read_shares(r);
}

static void
put_affinity(const struct vmx_writer *w)
{
	auto_text struct text out = { 0 };
	const char *set = w->def->vcpu.cpuset;

	for (unsigned i = 0, last = set_last(set); i <= last; i++)
		if (set_has(set, i))
			text_addf(&out, "%s%u", out.length ? "," : "", i);
	vmx_put(w, "sched.cpu.affinity", text_get(&out));
}

static void
put_shares(const struct vmx_writer *w)
{
	int64_t number = w->def->cputune.shares.value;

	for (unsigned i = 0; i < COUNT(shares); i++)
		if (number == (int64_t)w->def->vcpu.count * shares[i].each) {
			vmx_put(w, "sched.cpu.shares", shares[i].word);
			return;
		}
	vmx_put_number(w, "sched.cpu.shares", number);
}

int
vmx_write_processors(struct vmx_writer *w)
{
	const struct vm_def *def = w->def;

	if (def->vcpu.current && def->vcpu.current != def->vcpu.count)
		return fail(FAULT_CONFIG, "all processors of a machine of VMware are there from the start");
	vmx_put_number(w, "numvcpus", def->vcpu.count);
	if (def->cpu && (def->cpu->topology.threads > 1 || def->cpu->topology.dies > 1))
		return fail(FAULT_CONFIG, "a core of VMware's has one thread, a socket one die");
	if (def->cpu && def->cpu->topology.cores)
		vmx_put_number(w, "cpuid.coresPerSocket", def->cpu->topology.cores);
	if (def->vcpu.cpuset && set_count(def->vcpu.cpuset) < def->vcpu.count)
		return fail(FAULT_CONFIG, "the machine has more processors than those it may use");
	if (def->vcpu.cpuset)
		put_affinity(w);
	if (def->cputune.shares.given)
		put_shares(w);
	return 0;
}

/* ---- what a machine starts from ---- */

int
vmx_write_firmware(struct vmx_writer *w)
{
	if (w->def->os.firmware != FIRMWARE_EFI)
		return 0;
	vmx_put(w, "firmware", "efi");
	list_each(feature, &w->def->os.firmware_features)
		if (feature->name == FEATURE_SECURE_BOOT)
			vmx_put(w, "uefi.secureBoot.enabled", feature->enabled == YES ? "true" : "false");
	return 0;
}

/* ---- what newer hardware needs ---- */

int
vmx_write_bridges(struct vmx_writer *w)
{
	enum { VMCI = 7, FIRST = 4, LAST = 7 };
	bool scsi = false;

	list_each(disk, &w->def->devices.disks)
		scsi |= disk->target.bus == DISK_BUS_SCSI;
	if (w->hardware < VMCI)
		return 0;
	if (scsi)
		vmx_put(w, "pciBridge0.present", "true");
	for (unsigned i = FIRST; scsi && i <= LAST; i++) {
		vmx_put_device(w, "pciBridge%u.", i);
		vmx_put(w, "present", "true");
		vmx_put(w, "virtualDev", "pcieRootPort");
		vmx_put(w, "functions", "8");
	}
	vmx_put_device(w, "vmci0.");
	vmx_put(w, "present", "true");
	return 0;
}
