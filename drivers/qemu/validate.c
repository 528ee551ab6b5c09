/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate - processors, memory and firmware that QEMU cannot have */
#include "validate.h"

#include "base/rule.h"
#include "machine.h"

/* ---- processors ---- */

static int
check_topology(const struct vm_def *def)
{
	const struct vm_cpu *cpu = def->cpu;
	unsigned dies = cpu->topology.dies ? cpu->topology.dies : 1;

	if (cpu->topology.sockets && (uint64_t)cpu->topology.sockets * dies * cpu->topology.cores *
				     cpu->topology.threads != def->vcpu.count)
		return fail(FAULT_CONFIG, "the CPU topology does not make up %u processors", def->vcpu.count);
	return 0;
}

static int
check_cpu_cache(const struct vm_cpu *cpu)
{
	if (cpu->cache.mode == CPU_CACHE_EMULATE && cpu->cache.level.value != 3)
		return fail(cpu->cache.level.value > 3 ? FAULT_XML : FAULT_CONFIG, "CPU cache mode 'emulate' is only for level 3");
	if (cpu->cache.mode == CPU_CACHE_PASSTHROUGH && cpu->cache.level.given)
		return fail(FAULT_CONFIG, "CPU cache mode 'passthrough' has no level");
	if (cpu->cache.mode == CPU_CACHE_PASSTHROUGH && cpu->mode != CPU_HOST_PASSTHROUGH && cpu->mode != CPU_MAXIMUM)
		return fail(FAULT_CONFIG, "CPU cache mode 'passthrough' is only for CPU modes 'host-passthrough' and 'maximum'");
	return 0;
}

/* As many as have a number of 8 bits. */
enum { APIC_PROCESSORS = 255 };

/* The order in which processors are plugged is said of all that are there, or of none. */
static int
check_vcpu_order(const struct vcpu_list *vcpus)
{
	unsigned enabled = 0, ordered = 0;

	list_each(vcpu, vcpus) {
		enabled += vcpu->enabled == YES;
		ordered += vcpu->enabled == YES && vcpu->order;
	}
	return RULES_HOLD("vcpus", NULL,
		{ ordered && ordered < enabled, FAULT_CONFIG, "all have an order, or none" },
		{ ordered && vcpus->item[0].order != 1, FAULT_CONFIG, "processor 0 is the first" });
}

static int
check_vcpus(const struct vm_def *def, const struct qemu_caps *caps)
{
	const struct qemu_machine *machine = qemu_caps_machine(caps, def->os.machine);

	if (machine && machine->max_cpus && def->vcpu.count > machine->max_cpus)
		return fail(FAULT_CONFIG, "machine type '%s' has at most %u processors, not %u", def->os.machine,
			    machine->max_cpus, def->vcpu.count);
	list_each(vcpu, &def->vcpus)
		if (!vcpu->id.value && (vcpu->enabled == NO || vcpu->hotpluggable == YES))
			return fail(FAULT_CONFIG, "processor 0 cannot be %s", vcpu->enabled == NO ? "offline" : "unplugged");
	if (machine_of(def)->family == MACHINE_Q35 && def->vcpu.count > APIC_PROCESSORS &&
	    (!def->devices.iommus.n || (def->devices.iommus.item->driver.eim != YES && def->devices.iommus.item->driver.xtsup != YES)))
		return fail(FAULT_CONFIG, "more than %u processors need an iommu with eim", APIC_PROCESSORS);
	return check_vcpu_order(&def->vcpus);
}

static int
check_address_width(const struct vm_cpu *cpu)
{
	return RULES_HOLD("CPU", NULL,
		{ cpu->maxphysaddr.mode == ADDRESS_WIDTH_EMULATE && !cpu->maxphysaddr.bits, FAULT_CONFIG,
		  "maxphysaddr of mode 'emulate' needs bits" },
		{ cpu->maxphysaddr.mode == ADDRESS_WIDTH_PASSTHROUGH && cpu->maxphysaddr.bits, FAULT_CONFIG,
		  "maxphysaddr of mode 'passthrough' has no bits" });
}

/* Of x86, a processor of 64 bits is one of 32, too; others have several names. */
static bool
has_arch(const struct qemu_caps *caps, const struct vm_def *def)
{
	if (text_same(caps->arch, "x86_64") || text_same(caps->arch, "i686"))
		return text_same(caps->arch, def->os.arch) || text_same(def->os.arch, "i686");
	return !machine_is_x86(def);
}

static int
check_type(const struct vm_def *def, const struct qemu_caps *caps)
{
	if (!has_arch(caps, def))
		return fail(FAULT_CONFIG, "emulator '%s' has no guests of architecture '%s'", def->devices.emulator, def->os.arch);
	if (def->type != VM_QEMU && def->type != VM_KVM)
		return fail(FAULT_CONFIG, "emulator '%s' has no guests of type '%s'", def->devices.emulator,
			    words_name(&vm_kind_words, def->type));
	if (def->os.type != OS_HVM)
		return fail(FAULT_CONFIG, "emulator '%s' has no guests of os type '%s'", def->devices.emulator,
			    words_name(&os_kind_words, def->os.type));
	return 0;
}

static int
check_cpu(const struct vm_def *def, const struct qemu_caps *caps)
{
	if (check_type(def, caps) < 0 || check_vcpus(def, caps) < 0)
		return -1;
	if (!def->cpu)
		return 0;
	if (check_topology(def) < 0 || check_address_width(def->cpu) < 0)
		return -1;
	return check_cpu_cache(def->cpu);
}

int
validate_iothread(const struct vm_def *def, const char *what, const char *name, unsigned iothread)
{
	/* Without a list they are numbered from 1. */
	if (!iothread || (!def->iothreadids.n && iothread <= def->iothreads.value))
		return 0;
	list_each(thread, &def->iothreadids)
		if (thread->id == iothread)
			return 0;
	return fail(FAULT_CONFIG, "%s '%s': there is no iothread %u", what, name, iothread);
}

/* ---- memory ---- */

static int
check_memory(const struct vm_def *def, const struct qemu_caps *caps)
{
	(void)caps;
	if (def->memory_backing.hugepages && def->memory_backing.source == MEMORY_SOURCE_ANONYMOUS)
		return fail(FAULT_CONFIG, "anonymous memory has no huge pages");
	if (def->max_memory.size && (!def->cpu || !def->cpu->cells.n))
		return fail(FAULT_CONFIG, "maxMemory needs at least one NUMA cell");
	if (def->type != VM_KVM && (def->cputune.cachetunes.n || def->cputune.memorytunes.n))
		return fail(FAULT_CONFIG, "cachetune and memorytune need KVM");
	return 0;
}

bool
memory_is_shared(const struct vm_def *def)
{
	if (def->memory_backing.access == BACKING_ACCESS_SHARED)
		return true;
	if (!def->cpu || !def->cpu->cells.n)
		return false;
	list_each(cell, &def->cpu->cells)
		if (cell->mem_access != MEMORY_ACCESS_SHARED)
			return false;
	return true;
}

/* ---- firmware ---- */

static int
check_secure_boot(const struct vm_def *def)
{
	const struct smm *smm = def->features.smm;

	if (def->os.loader.secure != YES)
		return 0;
	if (machine_of(def)->family != MACHINE_Q35)
		return fail(FAULT_CONFIG, "secure boot is only possible on machine type 'q35'");
	/* With firmware='efi' the image chosen turns it on. */
	if (def->os.loader.path && (!smm || smm->state == NO))
		return fail(FAULT_CONFIG, "secure boot needs feature 'smm'");
	return 0;
}

static int
check_firmware(const struct vm_def *def, const struct qemu_caps *caps)
{
	bool uefi = def->os.firmware == FIRMWARE_EFI || def->os.loader.type == LOADER_PFLASH;

	(void)caps;
	if (uefi && !def->features.acpi && machine_of(def)->family != MACHINE_OTHER)
		return fail(FAULT_CONFIG, "UEFI needs feature 'acpi'");
	return check_secure_boot(def);
}

/* ---- all ---- */

static int
check_devices(const struct vm_def *def, const struct qemu_caps *caps)
{
	static int (*const parts[])(const struct vm_def *) = {
		validate_features, validate_actions, validate_disks, validate_controllers, validate_hostdevs, validate_filesystems,
		validate_nics, validate_ports, validate_displays, validate_devices,
	};

	(void)caps;
	for (unsigned i = 0; i < COUNT(parts); i++)
		if (parts[i](def) < 0)
			return -1;
	return 0;
}

static int
check_machine(const struct vm_def *def, const struct qemu_caps *caps)
{
	if (!qemu_caps_machine(caps, def->os.machine))
		return fail(FAULT_CONFIG, "emulator '%s' does not support machine type '%s'", caps->binary,
			    def->os.machine);
	return 0;
}

int
qemu_validate_with(const struct vm_def *def, const struct qemu_caps *caps)
{
	static int (*const checks[])(const struct vm_def *, const struct qemu_caps *) = {
		check_machine, check_cpu, check_memory, check_firmware, check_devices,
	};

	for (unsigned i = 0; i < COUNT(checks); i++)
		if (checks[i](def, caps) < 0)
			return -1;
	return 0;
}

int
qemu_validate(const struct vm_def *def)
{
	const struct qemu_caps *caps = qemu_caps(def->devices.emulator);

	return caps ? qemu_validate_with(def, caps) : -1;
}
