/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vm_check - what libvirt refuses of any completed definition, whatever the hypervisor */
#include "model/vm_complete.h"

#include "base/fail.h"
#include "model/vm_kinds.h"

/* ---- disks ---- */

static int
check_disk(const struct disk *disk)
{
	const struct storage_source *source = &disk->source;
	bool floppy = disk->device == DISK_FLOPPY;
	bool local = source->type == STORAGE_FILE || source->type == STORAGE_BLOCK || source->type == STORAGE_DIR;

	if (disk->target.bus != DISK_BUS_VIRTIO && (disk->model || disk->driver.queues))
		return fail(FAULT_CONFIG, "disk '%s': a model and queues are for the virtio bus", disk->target.dev);
	if (disk->device == DISK_DISK && local && storage_source_empty(source))
		return fail(FAULT_XML, "disk '%s': missing source", disk->target.dev);
	if ((disk->target.bus == DISK_BUS_FDC) != floppy)
		return fail(FAULT_XML, "disk '%s': the fdc bus is for floppies, and nothing else for them", disk->target.dev);
	if (text_starts(disk->target.dev, "fd") != floppy || disk_name_index(disk->target.dev) < 0)
		return fail(FAULT_XML, "disk '%s': that is no name of a %s", disk->target.dev,
			    words_name(&disk_device_words, disk->device));
	return 0;
}

int
check_disks(const struct vm_def *def)
{
	list_each(disk, &def->devices.disks)
		if (check_disk(disk) < 0)
			return -1;
	return 0;
}

/* ---- what there is one of each ---- */

static int
check_tuning(const struct vm_def *def)
{
	const struct memnode_list *memnodes = &def->numatune.memnodes;

	list_each(memnode, memnodes)
		list_before(other, memnode, memnodes)
			if (memnode->cellid.value == other->cellid.value)
				return fail(FAULT_XML, "two memnodes of NUMA cell %lld", (long long)memnode->cellid.value);
	list_each(thread, &def->iothreadids)
		list_before(other, thread, &def->iothreadids)
			if (thread->id == other->id)
				return fail(FAULT_XML, "two I/O threads have id %u", thread->id);
	list_each(device, &def->blkiotune.devices)
		list_before(other, device, &def->blkiotune.devices)
			if (text_same(device->path, other->path))
				return fail(FAULT_CONFIG, "two blkiotune devices have path %s", quote(device->path));
	return 0;
}

int
check_doubles(const struct vm_def *def)
{
	if (check_tuning(def) < 0)
		return -1;
	list_each(label, &def->seclabels)
		list_before(other, label, &def->seclabels)
			if (label->model && text_same(label->model, other->model))
				return fail(FAULT_DETAIL, "two seclabels of model '%s'", label->model);
	list_each(event, &def->perf)
		list_before(other, event, &def->perf)
			if (text_same(event->name, other->name))
				return fail(FAULT_XML, "perf event '%s' is said twice", event->name);
	return 0;
}

/* ---- processors ---- */

static int
check_cells(const struct vm_def *def)
{
	unsigned cpus = 0;

	list_each(cell, &def->cpu->cells)
		cpus += cell->cpus ? set_count(cell->cpus) : 0;
	return cpus <= def->vcpu.count ? 0 :
	       fail(FAULT_XML, "NUMA cells with %u virtual processors of %u", cpus, def->vcpu.count);
}

static int
check_features(const struct cpu_feature_list *features)
{
	list_each(feature, features)
		list_before(other, feature, features)
			if (text_same(feature->name, other->name))
				return fail(FAULT_XML, "processor feature '%s' is said twice", feature->name);
	return 0;
}

/* A host's processor says what it is by itself. */
static int
check_model(const struct vm_cpu *cpu)
{
	bool custom = cpu->mode == CPU_MODE_NONE || cpu->mode == CPU_CUSTOM;

	if (cpu->model)
		return 0;
	if (cpu->vendor)
		return fail(FAULT_XML, "a vendor of a processor without a model");
	if (custom && cpu->features.n)
		return fail(FAULT_XML, "features of a processor without a model");
	if (custom && cpu->check)
		return fail(FAULT_CONFIG, "attribute 'check' of a processor without a model");
	return 0;
}

int
check_cpu(const struct vm_def *def)
{
	if (!def->cpu)
		return 0;
	return check_model(def->cpu) < 0 || check_features(&def->cpu->features) < 0 || check_cells(def) < 0 ? -1 : 0;
}

int
check_memories(const struct vm_def *def)
{
	unsigned cells = def->cpu ? def->cpu->cells.n : 0;

	list_each(memory, &def->devices.memories)
		if (memory->target.node.given && memory->target.node.value >= cells)
			return fail(FAULT_DETAIL, "a memory module of NUMA cell %lld, which is not there",
				    (long long)memory->target.node.value);
	return 0;
}

/* Containers have one of their own. */
int
check_init(const struct vm_def *def)
{
	if (text_same(def->os.type, "exe") && !def->os.init && def->type != VM_LXC)
		return fail(FAULT_XML, "missing <init> of <os>");
	return 0;
}
