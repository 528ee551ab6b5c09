/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_complete - what libvirt adds to any definition, whatever the hypervisor */
#include "driver/vm_complete.h"

#include "base/fail.h"
#include "base/uuid.h"

/* ---- what kind of machine ---- */

bool
vm_is_x86(const struct vm_def *def)
{
	const char *arch = def->os.arch;

	return !arch || !strcmp(arch, "x86_64") || !strcmp(arch, "i686");
}

bool
vm_is_s390(const struct vm_def *def)
{
	return def->os.arch && text_starts(def->os.arch, "s390");
}

bool
vm_is_ppc64(const struct vm_def *def)
{
	return def->os.arch && text_starts(def->os.arch, "ppc64");
}

bool
vm_is_hvm(const struct vm_def *def)
{
	return def->os.type == OS_HVM;
}

/* ---- identity, clock, firmware tables ---- */

/* One of each, the last word counts.  Enrolled keys are those of secure boot. */
static void
complete_firmware(struct vm_os *os)
{
	struct firmware_feature_list *features = &os->firmware_features;
	enum tri said[firmware_feature_name_count] = { UNSAID };

	if (os->loader.path && !os->loader.type)
		os->loader.type = LOADER_ROM;
	list_each(feature, features)
		said[feature->name] = feature->enabled;
	if (said[FEATURE_ENROLLED_KEYS] == YES && !said[FEATURE_SECURE_BOOT])
		said[FEATURE_SECURE_BOOT] = YES;
	features->n = 0;
	for (unsigned i = 0; i < COUNT(said); i++)
		if (said[i])
			*list_add(features) = (struct firmware_feature){ .enabled = said[i], .name = i };
}

/* What a machine would look for on its disks. */
static void
forget_boot(struct vm_os *os)
{
	os->boot.n = 0;
	memset(&os->bootmenu, 0, sizeof os->bootmenu);
	memset(&os->bios, 0, sizeof os->bios);
}

/* One of type 'linux' boots nothing. */
static void
settle_kernel(struct vm_os *os)
{
	char **const kernel[] = { &os->kernel, &os->initrd, &os->dtb, &os->root, &os->cmdline };

	for (unsigned i = 0; i < COUNT(kernel) && os->type == OS_LINUX; i++) {
		free(*kernel[i]);
		*kernel[i] = NULL;
	}
}

/* An empty <genid> asks for an identity of this guest's own. */
static void
complete_genid(struct genid *genid)
{
	if (!genid || genid->uuid)
		return;
	genid->uuid = xmalloc(UUID_TEXT);
	uuid_make(genid->uuid);
}

int
complete_identity(struct vm_def *def)
{
	if (!def->uuid) {
		def->uuid = xmalloc(UUID_TEXT);
		uuid_make(def->uuid);
	}
	if (!def->os.type && !def->bootloader)
		return fail(FAULT_XML, "missing <type> of <os>");
	if (!def->os.type || (def->os.type == OS_LINUX && def->type == VM_XEN))
		def->os.type = OS_XEN;
	if (def->os.type == OS_EXE && !def->os.init)
		return fail(FAULT_XML, "missing <init> of <os>");
	complete_genid(def->genid);
	if (def->clock.offset == CLOCK_NONE)
		def->clock.offset = CLOCK_UTC;
	if (def->clock.offset == CLOCK_VARIABLE && !def->clock.adjustment)
		def->clock.adjustment = xstrdup("0");
	if (!def->bootloader) {
		free(def->bootloader_args);
		def->bootloader_args = NULL;
	}
	complete_firmware(&def->os);
	settle_kernel(&def->os);
	if (def->bootloader)
		forget_boot(&def->os);
	return 0;
}

int
complete_sysinfo(struct vm_def *def)
{
	list_each(sysinfo, &def->sysinfos) {
		const char *uuid = sysinfo_find(&sysinfo->system, "uuid");
		char usual[UUID_TEXT];

		if (uuid && !uuid_read(uuid, false, usual))
			return fail(FAULT_DETAIL, "malformed UUID %s in sysinfo", quote(uuid));
		if (uuid && strcmp(usual, def->uuid))
			return fail(FAULT_DETAIL, "the UUID in sysinfo differs from the machine's");
	}
	return 0;
}

/* Events are printed in one order, whatever the order said. */
int
complete_perf(struct vm_def *def)
{
	enum tri said[perf_event_name_count] = { UNSAID };

	list_each(event, &def->perf) {
		if (said[event->name])
			return fail(FAULT_XML, "perf event '%s' is said twice", words_name(&perf_event_name_words, event->name));
		said[event->name] = event->enabled;
	}
	def->perf.n = 0;
	for (unsigned i = 0; i < COUNT(said); i++)
		if (said[i])
			*list_add(&def->perf) = (struct perf_event){ .name = i, .enabled = said[i] };
	return 0;
}

/* ---- security ---- */

int
vm_complete_seclabels(struct vm_def *def)
{
	list_each(label, &def->seclabels) {
		bool made = label->type == SECLABEL_NONE || (label->type == SECLABEL_DYNAMIC && !label->baselabel);

		if (!label->model && def->seclabels.n == 1 && !made)
			return fail(FAULT_XML, "missing model of a seclabel");
		if (label->model ? strcmp(label->model, "none") : def->seclabels.n > 1)
			continue;
		model_done(&seclabel_type, label);
		label->type = SECLABEL_NONE;
		label->model = xstrdup("none");
	}
	return 0;
}

/* What a driver leaves unsaid is made when the guest starts. */
static int
complete_seclabels(struct vm_def *def)
{
	list_each(label, &def->seclabels) {
		if (!label->model && def->seclabels.n > 1)
			return fail(FAULT_XML, "missing model of one of several seclabels");
		list_before(other, label, &def->seclabels)
			if (label->model && text_same(label->model, other->model))
				return fail(FAULT_DETAIL, "two seclabels of model '%s'", label->model);
	}
	list_keep(&def->seclabels, label, label->type, model_done(&seclabel_type, label));
	return 0;
}

/* ---- disks ---- */

/* A disk of which nothing is said has the share of all. */
static int
complete_blkiotune(struct vm_def *def)
{
	list_keep(&def->blkiotune.devices, device,
		  device->weight || device->read_iops_sec || device->write_iops_sec || device->read_bytes_sec || device->write_bytes_sec,
		  model_done(&blkio_device_type, device));
	return 0;
}

/* ---- memory ---- */

static uint64_t
memory_of_cells(const struct vm_def *def)
{
	uint64_t sum = 0;

	if (def->cpu)
		list_each(cell, &def->cpu->cells)
			sum += cell->memory;
	return sum;
}

static uint64_t
memory_of_modules(const struct vm_def *def)
{
	uint64_t sum = 0;

	list_each(memory, &def->devices.memories)
		sum += memory->target.size;
	return sum;
}

int
complete_memory(struct vm_def *def)
{
	uint64_t modules = memory_of_modules(def);

	if (!def->memory && memory_of_cells(def))
		def->memory = memory_of_cells(def) + modules;
	if (!def->memory)
		return fail(FAULT_XML, "memory size must be said by <memory> or by NUMA cells");
	if (modules >= def->memory)
		return fail(FAULT_XML, "memory modules are no less than the whole memory");
	if (!def->max_memory.size != !def->max_memory.slots)
		return fail(FAULT_XML, "maxMemory needs both a size and slots");
	if (def->max_memory.size && def->max_memory.size < def->memory)
		return fail(FAULT_CONFIG, "maxMemory is less than memory");
	if (!def->current_memory || def->current_memory > def->memory)
		def->current_memory = def->memory;
	return 0;
}

/* ---- boot order ---- */

struct boot_orders {
	unsigned order[1024], n;
	bool twice;
};

static int
note_boot_order(void *found, void *holder, const struct type *holder_type, void *context)
{
	const struct device_info *info = found;
	struct boot_orders *orders = context;

	(void)holder, (void)holder_type;
	for (unsigned i = 0; i < orders->n && info->boot_order; i++)
		orders->twice |= orders->order[i] == info->boot_order;
	if (info->boot_order && orders->n < COUNT(orders->order))
		orders->order[orders->n++] = info->boot_order;
	return 0;
}

/* There are no more sorts of them. */
enum { BOOT_DEVICES = 4 };

/* Xen's loaders and containers have no boot order of their own. */
int
complete_boot(struct vm_def *def)
{
	struct boot_orders orders = { .n = 0 };

	if (!vm_is_hvm(def))
		return 0;
	model_each(&vm_def_type, def, &device_info_type, note_boot_order, &orders);
	if (orders.twice)
		return fail(FAULT_CONFIG, "a place in the boot order is taken twice");
	if (orders.n && def->os.boot.n)
		return fail(FAULT_CONFIG, "boot order of single devices excludes <boot> in <os>");
	if (!orders.n && !def->os.boot.n && !def->bootloader)
		list_add(&def->os.boot)->dev = BOOT_HD;
	if (def->os.boot.n > BOOT_DEVICES)
		def->os.boot.n = BOOT_DEVICES;
	return 0;
}

/* ---- all ---- */

/* Later steps rely on earlier ones: ports are numbered before a console is paired with the
 * first serial port, and controllers are added for the addresses that devices got. */
static int (*const steps[])(struct vm_def *def) = {
	complete_identity,
	complete_memory,
	complete_processors,
	complete_cpu,
	complete_iothreads,
	complete_sysinfo,
	complete_perf,
	complete_ports,
	complete_disks,
	complete_nics,
	complete_small_devices,
	complete_inputs,
	complete_graphics,
	complete_controllers,
	complete_hostdevs,
	complete_consoles,
	complete_videos,
	complete_boot,
	complete_seclabels,
	complete_blkiotune,
};

int
vm_def_complete(struct vm_def *def)
{
	for (unsigned i = 0; i < COUNT(steps); i++)
		if (steps[i](def) < 0)
			return -1;
	return 0;
}
