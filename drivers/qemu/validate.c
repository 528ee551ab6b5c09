/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate - processors, memory and firmware that QEMU cannot have */
#include "validate.h"

#include "base/fail.h"
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
		return fail(FAULT_CONFIG, "CPU cache mode 'emulate' is only for level 3");
	if (cpu->cache.mode == CPU_CACHE_PASSTHROUGH && cpu->cache.level.given)
		return fail(FAULT_CONFIG, "CPU cache mode 'passthrough' has no level");
	if (cpu->cache.mode == CPU_CACHE_PASSTHROUGH && cpu->mode != CPU_HOST_PASSTHROUGH && cpu->mode != CPU_MAXIMUM)
		return fail(FAULT_CONFIG, "CPU cache mode 'passthrough' is only for CPU modes 'host-passthrough' and 'maximum'");
	return 0;
}

static int
check_vcpus(const struct vm_def *def, const struct qemu_caps *caps)
{
	const struct qemu_machine *machine = qemu_caps_machine(caps, def->os.machine);

	if (machine && machine->max_cpus && def->vcpu.count > machine->max_cpus)
		return fail(FAULT_CONFIG, "machine type '%s' has at most %u processors, not %u", def->os.machine,
			    machine->max_cpus, def->vcpu.count);
	list_each(vcpu, &def->vcpus)
		if (!vcpu->id.value && vcpu->enabled == NO)
			return fail(FAULT_CONFIG, "processor 0 cannot be offline");
	return 0;
}

static int
check_cpu(const struct vm_def *def, const struct qemu_caps *caps)
{
	if (check_vcpus(def, caps) < 0)
		return -1;
	if (!def->cpu)
		return 0;
	if (def->cpu->mode == CPU_HOST_PASSTHROUGH && def->type != VM_KVM)
		return fail(FAULT_CONFIG, "CPU mode 'host-passthrough' needs KVM");
	if (check_topology(def) < 0)
		return -1;
	return check_cpu_cache(def->cpu);
}

static int
check_iothreads(const struct vm_def *def)
{
	list_each(disk, &def->devices.disks) {
		bool found = !disk->driver.iothread || !def->iothreadids.n;

		list_each(thread, &def->iothreadids)
			found |= thread->id == disk->driver.iothread;
		if (!found)
			return fail(FAULT_CONFIG, "disk '%s': there is no iothread %u", disk->target.dev,
				    disk->driver.iothread);
	}
	return 0;
}

/* ---- memory ---- */

static int
check_memory(const struct vm_def *def, const struct qemu_caps *caps)
{
	(void)caps;
	if (def->max_memory.size && (!def->cpu || !def->cpu->cells.n))
		return fail(FAULT_CONFIG, "maxMemory needs at least one NUMA cell");
	if (def->type != VM_KVM && (def->cputune.cachetunes.n || def->cputune.memorytunes.n))
		return fail(FAULT_CONFIG, "cachetune and memorytune need KVM");
	return check_iothreads(def);
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
	/* The old boards start without, which their guests do not miss. */
	if (uefi && !def->features.acpi && machine_of(def)->root == PCIE_ROOT)
		return fail(FAULT_CONFIG, "UEFI needs feature 'acpi'");
	return check_secure_boot(def);
}

/* ---- all ---- */

static int
check_devices(const struct vm_def *def, const struct qemu_caps *caps)
{
	(void)caps;
	if (validate_actions(def) < 0 || validate_disks(def) < 0 || validate_controllers(def) < 0)
		return -1;
	return validate_devices(def);
}

int
qemu_validate(const struct vm_def *def, const struct qemu_caps *caps)
{
	static int (*const checks[])(const struct vm_def *, const struct qemu_caps *) = {
		check_cpu, check_memory, check_firmware, check_devices,
	};

	for (unsigned i = 0; i < COUNT(checks); i++)
		if (checks[i](def, caps) < 0)
			return -1;
	return 0;
}
