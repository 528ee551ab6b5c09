/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* validate_devices - small devices that QEMU cannot have, and names that become part of its command line */
#include "base/rule.h"
#include "machine.h"
#include "validate.h"

/* ---- names that become files, or parts of options ---- */

int
validate_file_name(const char *name, const char *what)
{
	if (name && (strchr(name, '/') || text_same(name, ".") || text_same(name, "..")))
		return fail(FAULT_CONFIG, "%s '%s': its name cannot be that of a file", what, name);
	return 0;
}

static int
check_names(const struct vm_def *def)
{
	list_each(shmem, &def->devices.shmems)
		if (validate_file_name(shmem->name, "shmem") < 0)
			return -1;
	list_each(channel, &def->devices.channels)
		if (channel->target == TARGET_GUESTFWD && (!channel->address || !channel->port))
			return fail(FAULT_CONFIG, "a channel of type 'guestfwd' needs an address and a port");
	return 0;
}

/* ---- the rest ---- */

static int
check_iommu(const struct vm_def *def, const struct iommu *iommu)
{
	bool q35 = machine_of(def)->family == MACHINE_Q35, virt = machine_of(def)->family == MACHINE_VIRT;

	return RULES_HOLD("iommu", words_name(&iommu_model_words, iommu->model),
		{ (iommu->model == IOMMU_INTEL || iommu->model == IOMMU_AMD) && !q35, FAULT_CONFIG, "it needs machine type 'q35'" },
		{ iommu->model == IOMMU_SMMUV3 && !virt, FAULT_CONFIG, "it needs machine type 'virt'" },
		{ iommu->model == IOMMU_VIRTIO && !q35 && !virt, FAULT_CONFIG, "it needs machine type 'q35' or 'virt'" },
		{ iommu->model == IOMMU_VIRTIO && !def->features.acpi, FAULT_CONFIG, "it needs feature 'acpi'" });
}

static int
check_iommus(const struct vm_def *def)
{
	list_each(iommu, &def->devices.iommus)
		if (check_iommu(def, iommu) < 0)
			return -1;
	return 0;
}

static int
check_memballoon(const struct vm_def *def)
{
	if (def->devices.memballoon && def->devices.memballoon->model == MEMBALLOON_XEN)
		return fail(FAULT_CONFIG, "QEMU has no memballoon of model 'xen'");
	return 0;
}

static int
check_memories(const struct vm_def *def)
{
	list_each(memory, &def->devices.memories) {
		bool placed = memory->model == MEMORY_DIMM || memory->model == MEMORY_NVDIMM || memory->model == MEMORY_VIRTIO_MEM;
		const struct device_address *address = &memory->info.address;
		bool taken = false;

		list_before(other, memory, &def->devices.memories)
			taken |= address->type == ADDRESS_DIMM && other->info.address.type == ADDRESS_DIMM &&
				 other->info.address.dimm.slot.value == address->dimm.slot.value;
		if (RULES_HOLD("memory module", words_name(&memory_model_words, memory->model),
			{ !def->max_memory.size, FAULT_CONFIG, "it needs <maxMemory>" },
			{ taken, FAULT_CONFIG, "its slot is that of another one" },
			{ placed && !memory->target.node.given, FAULT_CONFIG, "missing NUMA cell" },
			{ address->type == ADDRESS_DIMM && address->dimm.slot.given && address->dimm.slot.value >= def->max_memory.slots,
			  FAULT_CONFIG, "there is no such slot" }) < 0)
			return -1;
	}
	return 0;
}

static int
check_inputs(const struct vm_def *def)
{
	list_each(input, &def->devices.inputs)
		if (RULES_HOLD("input", words_name(&input_kind_words, input->type),
			{ (input->model == VIRTIO_MODEL_TRANSITIONAL || input->model == VIRTIO_MODEL_NON_TRANSITIONAL) &&
			  input->type != INPUT_PASSTHROUGH, FAULT_CONFIG, "it has no transitional models" },
			{ input->model == VIRTIO_MODEL_TRANSITIONAL, FAULT_CONFIG, "it has no transitional model" }) < 0)
			return -1;
	return 0;
}

static int
check_watchdogs(const struct vm_def *def)
{
	list_each(watchdog, &def->devices.watchdogs)
		if (RULES_HOLD("watchdog", words_name(&watchdog_model_words, watchdog->model),
			{ watchdog->model == WATCHDOG_DIAG288 && machine_is_x86(def), FAULT_CONFIG, "it is of another architecture" },
			{ watchdog->model == WATCHDOG_IB700 && watchdog->info.address.type, FAULT_CONFIG, "it has no address" }) < 0)
			return -1;
	return 0;
}

static int
check_tpms(const struct vm_def *def)
{
	unsigned own = 0;

	list_each(tpm, &def->devices.tpms) {
		own += tpm->model != TPM_SPAPR_PROXY;
		if (RULES_HOLD("TPM", words_name(&tpm_model_words, tpm->model),
			{ tpm->model == TPM_CRB && tpm->version == TPM_1_2, FAULT_CONFIG, "it has no version 1.2" },
			{ (tpm->model == TPM_SPAPR || tpm->model == TPM_SPAPR_PROXY) && machine_is_x86(def), FAULT_CONFIG,
			  "it is of another architecture" },
			{ own > 1, FAULT_CONFIG, "there can be only one" }) < 0)
			return -1;
	}
	return 0;
}

static int
check_panics(const struct vm_def *def)
{
	list_each(panic, &def->devices.panics)
		if (RULES_HOLD("panic", words_name(&panic_model_words, panic->model),
			{ (panic->model == PANIC_PSERIES || panic->model == PANIC_S390) && machine_is_x86(def), FAULT_CONFIG,
			  "it is of another architecture" },
			{ panic->model == PANIC_HYPERV && panic->info.address.type, FAULT_CONFIG, "it has no address" },
			{ panic->model == PANIC_ISA && panic->info.address.type && panic->info.address.type != ADDRESS_ISA, FAULT_CONFIG,
			  "its address is of type 'isa'" }) < 0)
			return -1;
	return 0;
}

static int
check_shmems(const struct vm_def *def)
{
	list_each(shmem, &def->devices.shmems)
		if (RULES_HOLD("shmem", shmem->name,
			{ shmem->model == SHMEM_IVSHMEM || !shmem->model, FAULT_CONFIG, "QEMU has no more model 'ivshmem'" },
			{ shmem->model == SHMEM_IVSHMEM_PLAIN && shmem->server, FAULT_CONFIG, "model 'ivshmem-plain' has no server" },
			{ shmem->model == SHMEM_IVSHMEM_DOORBELL && shmem->size.given, FAULT_CONFIG,
			  "the size of model 'ivshmem-doorbell' is its server's" },
			{ shmem->model == SHMEM_IVSHMEM_DOORBELL && !shmem->server, FAULT_CONFIG,
			  "model 'ivshmem-doorbell' needs a server" }) < 0)
			return -1;
	return 0;
}

static int
check_s390(void *found, void *holder, const struct type *holder_type, void *context)
{
	const struct device_address *address = &((const struct device_info *)found)->address;

	(void)holder, (void)context;
	return RULES_HOLD("address of", holder_type->name,
		{ address->type == ADDRESS_CCW, FAULT_CONFIG, "type 'ccw' is of another architecture" },
		{ address->type == ADDRESS_PCI && address->pci.zpci_uid.given, FAULT_CONFIG, "zpci is of another architecture" });
}

static int
check_addresses(const struct vm_def *def)
{
	/* Nothing is changed: only what is called could do so. */
	return machine_is_x86(def) ? model_each(&vm_def_type, (void *)def, &device_info_type, check_s390, NULL) : 0;
}

int
validate_devices(const struct vm_def *def)
{
	static int (*const checks[])(const struct vm_def *) = {
		check_names, check_iommus, check_memballoon, check_memories, check_inputs, check_watchdogs, check_tpms, check_panics,
		check_shmems, check_addresses,
	};

	for (unsigned i = 0; i < COUNT(checks); i++)
		if (checks[i](def) < 0)
			return -1;
	return 0;
}
